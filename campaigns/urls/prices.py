"""Addresses of the prices of a sale."""

from django.urls import path

from campaigns.api import prices as api
from campaigns.views import price_files, price_papers, prices

urlpatterns = [
    path("<int:pk>/prices/", prices.prices, name="prices"),
    path("<int:pk>/prices/save/", prices.prices_save, name="prices-save"),
    path("<int:pk>/prices/fill/", prices.prices_fill, name="prices-fill"),
    path("<int:pk>/prices/terms/", prices.prices_terms, name="prices-terms"),
    path("<int:pk>/prices/check/", prices.prices_check, name="prices-check"),
    path("<int:pk>/prices/import/", price_files.prices_import, name="prices-import"),
    path("<int:pk>/prices/export/", price_files.prices_export, name="prices-export"),
    path("<int:pk>/prices/back/", price_papers.prices_back, name="prices-back"),
    path("<int:pk>/prices/evidence/", price_papers.prices_evidence, name="prices-evidence"),
    path("<int:pk>/prices/evidence/export/", price_files.evidence_export, name="prices-evidence-export"),
]
api_urlpatterns = [
    path("campaigns/<int:pk>/prices/", api.PricesView.as_view(), name="prices"),
    path("campaigns/<int:pk>/prices/verdicts/", api.VerdictsView.as_view(), name="price-verdicts"),
]
