"""The addresses of the REST interface of dispatch."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
