"""Addresses of the year calendar: pages below /campaigns/, REST below /api/v1/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = []
