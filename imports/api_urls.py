"""Addresses of the REST interface of imports, below /api/v1/."""

from django.urls import URLPattern

app_name = "imports_api"
urlpatterns: list[URLPattern] = []
