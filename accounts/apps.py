"""Django's name for this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff, roles and the audit trail."""

    name = "accounts"
