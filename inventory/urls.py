"""Addresses of the pages of products, below /products/."""

from django.urls import path

from inventory.views import one, products, selection, tier_map, tier_roles, tiers
from inventory.views import counting, differences, one, products, stock, stock_one, stocktakes

app_name = "inventory"
urlpatterns = [
    path("", products.product_list, name="products"),
    path("save/", products.products_save, name="products-save"),
    path("set/", products.products_set, name="products-set"),
    path("export/", products.products_export, name="products-export"),
    path("one/", one.product, name="product"),
    path("one/price/", one.price_type, name="price-type"),
    path("one/price/drop/", one.price_drop, name="price-drop"),
    path("tiers/", tiers.tiers, name="tiers"),
    path("tiers/judge/", tiers.tiers_judge, name="tiers-judge"),
    path("tiers/accept/", tiers.tiers_accept, name="tiers-accept"),
    path("tiers/take-back/", tiers.tiers_take_back, name="tiers-take-back"),
    path("tiers/lock/", tiers.tiers_lock, name="tiers-lock"),
    path("tiers/terms/", tiers.tiers_terms, name="tiers-terms"),
    path("tiers/export/", tiers.tiers_export, name="tiers-export"),
    path("tiers/map/", tier_map.tier_map, name="tier-map"),
    path("tiers/roles/", tier_roles.tier_roles, name="tier-roles"),
    path("tiers/roles/set/", tier_roles.tier_roles_set, name="tier-roles-set"),
    path("selection/", selection.selection_list, name="selection"),
    path("selection/choose/", selection.selection_choose, name="selection-choose"),
    path("selection/weights/", selection.selection_weights, name="selection-weights"),
    path("selection/export/", selection.selection_export, name="selection-export"),
    path("stock/", stock.stock, name="stock"),
    path("stock/export/", stock.stock_export, name="stock-export"),
    path("stock/differences/", differences.differences, name="differences"),
    path("stock/differences/export/", differences.differences_export, name="differences-export"),
    path("stock/one/", stock_one.stock_one, name="stock-one"),
    path("stock/one/count/", stock_one.count_type, name="count-type"),
    path("stock/one/count/drop/", stock_one.count_drop, name="count-drop"),
    path("stock/one/reserve/", stock_one.reserve_keep, name="reserve-keep"),
    path("stock/one/reserve/release/", stock_one.reserve_release, name="reserve-release"),
    path("stocktakes/", stocktakes.stocktake_list, name="stocktakes"),
    path("stocktakes/open/", stocktakes.stocktake_open, name="stocktake-open"),
    path("stocktakes/<int:pk>/", stocktakes.stocktake, name="stocktake"),
    path("stocktakes/<int:pk>/sheet/", stocktakes.stocktake_sheet, name="stocktake-sheet"),
    path("stocktakes/<int:pk>/close/", stocktakes.stocktake_close, name="stocktake-close"),
    path("stocktakes/<int:pk>/discard/", stocktakes.stocktake_discard, name="stocktake-discard"),
    path("stocktakes/<int:pk>/count/", counting.counting, name="counting"),
    path("stocktakes/<int:pk>/count/save/", counting.counting_save, name="counting-save"),
    path("stocktakes/<int:pk>/count/undo/", counting.counting_undo, name="counting-undo"),
]
