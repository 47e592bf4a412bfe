"""Django's name for the wiring: it has commands, no models."""

from django.apps import AppConfig


class PromoPlannerConfig(AppConfig):
    """Wiring only."""

    name = "promo_planner"
    verbose_name = "Promo Planner"

    def ready(self) -> None:
        """Make the description of the interface known."""
        from promo_planner import schema  # noqa: F401, PLC0415 - it registers itself, and needs the settings
