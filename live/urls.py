"""Addresses of the pages of live."""

from django.urls import path

from live.views import board, oversold, stock, stock_acts, today
from live.views.alerts import channels, incidents, watches
from live.views import board, oversold, play_cards, plays, stock, stock_acts, today, why

app_name = "live"
urlpatterns = [
    path("", board.current, name="current"),
    path("today/", today.today, name="today"),
    path("<int:campaign_id>/", board.board, name="board"),
    path("<int:campaign_id>/export.<str:kind>", board.export, name="export"),
    path("stock/", stock.cockpit, name="stock"),
    path("stock/export.<str:kind>", stock.export, name="stock-export"),
    path("stock/one/", stock_acts.one, name="stock-one"),
    path("stock/one/release/", stock_acts.release, name="stock-release"),
    path("stock/one/keep/", stock_acts.keep, name="stock-keep"),
    path("stock/one/swap-in/", stock_acts.swap, name="stock-swap"),
    path("stock/one/stop-ads/", stock_acts.stop, name="stock-stop-ads"),
    path("stock/settings/", stock_acts.settings, name="stock-settings"),
    path("stock/oversold/", oversold.oversold, name="oversold"),
    path("stock/oversold/export.<str:kind>", oversold.export, name="oversold-export"),
    path("alerts/", incidents.incidents, name="alerts"),
    path("alerts/export.<str:kind>", incidents.export, name="incidents-export"),
    path("alerts/<int:pk>/", incidents.incident, name="incident"),
    path("alerts/<int:pk>/see-to/", incidents.take, name="incident-take"),
    path("alerts/banner/<int:campaign_id>/", incidents.banner, name="incidents-banner"),
    path("alerts/watches/", watches.watches, name="watches"),
    path("alerts/watches/of/<int:campaign_id>/new/", watches.make, name="watch-new"),
    path("alerts/watches/<int:pk>/", watches.change, name="watch"),
    path("alerts/watches/<int:pk>/drop/", watches.drop, name="watch-drop"),
    path("alerts/channels/", channels.channels, name="channels"),
    path("alerts/channels/new/", channels.make, name="channel-new"),
    path("alerts/channels/<int:pk>/", channels.change, name="channel"),
    path("alerts/channels/<int:pk>/drop/", channels.drop, name="channel-drop"),
    path("alerts/channels/<int:pk>/test/", channels.test, name="channel-test"),
    path("alerts/channels/<int:pk>/answer/", channels.answer, name="channel-answer"),
    path("alerts/channels/<int:pk>/again/", channels.again, name="channel-again"),
    path("alerts/letters/", channels.letters, name="letters"),
    path("alerts/letters/<int:pk>/retry/", channels.retry, name="letter-retry"),
    path("<int:campaign_id>/why/", why.why, name="why"),
    path("<int:campaign_id>/why/export.<str:kind>", why.export, name="why-export"),
    path("<int:campaign_id>/plays/", plays.plays, name="plays"),
    path("<int:campaign_id>/plays/<slug:code>/take/", plays.take, name="play-take"),
    path("<int:campaign_id>/plays/<int:number>/undo/", plays.undo, name="play-undo"),
    path("playbook/", play_cards.playbook, name="playbook"),
    path("playbook/new/", play_cards.write, name="play-new"),
    path("playbook/<slug:code>/", play_cards.write, name="play-write"),
    path("playbook/<slug:code>/drop/", play_cards.drop, name="play-drop"),
    path("<int:campaign_id>/tiers/", board.tiers, name="tiers"),
]
