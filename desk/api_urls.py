"""The addresses of the REST interface of desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
