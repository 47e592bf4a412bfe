"""Django's name for this app."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """What may leave the warehouse: refund guard, scans, 72-hour clock, abnormal orders."""

    name = "dispatch"
