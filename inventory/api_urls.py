"""Addresses of the REST interface of products, below /api/v1/."""

from django.urls import path

from inventory.api import products, tiers

app_name = "inventory_api"
urlpatterns = [
    path("products/", products.ProductsView.as_view(), name="products"),
    path("tiers/", tiers.TiersView.as_view(), name="tiers"),
    path("selection/", tiers.SelectionView.as_view(), name="selection"),
]
