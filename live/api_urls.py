"""Addresses of the REST interface of live, below /api/v1/."""

from django.urls import path

from live.api.board import BoardView
from live.api.memory import BoardNotesView, BoardNoteView, PastBoardView
from live.api.service import ServiceTodayView
from live.api.stock import OversoldView, StockTodayView, StopAdsView
from live.api.today import TodayView
from live.api.walls import WallScreensView, WallScreenView

app_name = "live_api"
urlpatterns = [
    path("campaigns/<int:campaign_id>/board/", BoardView.as_view(), name="board"),
    path("campaigns/<int:campaign_id>/board/at/", PastBoardView.as_view(), name="board-at"),
    path("campaigns/<int:campaign_id>/board/notes/", BoardNotesView.as_view(), name="board-notes"),
    path("campaigns/<int:campaign_id>/board/notes/<int:note_id>/", BoardNoteView.as_view(), name="board-note"),
    path("campaigns/<int:campaign_id>/service/", ServiceTodayView.as_view(), name="service-today"),
    path("walls/", WallScreensView.as_view(), name="walls"),
    path("walls/<int:screen_id>/", WallScreenView.as_view(), name="wall"),
    path("shops/<int:shop_id>/today/", TodayView.as_view(), name="today"),
    path("stock/today/", StockTodayView.as_view(), name="stock-today"),
    path("stock/oversold/", OversoldView.as_view(), name="oversold"),
    path("stock/stop-ads/", StopAdsView.as_view(), name="stop-ads"),
]
