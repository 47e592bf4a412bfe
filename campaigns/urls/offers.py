"""Addresses of offers: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.offers import OffersView, OfferView, PriceView
from campaigns.views import baskets, offers

urlpatterns = [
    path("<int:pk>/offers/", offers.offers, name="offers"),
    path("<int:pk>/offers/new/", offers.offer_new, name="offer-new"),
    path("<int:pk>/offers/basket/", baskets.basket, name="basket"),
    path("<int:pk>/offers/export/", offers.offers_export, name="offers-export"),
    path("<int:pk>/offers/import/", offers.offers_import, name="offers-import"),
    path("<int:pk>/offers/undo/", offers.offers_undo, name="offers-undo"),
    path("<int:pk>/offers/playbook/", offers.offers_playbook, name="offers-playbook"),
    path("<int:pk>/offers/<int:offer_id>/", offers.offer_edit, name="offer-edit"),
    path("<int:pk>/offers/<int:offer_id>/copy/", offers.offer_copy, name="offer-copy"),
    path("<int:pk>/offers/<int:offer_id>/delete/", offers.offer_delete, name="offer-delete"),
]
api_urlpatterns = [
    path("campaigns/<int:pk>/offers/", OffersView.as_view(), name="offers"),
    path("campaigns/<int:pk>/offers/<int:offer_id>/", OfferView.as_view(), name="offer"),
    path("campaigns/<int:pk>/price/", PriceView.as_view(), name="price"),
]
