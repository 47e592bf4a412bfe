"""Addresses of the REST interface of products, below /api/v1/."""

from django.urls import path

from inventory.api import products, replenishing, suppliers

app_name = "inventory_api"
urlpatterns = [
    path("products/", products.ProductsView.as_view(), name="products"),
    path("suppliers/", suppliers.SuppliersView.as_view(), name="suppliers"),
    path("suppliers/<int:pk>/", suppliers.SupplierView.as_view(), name="supplier"),
    path("replenishment/", replenishing.ReplenishmentView.as_view(), name="replenishment"),
]
