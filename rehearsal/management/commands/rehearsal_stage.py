"""`manage.py rehearsal_stage FOLDER`: the conductor, inside of a copy. Started by `rehearse`, never by a person."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from rehearsal.apps import COPY
from rehearsal.stage.conductor import conduct


class Command(BaseCommand):
    """Play the day in a copy."""

    help = "Plays a rehearsal inside of its copy; `rehearse` starts it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder of the copy."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse to play outside of a copy, then play."""
        folder = options["folder"].resolve()
        if os.environ.get(COPY) != str(options["folder"]):
            raise CommandError("This plays inside of a copy only; use `manage.py rehearse CAMPAIGN`.")
        conduct(folder, Path(settings.BASE_DIR))
