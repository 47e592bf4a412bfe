"""Addresses of the REST interface of products, below /api/v1/."""

from django.urls import path

from inventory.api import products

app_name = "inventory_api"
urlpatterns = [path("products/", products.ProductsView.as_view(), name="products")]
