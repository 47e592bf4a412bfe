"""Django's name for this app."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """The numbers: definitions, rollups by slot and hour, one way to ask."""

    name = "metrics"
