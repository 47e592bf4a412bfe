"""Labels and notes: what staff say about a buyer while talking to them (playbook B2)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from customers.models import Buyer, BuyerLabel, Label, LabelNature, Note
from customers.rules.tiers import Way, check_way

LONGEST_NOTE = 1_000


@transaction.atomic
def put_label(*, actor: User, buyer: Buyer, label: Label, at: datetime) -> BuyerLabel:
    """Put a label on a buyer by hand; one that a rule put on becomes one of hand, and stays when the rule no longer says so."""
    row, is_new = BuyerLabel.objects.get_or_create(buyer=buyer, label=label, defaults={"by": actor, "at": at})
    if not is_new and row.by_rule:
        row.by_rule, row.by, row.at = False, actor, at
        row.save(update_fields=["by_rule", "by", "at"])
        is_new = True
    if is_new:
        record(actor=actor, action="buyer.label", target=f"buyer {buyer.pk}", after={"label": str(label)})
    return row


@transaction.atomic
def take_label(*, actor: User, buyer: Buyer, label: Label) -> bool:
    """Take a label off a buyer; False when it was not on. A rule that says so puts it on again with their next order."""
    gone, _ = BuyerLabel.objects.filter(buyer=buyer, label=label).delete()
    if gone:
        record(actor=actor, action="buyer.unlabel", target=f"buyer {buyer.pk}", before={"label": str(label)})
    return bool(gone)


@transaction.atomic
def save_label(*, actor: User, name: str, nature: LabelNature, rule: Way | None, label: Label | None = None) -> Label:
    """Make or change a label; with a rule it goes on by itself. Raises ValueError for no name, one that is taken, a bad rule.

    The caller asks for a run of each shop (`ask_run`), which puts it on everybody the rule means.
    """
    name = " ".join(name.split())[:40]
    row = label or Label()
    others = Label.objects.exclude(pk=row.pk) if row.pk else Label.objects.all()
    if not name or name in {str(other) for other in others}:
        raise ValueError("name")
    if rule is not None and (check_way(rule) or not rule.as_dict()):
        raise ValueError("rule")
    before = {"name": str(row), "rule": row.rule} if row.pk else None
    if name != str(row) or not row.pk:
        row.name = name
    row.nature, row.rule = nature, rule.as_dict() if rule else {}
    row.save()
    if not row.rule:
        BuyerLabel.objects.filter(label=row, by_rule=True).delete()
    record(actor=actor, action="label.save", target=name, before=before, after={"name": name, "rule": row.rule})
    return row


@transaction.atomic
def drop_label(*, actor: User, label: Label) -> int:
    """Take a label away from everybody and out of the list; return on how many buyers it was."""
    count = BuyerLabel.objects.filter(label=label).count()
    record(actor=actor, action="label.drop", target=str(label), before={"buyers": count, "rule": label.rule})
    label.delete()
    return count


@transaction.atomic
def write_note(*, actor: User, buyer: Buyer, text: str, at: datetime) -> Note:
    """Keep what a person wrote about a buyer. Raises ValueError for nothing, or for more than a thousand letters."""
    text = text.strip()
    if not text or len(text) > LONGEST_NOTE:
        raise ValueError("text")
    record(actor=actor, action="buyer.note", target=f"buyer {buyer.pk}")
    return Note.objects.create(buyer=buyer, author=actor, text=text, written_at=at)
