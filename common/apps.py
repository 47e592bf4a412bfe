"""Django's name for this app."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Words shared by all apps: money, time windows, bulk loading, charts, permissions."""

    name = "common"
