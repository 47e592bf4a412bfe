"""Labels of a buyer beside those there are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from common.prepared import Prepared
from customers.models import Buyer, Label


@dataclass(frozen=True)
class PutLabel:
    """A label that is on a buyer, and whether a rule put it there."""

    label: Label
    by_rule: bool


def _around(buyer: int) -> QuerySet[Any]:
    rows = Label.objects.annotate(mine=FilteredRelation("on", condition=Q(on__buyer=buyer))).order_by("pk")
    return rows.annotate(put_by_rule=F("mine__by_rule"))


_AROUND = Prepared(_around, int)


def labels_around(buyer: Buyer) -> tuple[list[PutLabel], list[Label]]:
    """Return the labels on a buyer and those that may still be put on, in the order they were made; one question."""
    every = _AROUND.ask(buyer.pk)
    put = [PutLabel(label, label.put_by_rule) for label in every if label.put_by_rule is not None]
    return put, [label for label in every if label.put_by_rule is None]
