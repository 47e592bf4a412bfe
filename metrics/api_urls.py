"""Addresses of the REST interface of metrics, below /api/v1/."""

from django.urls import path

from metrics import api

app_name = "metrics_api"
urlpatterns = [path("numbers/", api.NumbersView.as_view(), name="numbers")]
