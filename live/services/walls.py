"""Screens on walls: made with a secret address, taken away."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import digest_of, record
from live.models import WallScreen


@dataclass(frozen=True)
class FreshWall:
    """A new screen with the only readable copy of the secret in its address."""

    screen: WallScreen
    token: str


@transaction.atomic
def make_wall(*, actor: User | None, values: Mapping[str, Any], at: datetime) -> FreshWall:
    """Make a screen and return it with its secret, which is told here and nowhere else.

    `values`: fields of `WallScreen`, checked by a form or a serializer.
    """
    token = secrets.token_urlsafe(32)
    screen = WallScreen.objects.create(digest=digest_of(token), made_at=at, made_by=actor, **values)
    after = {"name": screen.name, "sale": screen.campaign.name if screen.campaign else "", "private": screen.hides_amounts}
    record(actor=actor, action="wall.make", target=f"wall {screen.pk} {screen.name}", after=after)
    return FreshWall(screen, token)


@transaction.atomic
def revoke_wall(*, actor: User | None, screen_id: int, at: datetime) -> bool:
    """Take a screen away: its address shows nothing any more. False when there is no such screen, or it was taken before."""
    screen = WallScreen.objects.select_for_update().filter(pk=screen_id, revoked_at=None).first()
    if screen is None:
        return False
    screen.revoked_at = at
    screen.save(update_fields=["revoked_at"])
    record(actor=actor, action="wall.revoke", target=f"wall {screen.pk} {screen.name}", before={"name": screen.name})
    return True
