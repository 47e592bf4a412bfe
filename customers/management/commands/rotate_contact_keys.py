"""Seal every contact with the newest key, so that older ones may go."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from customers.contact_keys import add_secret, drop_old_secrets
from customers.services import rotate_contacts


class Command(BaseCommand):
    """The door of the rotation."""

    help = (
        "Seals names, phones and streets with the first secret of CONTACT_KEYS; afterwards the others may be taken out. Without"
        " CONTACT_KEYS the file in DATA_DIR gets a new secret first and loses the old ones afterwards. People may go on working."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and end with 1 when something cannot be read with the secrets at hand."""
        if not settings.CONTACT_KEYS:
            add_secret()
        sealed, lost = rotate_contacts()
        if lost:
            self.stderr.write(f"{lost} contacts cannot be read with these secrets: put the missing one back and run this again.")
            sys.exit(1)
        if not settings.CONTACT_KEYS:
            drop_old_secrets()
        self.stdout.write(f"{sealed} contacts sealed anew.")
