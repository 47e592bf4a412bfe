"""Addresses of the pitch sheet and the one-page plan: pages below /campaigns/, REST below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = []
