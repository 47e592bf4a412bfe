"""Addresses of the REST interface of products, below /api/v1/."""

from django.urls import path

from inventory.api import bundles, differences, one, pairs, products, replenishing, stock, substitutes, suppliers, tiers

app_name = "inventory_api"
urlpatterns = [
    path("products/", products.ProductsView.as_view(), name="products"),
    path("stock/levels/", stock.LevelsView.as_view(), name="stock-levels"),
    path("stock/counts/", stock.CountsView.as_view(), name="stock-counts"),
    path("stock/differences/", differences.DifferencesView.as_view(), name="stock-differences"),
    path("stock/reserves/", stock.ReservesView.as_view(), name="stock-reserves"),
    path("stock/reserves/<int:pk>/release/", stock.ReserveReleaseView.as_view(), name="stock-reserve-release"),
    path("products/one/", one.OneProductView.as_view(), name="product"),
    path("products/pairs/", pairs.PairsView.as_view(), name="pairs"),
    path("products/bundles/", bundles.BundlesView.as_view(), name="bundles"),
    path("products/bundles/<int:pk>/", bundles.BundleView.as_view(), name="bundle"),
    path("products/substitutes/", substitutes.SubstitutesView.as_view(), name="substitutes"),
    path("products/substitutes/proposals/", substitutes.ProposalsView.as_view(), name="proposals"),
    path("products/substitutes/<int:pk>/", substitutes.SubstituteView.as_view(), name="substitute"),
    path("suppliers/", suppliers.SuppliersView.as_view(), name="suppliers"),
    path("suppliers/<int:pk>/", suppliers.SupplierView.as_view(), name="supplier"),
    path("replenishment/", replenishing.ReplenishmentView.as_view(), name="replenishment"),
    path("products/tiers/", tiers.TiersView.as_view(), name="tiers"),
    path("selection/", tiers.SelectionView.as_view(), name="selection"),
]
