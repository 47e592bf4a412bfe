"""Django's name for this app."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Products, tiers, stock and buffers."""

    name = "inventory"
