"""Each block of the review as a table: once on the page, once on its own page, once as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from campaigns.queries.channels import named_channels
from campaigns.words.phases import phase_name
from common.moments import format_moment
from common.money import exponent_of, format_count, format_money, format_share, from_minor
from common.spreadsheets import Cell
from review.rules.money.ledger import COSTS, STATES
from review.words.parts import BLOCKS, RULES, part_label, tier_name
from review.words.parts import STATES as STATE_WORDS
from review.words.titles import offers_title, products_title, shared_words, tiers_title, way_title
from review.words.verdict import known_share

Body = dict[str, Any]
SHORT = 10
BROAD = 6


@dataclass(frozen=True)
class Column:
    """One column: its words, what it holds (text, money, gap, count, share; said: a written number), whether phones hide it."""

    label: str
    kind: str = "text"
    is_wide: bool = False


@dataclass(frozen=True)
class Table:
    """A block: its finding, its rule in words, its columns, its rows of plain values (None: not known)."""

    name: str
    title: str
    rule: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    currency: str

    @property
    def shown(self) -> list[list[dict[str, Any]]]:
        """The rows as a person reads them."""
        return [[self._cell(column, value) for column, value in zip(self.columns, row, strict=True)] for row in self.rows]

    @property
    def is_long(self) -> bool:
        """Whether the page of the sale shows only the first rows."""
        return len(self.rows) > SHORT

    @property
    def is_broad(self) -> bool:
        """Whether its columns need the whole width of a page."""
        return len(self.columns) >= BROAD

    @property
    def first(self) -> list[list[dict[str, Any]]]:
        """The first rows, for the page of the sale."""
        return self.shown[:SHORT]

    def lines(self) -> list[list[Cell]]:
        """Return the header and the rows for a file: amounts in the currency, shares from 0 to 1."""
        exponent = exponent_of(self.currency)
        head: list[Cell] = [
            f"{column.label}, {self.currency}" if column.kind in {"money", "gap"} else column.label for column in self.columns
        ]
        return [
            head,
            *([_plain(column, value, exponent) for column, value in zip(self.columns, row, strict=True)] for row in self.rows),
        ]

    def _cell(self, column: Column, value: Any) -> dict[str, Any]:
        words, mark = "" if value is None else str(value), ""
        if column.kind in {"money", "gap"}:
            words = format_money(value, self.currency, signed=column.kind == "gap")
            mark = "" if column.kind == "money" or not value else "is-ahead" if value > 0 else "is-behind"
        elif column.kind == "count":
            words = format_count(value)
        elif column.kind == "share":
            words = format_share(value, 1 if value is not None and 0 < value < 0.1 else 0)
        exact = format_money(value, self.currency, "exact") if column.kind in {"money", "gap"} and value is not None else ""
        return {"words": words, "mark": mark, "exact": exact, "is_number": column.kind != "text", "is_wide": column.is_wide}


def _plain(column: Column, value: Any, exponent: int) -> Cell:
    if value is None:
        return None
    if column.kind in {"money", "gap"}:
        return from_minor(int(value), exponent)
    return float(value) if column.kind == "share" else value if isinstance(value, int | float | Decimal) else str(value)


def money(body: Body) -> Table:
    """Return every part in three states, with the coverage of each cost."""
    plan, amounts, states = body["plan"]["parts"], body["money"]["amounts"], body["money"]["states"]
    rows: list[list[Any]] = []
    for name in ("list", "shop_discount", "platform_discount", "influencer_discount", "other_discount"):
        value = amounts[name] if name == "list" else -amounts[name]
        rows.append([part_label(name), None, value, value, body["money"]["list_coverage"], body["money"]["list_coverage"]])
    for name, sign in (("revenue", 1), ("refund", -1), ("subsidy", 1)):
        value = sign * amounts[name]
        rows.append([part_label(name), plan.get(name), value, value, 1.0 if body["orders"] else None, None])
    for name in COSTS:
        running, settled = (states[state]["costs"][name] for state in STATES)
        known = [states[state]["coverage"][name] for state in STATES]
        rows.append(
            [
                part_label(name),
                plan.get(name),
                *(-value if share or value else None for value, share in zip((running, settled), known, strict=True)),
                *known,
            ]
        )
    rows.append([part_label("profit"), body["plan"]["profit"], *(states[state]["profit"] for state in STATES), None, None])
    running = format_money(states["running"]["profit"], body["currency"])
    settled = format_money(states["settled"]["profit"], body["currency"])
    words = {"running": running, "settled": settled, "share": known_share(body)}
    title = _("Money: %(running)s running; %(settled)s settled, which counts %(share)s") % words
    title = title if body["orders"] else _("Money: nothing was sold")
    columns = [
        Column(_("Part")), Column(_("The plan"), "money", is_wide=True), Column(str(STATE_WORDS["running"]), "money"),
        Column(str(STATE_WORDS["settled"]), "money", is_wide=True), Column(_("Known, running"), "share"),
        Column(_("Known, settled"), "share", is_wide=True),
    ]  # fmt: skip
    return _table("money", title, columns, rows, body)


def steps(body: Body) -> Table:
    """Return the steps from the planned to the actual profit."""
    rows = [[part_label(one["name"]), one["by"], _("may still come") if one["is_open"] else ""] for one in body["steps"]]
    columns = [Column(_("Step")), Column(_("Effect on profit"), "gap"), Column(_("Still open"))]
    return _table("steps", way_title(body), columns, rows, body)


def phases(body: Body) -> Table:
    """Return the phases against their targets."""
    rows = [
        [phase_name(one["name"]), one["target"], one["revenue"], one["revenue"] - one["target"], one["orders"]]
        for one in body["phases"]
    ]
    behind = [one for one in body["phases"] if one["revenue"] < one["target"]]
    title = _("Phases: %(behind)s of %(all)s missed their target") % {"behind": len(behind), "all": len(rows)}
    columns = [
        Column(_("Phase")), Column(_("Target"), "money", is_wide=True), Column(_("Revenue"), "money"),
        Column(_("± target"), "gap"), Column(_("Paid orders"), "count", is_wide=True),
    ]  # fmt: skip
    return _table("phases", title, columns, rows, body)


def tiers(body: Body) -> Table:
    """Return the tiers: revenue against target, and what each left."""
    rows = [
        [
            tier_name(one["tier"]),
            one["units"],
            one["revenue"],
            None if one["target"] is None else one["revenue"] - one["target"],
            one["profit"],
        ]
        for one in body["tiers"]
    ]
    columns = [
        Column(_("Tier")),
        Column(_("Pieces"), "count", is_wide=True),
        Column(_("Revenue"), "money"),
        Column(_("± target"), "gap", is_wide=True),
        Column(_("Profit"), "money"),
    ]
    return _table("tiers", tiers_title(body), columns, rows, body)


def channels(body: Body) -> Table:
    """Return the channels with the return on their spend."""
    names = channel_names(body)
    rows = [
        [
            names[one["key"]], one["visitors"], one["planned_visitors"], one["spend"], one["revenue"],
            None if one["return"] is None else round(one["return"], 2),
        ]
        for one in body["channels"]
    ]  # fmt: skip
    paid = [one for one in body["channels"] if one["return"] is not None]
    worst = min(paid, key=lambda one: one["return"], default=None)
    title = _("Channels: no spend was told")
    if worst:
        words = {"name": names[worst["key"]], "times": f"{worst['return']:.1f}"}
        title = _("Channels: %(name)s brought least, %(times)s for each 1 spent") % words
    columns = [
        Column(_("Channel")), Column(_("Visitors"), "count", is_wide=True), Column(_("Planned visitors"), "count", is_wide=True),
        Column(_("Spend"), "money"), Column(_("Revenue"), "money"), Column(_("For each 1 spent"), "number"),
    ]  # fmt: skip
    return _table("channels", title, columns, rows, body)


def offers(body: Body) -> Table:
    """Return the offers: what their products brought, the discounts on them, and with which offers they share the orders."""
    rows = [
        [one["name"], one["units"], one["discount"], one["revenue"], one["profit"], one.get("known"), shared_words(one)]
        for one in body["offers"]
    ]
    columns = [
        Column(_("Offer")), Column(_("Pieces"), "count", is_wide=True), Column(_("Discounts"), "money"),
        Column(_("Revenue"), "money", is_wide=True), Column(_("Profit"), "money"),
        Column(_("Cost of goods known"), "share", is_wide=True), Column(_("The same orders count for"), is_wide=True),
    ]  # fmt: skip
    return _table("offers", offers_title(body), columns, rows, body)


def products(body: Body) -> Table:
    """Return the products that lost or earned most, sold out, or are left over."""
    about = body["products"]
    seen, rows = set(), []
    for group in ("worst", "gone", "left", "best"):
        for one in about[group]:
            if (one["shop"], one["sku"]) not in seen:
                seen.add((one["shop"], one["sku"]))
                rows.append(
                    [
                        one["title"] or one["sku"],
                        one["units"],
                        one["revenue"],
                        None if one["unknown"] else one["profit"],
                        _gone(one["gone_hour"], body),
                        one["left"],
                        one["left_minor"],
                    ]
                )
    columns = [
        Column(_("Product")),
        Column(_("Pieces"), "count", is_wide=True),
        Column(_("Revenue"), "money"),
        Column(_("Profit"), "money"),
        Column(_("Sold out after"), is_wide=True),
        Column(_("Left over"), "count", is_wide=True),
        Column(_("Left over at cost"), "money", is_wide=True),
    ]
    return _table("products", products_title(body), columns, rows, body)


def _gone(slot: int | None, body: Body) -> str | None:
    """Say when the last piece of a product went: the end of the hour that begins with the slot."""
    if slot is None:
        return None
    return format_moment(datetime.fromtimestamp(slot * 600 + 3_600, tz=UTC), body["time_zone"])


def _table(name: str, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], body: Body) -> Table:
    return Table(name, title, str(RULES.get(name, "")), columns, rows, body["currency"])


def channel_names(body: Body) -> dict[str, str]:
    """Return what each channel is called: a kind of the house by its name, another by the word of its file."""
    kinds = named_channels(one["key"] for one in body["channels"] if one["is_channel"])
    keys = [one["key"] for one in body["channels"]]
    return {key: str(kinds[key].name) if key in kinds else key or _("hours without told visitors") for key in keys}


def named(name: str) -> str:
    """Return what a block is called."""
    return str(BLOCKS[name])


Make = Callable[[Body], Table]
