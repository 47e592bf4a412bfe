"""Addresses of the pages of live."""

from django.urls import path

from live import views

app_name = "live"
urlpatterns = [
    path("", views.current, name="current"),
    path("<int:campaign_id>/", views.board, name="board"),
    path("<int:campaign_id>/export.<str:kind>", views.export, name="export"),
    path("<int:campaign_id>/tiers/", views.tiers, name="tiers"),
]
