"""Addresses of offers: pages below /campaigns/, REST below /api/v1/."""

from django.urls import URLPattern, path

from campaigns.views import offers

urlpatterns = [
    path("<int:pk>/offers/", offers.offers, name="offers"),
    path("<int:pk>/offers/new/", offers.offer_new, name="offer-new"),
    path("<int:pk>/offers/undo/", offers.offers_undo, name="offers-undo"),
    path("<int:pk>/offers/playbook/", offers.offers_playbook, name="offers-playbook"),
    path("<int:pk>/offers/<int:offer_id>/", offers.offer_edit, name="offer-edit"),
    path("<int:pk>/offers/<int:offer_id>/copy/", offers.offer_copy, name="offer-copy"),
    path("<int:pk>/offers/<int:offer_id>/delete/", offers.offer_delete, name="offer-delete"),
]
api_urlpatterns: list[URLPattern] = []
