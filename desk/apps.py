"""Django's name for this app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The agent's pages: buyer card, offers for this buyer, scripts, unpaid chase, work list."""

    name = "desk"
