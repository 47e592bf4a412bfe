"""The way into the side panel in a frame of another site: a code for five minutes, then a pass for fourteen days."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.services import digest_of, record
from desk.models import PanelPass

CODE_MINUTES = 5
PASS_DAYS = 14
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
_LENGTH = 10  # 49 bits for five minutes: nobody guesses one in time
_NOTE_USE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class FreshCode:
    """A new code with its only readable copy, written as `ABCDE-FGHJK`."""

    row: PanelPass
    code: str


@transaction.atomic
def give_code(*, who: User, at: datetime) -> FreshCode:
    """Make a code that lets the panel of one browser in as `who`, once and within five minutes."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    row = PanelPass.objects.create(who=who, digest=digest_of(code), made_at=at, ends_at=at + timedelta(minutes=CODE_MINUTES))
    record(actor=who, action="panel.code", target=f"panel {row.pk}")
    return FreshCode(row, f"{code[:5]}-{code[5:]}")


@transaction.atomic
def enter_panel(*, code: str, at: datetime) -> str | None:
    """Take a code for a pass and return its secret, which is told here and nowhere else; None for a code that is none any more.

    Case, blanks and hyphens of what was typed do not count.
    """
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    rows = PanelPass.objects.select_for_update(of=("self",)).select_related("who")
    row = rows.filter(digest=digest_of(typed), entered_at=None, ends_at__gt=at).first()
    if row is None or not row.who.is_active:
        return None
    secret = secrets.token_urlsafe(32)
    row.digest, row.seal = digest_of(secret), _seal(row.who)
    row.entered_at, row.used_at, row.ends_at = at, at, at + timedelta(days=PASS_DAYS)
    row.save()
    record(actor=row.who, action="panel.enter", target=f"panel {row.pk}")
    return secret


def person_of_panel(*, secret: str, at: datetime) -> User | None:
    """Return whose pass this is; None where it ended, was taken away, or its person left or set another password."""
    rows = PanelPass.objects.select_related("who").exclude(entered_at=None)
    row = rows.filter(digest=digest_of(secret), ends_at__gt=at).first()
    if row is None or not row.who.is_active or not constant_time_compare(row.seal, _seal(row.who)):
        return None
    if row.used_at is None or at - row.used_at >= _NOTE_USE_EVERY:
        PanelPass.objects.filter(pk=row.pk).update(used_at=at)
    return row.who


@transaction.atomic
def end_panel(*, who: User, pk: int) -> bool:
    """Take one of a person's own passes away; False where there is no such one."""
    row = PanelPass.objects.filter(who=who, pk=pk).first()
    if row is None:
        return False
    record(actor=who, action="panel.end", target=f"panel {row.pk}")
    row.delete()
    return True


def forget_panels(*, at: datetime) -> int:
    """Take away the codes and passes that have ended; return how many."""
    return PanelPass.objects.filter(ends_at__lte=at).delete()[0]


def _seal(who: User) -> str:
    return digest_of(who.get_session_auth_hash())
