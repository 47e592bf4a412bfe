"""Addresses of the plan as a whole and of its target: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.plans import CampaignsView, CampaignView, TargetView
from campaigns.views import plans, target

urlpatterns = [
    path("", plans.sales_list, name="list"),
    path("new/", plans.create, name="create"),
    path("<int:pk>/", plans.detail, name="detail"),
    path("<int:pk>/edit/", plans.edit, name="edit"),
    path("<int:pk>/trail/", plans.trail, name="trail"),
    path("<int:pk>/target/", target.target, name="target"),
    path("<int:pk>/target/edit/", target.target_edit, name="target-edit"),
    path("<int:pk>/target/lock/", target.target_lock, name="target-lock"),
    path("<int:pk>/target/unlock/", target.target_unlock, name="target-unlock"),
    path("<int:pk>/target/undo/", target.target_undo, name="target-undo"),
    path("<int:pk>/target/curve/", target.target_curve, name="target-curve"),
    path("<int:pk>/target/export/", target.target_export, name="target-export"),
]
api_urlpatterns = [
    path("campaigns/", CampaignsView.as_view(), name="list"),
    path("campaigns/<int:pk>/", CampaignView.as_view(), name="detail"),
    path("campaigns/<int:pk>/target/", TargetView.as_view(), name="target"),
]
