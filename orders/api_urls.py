"""Addresses of the REST interface of orders, below /api/v1/."""

from django.urls import URLPattern

app_name = "orders_api"
urlpatterns: list[URLPattern] = []
