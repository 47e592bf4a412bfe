"""Addresses of the pitch sheet and the one-page plan: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.pitch import PaperView
from campaigns.views import pitch

urlpatterns = [
    path("<int:pk>/papers/", pitch.papers, name="papers"),
    path("<int:pk>/papers/write/", pitch.pitch_write, name="pitch-write"),
    path("<int:pk>/papers/<slug:kind>/", pitch.paper, name="paper"),
    path("<int:pk>/papers/<slug:kind>.pdf", pitch.paper_file, name="paper-file"),
]
api_urlpatterns = [path("campaigns/<int:pk>/papers/<slug:kind>/", PaperView.as_view(), name="paper")]
