"""Addresses of the REST interface of live, below /api/v1/."""

from django.urls import path

from live.api.board import BoardView

app_name = "live_api"
urlpatterns = [path("campaigns/<int:campaign_id>/board/", BoardView.as_view(), name="board")]
