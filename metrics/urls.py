"""Addresses of the pages of metrics."""

from django.urls import path

from metrics import views

app_name = "metrics"
urlpatterns = [path("", views.numbers, name="numbers")]
