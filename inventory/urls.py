"""Addresses of the pages of products, below /products/."""

from django.urls import path

from inventory.views import one, products

app_name = "inventory"
urlpatterns = [
    path("", products.product_list, name="products"),
    path("save/", products.products_save, name="products-save"),
    path("set/", products.products_set, name="products-set"),
    path("export/", products.products_export, name="products-export"),
    path("one/", one.product, name="product"),
    path("one/price/", one.price_type, name="price-type"),
    path("one/price/drop/", one.price_drop, name="price-drop"),
]
