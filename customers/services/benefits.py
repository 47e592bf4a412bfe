"""Write what a tier is entitled to."""

from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from customers.models import Benefit, BenefitKind, BenefitTime, Tier

_NEEDS = {BenefitKind.COUPON: "amount_minor", BenefitKind.EARLY_ACCESS: "number", BenefitKind.LONGER_RETURN: "number"}
_FIELDS = ("amount_minor", "from_minor", "number", "text_en", "text_zh")


class BenefitError(ValueError):
    """A benefit that says too little; the text names the field."""


@transaction.atomic
def save_benefit(*, actor: User, tier: Tier, kind: BenefitKind, holds: BenefitTime, **told: Any) -> Benefit:
    """Keep what a tier gets of a kind at a time (one of each); the last said stands.

    `told`: amount_minor, from_minor, number, text_en, text_zh. Raises BenefitError where a coupon has no worth, or hours or days
    are missing.
    """
    needed = _NEEDS.get(BenefitKind(kind))
    if needed and not told.get(needed):
        raise BenefitError(needed)
    values = {name: told.get(name) or ("" if name.startswith("text") else None) for name in _FIELDS}
    known = Benefit.objects.filter(tier=tier, kind=kind, holds=holds).first()
    before = {name: getattr(known, name) for name in _FIELDS} if known else None
    row, _ = Benefit.objects.update_or_create(tier=tier, kind=kind, holds=holds, defaults=values)
    if before != values:
        record(actor=actor, action="benefit.save", target=f"{tier}: {kind}", before=before, after=values)
    return row


@transaction.atomic
def drop_benefit(*, actor: User, benefit: Benefit) -> None:
    """Take a benefit away."""
    before = {name: getattr(benefit, name) for name in _FIELDS}
    record(actor=actor, action="benefit.drop", target=f"{benefit.tier}: {benefit.kind}", before=before)
    benefit.delete()
