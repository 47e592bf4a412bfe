"""Django's name for this app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Doors for files: read, recognise, map, check, load, undo."""

    name = "imports"
