"""Labels of a buyer beside those there are."""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q

from customers.models import Buyer, Label


@dataclass(frozen=True)
class PutLabel:
    """A label that is on a buyer, and whether a rule put it there."""

    label: Label
    by_rule: bool


def labels_around(buyer: Buyer) -> tuple[list[PutLabel], list[Label]]:
    """Return the labels on a buyer and those that may still be put on, in the order they were made; one question."""
    rows = Label.objects.annotate(mine=FilteredRelation("on", condition=Q(on__buyer=buyer.pk))).order_by("pk")
    every = list(rows.annotate(put_by_rule=F("mine__by_rule")))
    put = [PutLabel(label, label.put_by_rule) for label in every if label.put_by_rule is not None]
    return put, [label for label in every if label.put_by_rule is None]
