"""Addresses of the REST interface of campaigns, below /api/v1/."""

from django.urls import URLPattern

app_name = "campaigns_api"
urlpatterns: list[URLPattern] = []
