"""Django's name for this app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Buyers, persons, tiers and look-up."""

    name = "customers"
