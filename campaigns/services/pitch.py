"""Write the words of the pitch sheet."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign, Pitch

WORDS = ("asked", "outside", "strength", "contact")


class StalePitchError(Exception):
    """Somebody else wrote on the pitch sheet since this person saw it; `standing` is what it says now."""

    def __init__(self, standing: Pitch) -> None:
        super().__init__(f"version {standing.version} stands")
        self.standing = standing


@dataclass(frozen=True)
class PitchWords:
    """What a person wrote."""

    asked: str = ""
    outside: str = ""
    strength: str = ""
    contact: str = ""


@transaction.atomic
def write_pitch(*, campaign: Campaign, actor: User | None, version: int, words: PitchWords) -> Pitch:
    """Set the words of the sale's pitch sheet and return it; the same words again change nothing.

    `version` is what the person saw, 0 where there was none. Raises StalePitchError when another stands.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    row = Pitch.objects.filter(campaign=campaign).first() or Pitch(campaign=campaign, version=0)
    if row.version != version:
        raise StalePitchError(row)
    before = {name: getattr(row, name) for name in WORDS}
    after = {name: getattr(words, name).strip() for name in WORDS}
    if before == after:
        return row
    for name, text in after.items():
        setattr(row, name, text)
    row.version += 1
    row.save()
    changed = [name for name in WORDS if before[name] != after[name]]
    record(
        actor=actor,
        action="pitch.write",
        target=f"campaign {campaign.pk} {campaign.name}",
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return row
