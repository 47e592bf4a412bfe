"""Addresses of the pages of products, below /products/."""

from django.urls import path

from inventory.views import one, products, stock, stock_one

app_name = "inventory"
urlpatterns = [
    path("", products.product_list, name="products"),
    path("save/", products.products_save, name="products-save"),
    path("set/", products.products_set, name="products-set"),
    path("export/", products.products_export, name="products-export"),
    path("one/", one.product, name="product"),
    path("one/price/", one.price_type, name="price-type"),
    path("one/price/drop/", one.price_drop, name="price-drop"),
    path("stock/", stock.stock, name="stock"),
    path("stock/export/", stock.stock_export, name="stock-export"),
    path("stock/one/", stock_one.stock_one, name="stock-one"),
    path("stock/one/count/", stock_one.count_type, name="count-type"),
    path("stock/one/count/drop/", stock_one.count_drop, name="count-drop"),
    path("stock/one/reserve/", stock_one.reserve_keep, name="reserve-keep"),
    path("stock/one/reserve/release/", stock_one.reserve_release, name="reserve-release"),
]
