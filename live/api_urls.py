"""Addresses of the REST interface of live, below /api/v1/."""

from django.urls import path

from live.api.board import BoardView
from live.api.plays import PlaysView, TakeView, UndoView
from live.api.stock import OversoldView, StockTodayView, StopAdsView
from live.api.today import TodayView
from live.api.warm_up import WarmUpView
from live.api.why import WhyView

app_name = "live_api"
urlpatterns = [
    path("campaigns/<int:campaign_id>/board/", BoardView.as_view(), name="board"),
    path("campaigns/<int:campaign_id>/warm-up/", WarmUpView.as_view(), name="warm-up"),
    path("campaigns/<int:campaign_id>/why/", WhyView.as_view(), name="why"),
    path("campaigns/<int:campaign_id>/plays/", PlaysView.as_view(), name="plays"),
    path("campaigns/<int:campaign_id>/plays/<slug:code>/take/", TakeView.as_view(), name="play-take"),
    path("campaigns/<int:campaign_id>/plays/<int:number>/undo/", UndoView.as_view(), name="play-undo"),
    path("shops/<int:shop_id>/today/", TodayView.as_view(), name="today"),
    path("stock/today/", StockTodayView.as_view(), name="stock-today"),
    path("stock/oversold/", OversoldView.as_view(), name="oversold"),
    path("stock/stop-ads/", StopAdsView.as_view(), name="stop-ads"),
]
