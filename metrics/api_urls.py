"""Addresses of the REST interface of metrics, below /api/v1/."""

from django.urls import URLPattern

app_name = "metrics_api"
urlpatterns: list[URLPattern] = []
