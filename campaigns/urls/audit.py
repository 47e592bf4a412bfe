"""Addresses of the discount audit and the replay: pages below /campaigns/, REST below /api/v1/."""

from django.urls import URLPattern, path

from campaigns.views import replay

urlpatterns = [
    path("<int:pk>/audit/replay/", replay.replay, name="replay"),
    path("<int:pk>/audit/replay/export/", replay.replay_export, name="replay-export"),
]
api_urlpatterns: list[URLPattern] = []
