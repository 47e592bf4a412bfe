"""Django's name for this app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """RUN. Target against actual, hour by hour."""

    name = "live"
