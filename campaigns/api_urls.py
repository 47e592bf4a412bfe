"""Addresses of the REST interface of campaigns, below /api/v1/."""

from django.urls import path

from campaigns.api import CampaignsView, CampaignView, TargetView

app_name = "campaigns_api"
urlpatterns = [
    path("campaigns/", CampaignsView.as_view(), name="list"),
    path("campaigns/<int:pk>/", CampaignView.as_view(), name="detail"),
    path("campaigns/<int:pk>/target/", TargetView.as_view(), name="target"),
]
