"""The offers as a part of the plan's versions."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Offer
from campaigns.parts.base import Line, Part
from campaigns.parts.rows import Row, read_rows, restore_rows
from campaigns.words.offers import offer_words, terms_words


def _read(campaign: Campaign) -> list[Row]:
    return read_rows(Offer, campaign)


def _restore(campaign: Campaign, rows: list[Row]) -> None:
    restore_rows(Offer, campaign, rows)


def _lines(campaign: Campaign, then: Any, now: Any, *, with_costs: bool = True) -> list[Line]:
    """Say each offer that came, went or changed, with what it gives before and after."""
    before, after = ({row["id"]: row for row in rows or []} for rows in (then, now))
    found = []
    for key in sorted(before | after):
        was, became = before.get(key), after.get(key)
        if was != became:
            name = (became or was or {})["name"]
            words = [_words(row, campaign, with_costs=with_costs) for row in (was, became)]
            if words[0] != words[1] or with_costs:
                found.append((_("Offer {name}").format(name=name), words[0], words[1]))
    return found


def _words(row: Row | None, campaign: Campaign, *, with_costs: bool) -> str:
    if row is None:
        return ""
    names = {field.attname for field in Offer._meta.concrete_fields}
    offer = Offer(campaign=campaign, **{name: value for name, value in row.items() if name in names})
    return "; ".join([f"{offer.name}: {offer_words(offer, campaign)}", *terms_words(offer, campaign, with_costs=with_costs)])


PART = Part("offers", _("Offers"), _read, _restore, _lines, partial(_lines, with_costs=False))
