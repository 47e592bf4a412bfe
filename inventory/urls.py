"""Addresses of the pages of products, below /products/."""

from django.urls import path

from inventory.views import one, products, replenishing, suppliers

app_name = "inventory"
urlpatterns = [
    path("", products.product_list, name="products"),
    path("save/", products.products_save, name="products-save"),
    path("set/", products.products_set, name="products-set"),
    path("export/", products.products_export, name="products-export"),
    path("one/", one.product, name="product"),
    path("one/price/", one.price_type, name="price-type"),
    path("one/price/drop/", one.price_drop, name="price-drop"),
    path("suppliers/", suppliers.suppliers, name="suppliers"),
    path("suppliers/add/", suppliers.supplier_add, name="supplier-add"),
    path("suppliers/export/", suppliers.suppliers_export, name="suppliers-export"),
    path("suppliers/<int:pk>/", suppliers.supplier, name="supplier"),
    path("suppliers/<int:pk>/change/", suppliers.supplier_change, name="supplier-change"),
    path("replenishment/", replenishing.replenishment, name="replenishment"),
    path("replenishment/act/", replenishing.replenishment_act, name="replenishment-act"),
    path("replenishment/export/", replenishing.replenishment_export, name="replenishment-export"),
]
