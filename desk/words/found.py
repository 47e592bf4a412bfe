"""A search in words: the first line, and how each buyer was found."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from customers.words import name_of
from desk.queries.found import Found, Hit
from desk.rules.sought import Sought
from desk.words.card import searched_line

HOW: dict[str, Any] = {
    "account": _("nickname"),
    "order": _("order number"),
    "contact": _("phone, e-mail or receiver"),
    "person": _("person"),
    "begins": _("begins so"),
    "masked": _("possible match"),
}


def line_of(found: Found) -> str:
    """Say what a search came to."""
    return searched_line(
        found.text,
        exact=sum(hit.is_exact for hit in found.hits),
        count=len(found.hits),
        refused=found.refused,
        no_book=found.no_book,
        masked=found.kind is Sought.MASKED,
    )


def rows_of(found: Found) -> list[tuple[Hit, str, Any]]:
    """Return each hit with the name and how it was found."""
    return [(hit, name_of(hit.buyer), HOW[hit.how]) for hit in found.hits]
