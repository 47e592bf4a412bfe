"""Write, change and take away cards of the house."""

from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from live.models import PlayCard
from live.plays import BY_CODE

FIELDS = (
    "title", "cause", "metric", "side", "basis", "threshold", "hours", "department", "steps", "script", "cost",
    "undo", "is_active",
)  # fmt: skip


@transaction.atomic
def write_card(*, actor: User | None, code: str, values: dict[str, Any]) -> PlayCard:
    """Write a card of the house; with the `code` of a built-in card its own version of that, with "" a new one."""
    card = PlayCard.objects.select_for_update().filter(code=code).first() if code else None
    before = _said(card) if card else {}
    card = card or PlayCard(code=code)
    for name in FIELDS:
        setattr(card, name, values[name])
    if not card.code:
        last = PlayCard.objects.filter(code__startswith="own-").order_by("-pk").values_list("code", flat=True).first()
        card.code = f"own-{int(last.removeprefix('own-')) + 1 if last else 1}"
    card.save()
    after = _said(card)
    changed = [name for name in after if before.get(name) != after[name]]
    record(
        actor=actor,
        action="play.write",
        target=card.title,
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed},
    )
    return card


@transaction.atomic
def drop_card(*, actor: User | None, card: PlayCard) -> bool:
    """Take a card of the house away; return whether the built-in one of its code stands again. What was done stays."""
    record(actor=actor, action="play.drop", target=card.title, before=_said(card))
    card.delete()
    return card.code in BY_CODE


def _said(card: PlayCard) -> dict[str, Any]:
    return {name: str(getattr(card, name)) for name in FIELDS}
