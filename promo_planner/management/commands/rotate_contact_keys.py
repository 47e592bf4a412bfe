"""Seal every contact and every secret of a channel with the newest key, so that older ones may go."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from common.keys import add_secret, drop_old_secrets
from customers.services import rotate_contacts
from live.services.alerts import rotate_channels


class Command(BaseCommand):
    """The door of the rotation."""

    help = (
        "Seals names, phones, streets and secrets of channels with the first secret of CONTACT_KEYS; afterwards the others may be"
        " taken out. Without CONTACT_KEYS the file in DATA_DIR gets a new secret first and loses the old ones afterwards."
        " People may go on working."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and end with 1 when something cannot be read with the secrets at hand."""
        if not settings.CONTACT_KEYS:
            add_secret()
        contacts, channels = rotate_contacts(), rotate_channels()
        sealed, lost = contacts[0], contacts[1] + channels[1]
        if lost:
            said = "contacts or channels cannot be read with these secrets: put the missing one back and run this again."
            self.stderr.write(f"{lost} {said}")
            sys.exit(1)
        if not settings.CONTACT_KEYS:
            drop_old_secrets()
        self.stdout.write(f"{sealed} contacts sealed anew.")
