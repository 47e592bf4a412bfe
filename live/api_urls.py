"""Addresses of the REST interface of live, below /api/v1/."""

from django.urls import path

from live.api.alerts import AcknowledgeView, IncidentsView, JudgeView, WatchesView, WatchView
from live.api.board import BoardView
from live.api.channels import AlertChannelsView, AlertChannelTestView, AlertChannelView, DeadLettersView, RetryLetterView
from live.api.memory import BoardNotesView, BoardNoteView, PastBoardView
from live.api.plays import PlaysView, TakeView, UndoView
from live.api.service import ServiceTodayView
from live.api.stock import OversoldView, StockTodayView, StopAdsView
from live.api.today import TodayView
from live.api.walls import WallScreensView, WallScreenView
from live.api.warm_up import WarmUpView
from live.api.why import WhyView

app_name = "live_api"
urlpatterns = [
    path("campaigns/<int:campaign_id>/board/", BoardView.as_view(), name="board"),
    path("alerts/incidents/", IncidentsView.as_view(), name="incidents"),
    path("alerts/incidents/<int:pk>/acknowledge/", AcknowledgeView.as_view(), name="incident-acknowledge"),
    path("alerts/incidents/<int:pk>/judge/", JudgeView.as_view(), name="incident-judge"),
    path("campaigns/<int:campaign_id>/watches/", WatchesView.as_view(), name="watches"),
    path("alerts/watches/<int:pk>/", WatchView.as_view(), name="watch"),
    path("alerts/channels/", AlertChannelsView.as_view(), name="alert-channels"),
    path("alerts/channels/<int:pk>/", AlertChannelView.as_view(), name="alert-channel"),
    path("alerts/channels/<int:pk>/test/", AlertChannelTestView.as_view(), name="alert-channel-test"),
    path("alerts/letters/", DeadLettersView.as_view(), name="dead-letters"),
    path("alerts/letters/<int:pk>/retry/", RetryLetterView.as_view(), name="dead-letter-retry"),
    path("campaigns/<int:campaign_id>/warm-up/", WarmUpView.as_view(), name="warm-up"),
    path("campaigns/<int:campaign_id>/why/", WhyView.as_view(), name="why"),
    path("campaigns/<int:campaign_id>/plays/", PlaysView.as_view(), name="plays"),
    path("campaigns/<int:campaign_id>/plays/<slug:code>/take/", TakeView.as_view(), name="play-take"),
    path("campaigns/<int:campaign_id>/plays/<int:number>/undo/", UndoView.as_view(), name="play-undo"),
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
