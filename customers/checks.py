"""What must be right before the program starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from common.sealing import SHORTEST_SECRET


@register(Tags.security)
def contact_keys_are_long(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with a secret of CONTACT_KEYS that is too short to seal with; it says which, never what."""
    short = [place for place, text in enumerate(settings.CONTACT_KEYS, start=1) if len(text) < SHORTEST_SECRET]
    if not short:
        return []
    which = ", ".join(str(place) for place in short)
    return [
        Error(
            f"CONTACT_KEYS: a secret has at least {SHORTEST_SECRET} letters; number {which} has fewer.",
            hint="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'. Secrets are parted by commas.",
            id="customers.E001",
        )
    ]
