"""Addresses of the REST interface of orders, below /api/v1/."""

from django.urls import path

from orders import api

app_name = "orders_api"
urlpatterns = [path("shops/", api.ShopsView.as_view(), name="shops")]
