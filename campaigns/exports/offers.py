"""The offers of a sale as a table for spreadsheets, and back: what was exported and read again changes nothing.

Amounts are in the currency, shares in per cent, moments by the sale's clock, lists parted by commas, steps as 499-100, 899-200.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from campaigns.models import Campaign, GroupChoice, MeasuredOn, Offer, OfferKind
from campaigns.rules.offers import ALL_BP, OfferDraft
from campaigns.rules.problems import PlanError, Problem
from common.money import exponent_of, from_minor, to_minor
from common.spreadsheets import Cell
from common.windows import is_on_slot, slot_of, slot_start

NUMBER = "id"
COLUMNS: dict[str, Any] = {
    NUMBER: _("Number"),
    "kind": _("Kind"),
    "name": _("Name"),
    "start_slot": _("Begins"),
    "end_slot": _("Ends"),
    "skus": _("Only SKUs"),
    "tiers": _("Only tiers"),
    "categories": _("Only categories"),
    "shops": _("Only shops"),
    "excluded_skus": _("Never SKUs"),
    "buyer_tiers": _("Buyer tiers"),
    "percent_bp": _("Per cent off"),
    "value_minor": _("Amount"),
    "most_minor": _("At most"),
    "minimum_minor": _("From an amount of"),
    "minimum_units": _("From how many pieces"),
    "measured_on": _("Held against"),
    "steps": _("Steps"),
    "repeats": _("Repeats"),
    "buy_units": _("Pieces to buy"),
    "get_units": _("Pieces that come with them"),
    "same_product": _("Same product"),
    "gift_sku": _("Gift"),
    "gift_units": _("Pieces of the gift"),
    "gift_worth_minor": _("Worth of a gift"),
    "deposit_minor": _("Deposit a piece"),
    "counts_minor": _("Counts for"),
    "code": _("Code"),
    "must_be_held": _("Must be claimed"),
    "limit_per_order": _("Times an order"),
    "limit_per_buyer": _("Times a buyer"),
    "limit_total": _("Times in all"),
    "budget_minor": _("Money in all"),
    "priority": _("Priority"),
    "group": _("Group"),
    "group_choice": _("Of a group"),
    "stacks": _("Stacks"),
    "stacks_with": _("Still beside"),
    "shop_bp": _("Shop, %"),
    "platform_bp": _("Platform, %"),
    "brand_bp": _("Brand, %"),
    "influencer_bp": _("Influencer, %"),
    "note": _("Note"),
}
COSTLY = frozenset({"gift_worth_minor", "budget_minor", "shop_bp", "platform_bp", "brand_bp", "influencer_bp"})
"""Columns for those who may see costs only: what is set aside for an offer, and who pays it."""
NEEDED = ("kind", "name")
CHOICES: dict[str, Any] = {"kind": OfferKind, "measured_on": MeasuredOn, "group_choice": GroupChoice}
_YES, _NO = _("yes"), _("no")
_DRAFT = {field.name: field for field in fields(OfferDraft)}
_MOMENT = "%Y-%m-%d %H:%M"


def offer_rows(campaign: Campaign, offers: Sequence[Offer], *, with_costs: bool = True) -> Iterator[list[Cell]]:
    """Yield the header, then each offer; without costs the columns that tell some are left out."""
    columns = [name for name in COLUMNS if with_costs or name not in COSTLY]
    yield [str(COLUMNS[name]) for name in columns]
    names = dict(campaign.shops.values_list("pk", "name"))
    for offer in offers:
        yield [_shown(name, getattr(offer, name if name != NUMBER else "pk"), campaign, names) for name in columns]


def read_offers(rows: Sequence[Sequence[str]], campaign: Campaign) -> list[tuple[int | None, int | None, OfferDraft]]:
    """Return (line of the file, number or None, draft) of each row; empty rows are passed over.

    Headers and words may be in either language. An empty cell, or a column that is missing, is what a new offer has. Raises
    PlanError: `offer_file_empty`, `offer_file_column` for a missing column, `offer_file_cell` for each cell not understood.
    """
    if len(rows) < 2:
        raise PlanError(Problem("offer_file_empty"))
    places = _places(rows[0])
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise PlanError(Problem("offer_file_column", "", {"column": str(COLUMNS[missing[0]])}))
    shops = {name: pk for pk, name in campaign.shops.values_list("pk", "name")}
    found: list[tuple[int | None, int | None, OfferDraft]] = []
    problems: list[Problem] = []
    for line, row in enumerate(rows[1:], 2):
        cells = {name: _plain(row[place]) for name, place in places.items() if place < len(row)}
        if not any(cells.values()):
            continue
        values: dict[str, Any] = {}
        for name, text in cells.items():
            if not text:
                continue
            try:
                values[name] = _read(name, text, campaign, shops)
            except (ValueError, InvalidOperation, KeyError):
                told = {"line": line, "column": str(COLUMNS[name]), "value": text[:60]}
                problems.append(Problem("offer_file_cell", "", told))
        number = values.pop(NUMBER, None)
        if not problems:
            found.append((line, number, OfferDraft(**{"kind": "", "name": "", **values})))
    if problems:
        raise PlanError(*problems)
    return found


def _shown(name: str, value: Any, campaign: Campaign, shops: dict[int, str]) -> Cell:
    if value is None or value in ("", []):
        return ""
    if name.endswith("_minor"):
        return from_minor(value, exponent_of(campaign.currency))
    if name.endswith("_bp"):
        return (Decimal(value) * 100 / ALL_BP).normalize()
    if name.endswith("_slot"):
        return slot_start(value).astimezone(ZoneInfo(campaign.time_zone)).strftime(_MOMENT)
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if isinstance(value, bool):
        return str(_YES if value else _NO)
    if name == "steps":
        exponent = exponent_of(campaign.currency)
        return ", ".join(f"{_short(from_minor(start, exponent))}-{_short(from_minor(off, exponent))}" for start, off in value)
    if name == "shops":
        return ", ".join(shops.get(pk, str(pk)) for pk in value)
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return value if isinstance(value, int) else _guarded(str(value))


def _read(name: str, text: str, campaign: Campaign, shops: dict[str, int]) -> Any:
    """Return the value of a cell; raises ValueError, InvalidOperation or KeyError for one that is not understood."""
    exponent = exponent_of(campaign.currency)
    if name.endswith("_minor"):
        return to_minor(text, exponent)
    if name.endswith("_bp"):
        return round(Decimal(text.removesuffix("%")) * ALL_BP / 100)
    if name.endswith("_slot"):
        return _slot(text, campaign)
    if name in CHOICES:
        return _choice(CHOICES[name], text)
    if name in {"repeats", "same_product", "must_be_held", "stacks"}:
        return _truth(text)
    if name == "steps":
        return tuple(_step(part, exponent) for part in _parts(text))
    if name == "shops":
        return tuple(shops[part] for part in _parts(text))
    if name == "stacks_with":
        return tuple(int(part) for part in _parts(text))
    if name in {"skus", "tiers", "categories", "excluded_skus", "buyer_tiers"}:
        return tuple(dict.fromkeys(_parts(text)))
    if name in {NUMBER, "priority"} or name.endswith("_units") or name.startswith("limit_"):
        return int(Decimal(text))
    return text[:300]


def _slot(text: str, campaign: Campaign) -> int:
    written = text.replace("/", "-").replace("T", " ")[:16]
    at = datetime.strptime(written, _MOMENT).replace(tzinfo=ZoneInfo(campaign.time_zone))
    if not is_on_slot(at):
        raise ValueError(text)
    return slot_of(at)


def _step(text: str, exponent: int) -> tuple[int, int]:
    start, off = re.split(r"\s*[-−–~]\s*", text)
    return to_minor(start, exponent), to_minor(off, exponent)


def _choice(kinds: Any, text: str) -> str:
    for language in ("en", "zh-hans"):
        with override(language):
            for kind in kinds:
                if text.casefold() in {str(kind.label).casefold(), str(kind.value)}:
                    return str(kind.value)
    raise ValueError(text)


def _truth(text: str) -> bool:
    for language in ("en", "zh-hans"):
        with override(language):
            if text.casefold() in {str(_YES).casefold(), "true", "1"}:
                return True
            if text.casefold() in {str(_NO).casefold(), "false", "0"}:
                return False
    raise ValueError(text)


def _places(header: Sequence[str]) -> dict[str, int]:
    words: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with override(language):
            words |= {str(label).casefold(): name for name, label in COLUMNS.items()}
    found = {words.get(cell.strip().casefold()): place for place, cell in reversed(list(enumerate(header)))}
    return {name: place for name, place in found.items() if name}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,，、;；\n]", text) if part.strip()]


def _guarded(text: str) -> str:
    """Put an apostrophe before a text that begins with one: the first apostrophe of a cell is never its own."""
    return f"'{text}" if text.startswith("'") else text


def _plain(text: str) -> str:
    """Take away the apostrophe that kept a spreadsheet from running a text."""
    stripped = text.strip()
    return stripped[1:] if stripped[:1] == "'" and stripped[1:2] in {"=", "+", "-", "@", "'", "\t"} else stripped


def _short(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
