"""The addresses of the REST interface of review."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
