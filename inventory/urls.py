"""Addresses of the pages of products, below /products/."""

from django.urls import path

from inventory.views import counting, differences, one, products, stock, stock_one, stocktakes
from inventory.views import one, pairs, products, substitutes
from inventory.views import one, products, replenishing, suppliers

app_name = "inventory"
urlpatterns = [
    path("", products.product_list, name="products"),
    path("save/", products.products_save, name="products-save"),
    path("set/", products.products_set, name="products-set"),
    path("export/", products.products_export, name="products-export"),
    path("one/", one.product, name="product"),
    path("one/export/", one.product_export, name="product-export"),
    path("one/facts/", one.facts_save, name="facts-save"),
    path("one/price/", one.price_type, name="price-type"),
    path("one/price/drop/", one.price_drop, name="price-drop"),
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
    path("pairs/", pairs.pair_list, name="pairs"),
    path("pairs/count/", pairs.pairs_count, name="pairs-count"),
    path("pairs/export/", pairs.pairs_export, name="pairs-export"),
    path("pairs/bundle/", pairs.bundle_keep, name="bundle-keep"),
    path("pairs/bundle/drop/", pairs.bundle_drop, name="bundle-drop"),
    path("substitutes/", substitutes.substitute_list, name="substitutes"),
    path("substitutes/export/", substitutes.substitutes_export, name="substitutes-export"),
    path("substitutes/one/", substitutes.substitutes_one, name="substitutes-one"),
    path("substitutes/add/", substitutes.substitute_add, name="substitute-add"),
    path("substitutes/up/", substitutes.substitute_up, name="substitute-up"),
    path("substitutes/remove/", substitutes.substitute_remove, name="substitute-remove"),
    path("substitutes/in/", substitutes.substitute_in, name="substitute-in"),
    path("substitutes/out/", substitutes.substitute_out, name="substitute-out"),
    path("suppliers/", suppliers.suppliers, name="suppliers"),
    path("suppliers/add/", suppliers.supplier_add, name="supplier-add"),
    path("suppliers/export/", suppliers.suppliers_export, name="suppliers-export"),
    path("suppliers/<int:pk>/", suppliers.supplier, name="supplier"),
    path("suppliers/<int:pk>/change/", suppliers.supplier_change, name="supplier-change"),
    path("replenishment/", replenishing.replenishment, name="replenishment"),
    path("replenishment/act/", replenishing.replenishment_act, name="replenishment-act"),
    path("replenishment/export/", replenishing.replenishment_export, name="replenishment-export"),
]
