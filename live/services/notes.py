"""Notes pinned to a minute of a sale, and taken off."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign
from live.models import BoardNote


@transaction.atomic
def pin_note(*, campaign: Campaign, actor: User | None, minute: datetime, text: str, at: datetime) -> BoardNote:
    """Pin a note to a minute of a sale and return it; seconds are dropped."""
    minute = minute.replace(second=0, microsecond=0)
    note = BoardNote.objects.create(campaign=campaign, author=actor, minute=minute, text=text, made_at=at, changed_at=at)
    record(
        actor=actor,
        action="note.pin",
        target=f"campaign {campaign.pk} {campaign.name}",
        after={"minute": minute, "text": text[:200]},
    )
    return note


@transaction.atomic
def unpin_note(*, campaign: Campaign, note_id: int, actor: User | None, at: datetime) -> bool:
    """Take a note off the board; False when there is no such note, or it was taken off before."""
    note = BoardNote.objects.select_for_update().filter(campaign=campaign, pk=note_id, removed_at=None).first()
    if note is None:
        return False
    note.removed_at = note.changed_at = at
    note.save(update_fields=["removed_at", "changed_at"])
    record(
        actor=actor,
        action="note.unpin",
        target=f"campaign {campaign.pk} {campaign.name}",
        before={"minute": note.minute, "text": note.text[:200]},
    )
    return True
