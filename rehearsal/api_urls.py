"""Addresses of the REST interface of rehearsals, below /api/v1/."""

from django.urls import path

from rehearsal.api import RehearsalStopView, RehearsalsView

app_name = "rehearsal_api"
urlpatterns = [
    path("campaigns/<int:campaign_id>/rehearsals/", RehearsalsView.as_view(), name="rehearsals"),
    path("rehearsals/<int:run_id>/stop/", RehearsalStopView.as_view(), name="stop"),
]
