"""Django's name for this app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """PLAN. Campaign, stages, phases and the target curve."""

    name = "campaigns"
