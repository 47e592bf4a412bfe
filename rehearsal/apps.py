"""Django's name for this app. A process of a copy gets its clock and its walls here, before anything else runs in it."""

import os

from django.apps import AppConfig
from django.conf import settings

COPY = "PROMO_REHEARSAL"


class RehearsalConfig(AppConfig):
    """REHEARSE. The sale before the sale."""

    name = "rehearsal"

    def ready(self) -> None:
        """Build the walls and stop the clock where the environment says that this process belongs to a copy."""
        folder = os.environ.get(COPY, "")
        if folder:
            from rehearsal.stage import clock, walls  # noqa: PLC0415 - only a copy has a stage

            walls.build(folder, data_dir=str(settings.DATA_DIR), database=settings.DATABASES["default"], redis=settings.REDIS_URL)
            clock.install(folder)
