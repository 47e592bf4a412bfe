"""Django's name for this app."""

from importlib import import_module

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Buyers, persons, tiers and look-up."""

    name = "customers"

    def ready(self) -> None:
        """Register what is checked before the program starts."""
        import_module("customers.checks")
