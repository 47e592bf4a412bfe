"""Addresses of the pages of live."""

from django.urls import path

from live.views import board, memory, oversold, service, stock, stock_acts, today, wall, walls

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
    path("<int:campaign_id>/tiers/", board.tiers, name="tiers"),
    path("<int:campaign_id>/service/", service.service, name="service"),
    path("<int:campaign_id>/service/people/", service.service_people, name="service-people"),
    path("<int:campaign_id>/service/unpaid/", service.service_unpaid, name="service-unpaid"),
    path("<int:campaign_id>/service/replan/", service.service_replan, name="service-replan"),
    path("<int:campaign_id>/at/", memory.at, name="at"),
    path("<int:campaign_id>/notes/", memory.notes, name="notes"),
    path("<int:campaign_id>/notes/<int:note_id>/remove/", memory.note_remove, name="note-remove"),
    path("wall/<str:token>/", wall.wall, name="wall"),
    path("wall/<str:token>/now/", wall.wall_now, name="wall-now"),
    path("walls/", walls.wall_screens, name="wall-screens"),
    path("walls/<int:screen_id>/revoke/", walls.wall_revoke, name="wall-revoke"),
]
