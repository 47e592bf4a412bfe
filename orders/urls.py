"""Addresses of the pages of orders."""

from django.urls import path

from orders import views

app_name = "orders"
urlpatterns = [path("", views.shops, name="shops")]
