"""Django's name for this app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Did the sale work, did it make money, what changes next time."""

    name = "review"
