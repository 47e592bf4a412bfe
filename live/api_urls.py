"""Addresses of the REST interface of live, below /api/v1/."""

from django.urls import URLPattern

app_name = "live_api"
urlpatterns: list[URLPattern] = []
