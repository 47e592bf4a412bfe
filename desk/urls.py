"""The addresses of desk."""

from django.urls import URLPattern

app_name = "desk"
urlpatterns: list[URLPattern] = []
