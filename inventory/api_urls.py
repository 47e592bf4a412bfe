"""Addresses of the REST interface of products, below /api/v1/."""

from django.urls import path

from inventory import api

app_name = "inventory_api"
urlpatterns = [path("products/", api.ProductsView.as_view(), name="products")]
