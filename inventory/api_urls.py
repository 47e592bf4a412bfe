"""Addresses of the REST interface of products, below /api/v1/."""

from django.urls import path

from inventory.api import products, stock, tiers

app_name = "inventory_api"
urlpatterns = [
    path("products/", products.ProductsView.as_view(), name="products"),
    path("tiers/", tiers.TiersView.as_view(), name="tiers"),
    path("selection/", tiers.SelectionView.as_view(), name="selection"),
    path("stock/levels/", stock.LevelsView.as_view(), name="stock-levels"),
    path("stock/counts/", stock.CountsView.as_view(), name="stock-counts"),
    path("stock/reserves/", stock.ReservesView.as_view(), name="stock-reserves"),
    path("stock/reserves/<int:pk>/release/", stock.ReserveReleaseView.as_view(), name="stock-reserve-release"),
]
