"""Django's name for this app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The facts: shops, orders, lines, traffic."""

    name = "orders"
