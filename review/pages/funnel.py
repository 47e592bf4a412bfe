"""The funnel of a year as a table by month, with the year below it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.money import format_count, format_share
from review.pages.tables import Column, Table
from review.queries.funnel import Month
from review.rules.funnel import MonthCounts, together


def funnel_table(year: int, months: Sequence[Month], currency: str) -> Table:
    """Return the months: visitors, orders placed and paid, buyers won and asked, orders of old buyers, second purchases."""
    rows = [_row(f"{one.first:%Y-%m}", one.counts, one) for one in months]
    if months:
        rows.append(_row(str(year), together(one.counts for one in months), None))
    columns = [
        Column(_("Month")),
        Column(_("Visitors"), "count", is_wide=True),
        Column(_("Placed"), "count", is_wide=True),
        Column(_("Paid"), "count"),
        Column(_("Won"), "count"),
        Column(_("Asked"), "count", is_wide=True),
        Column(_("Asked, paid"), "count", is_wide=True),
        Column(_("By new"), "count", is_wide=True),
        Column(_("By old"), "count", is_wide=True),
        Column(_("By unknown"), "count", is_wide=True),
        Column(_("Share of old"), "share"),
        Column(_("Again, 90 d"), "share"),
        Column(_("Days passed"), is_wide=True),
    ]
    return Table("funnel", funnel_title(year, months)[0], "", columns, rows, currency)


def _row(label: str, counts: MonthCounts, month: Month | None) -> list[Any]:
    again = month.again_share(90) if month and month.days_seen else None
    far = ""
    if month is not None and month.counts.new_buyers:
        is_over = month.days_seen >= 90
        far = _("over") if is_over else f"{month.days_seen}/90"
    return [
        label, counts.visitors, counts.placed, counts.paid, counts.new_buyers, counts.asked, counts.asked_paid,
        counts.new_orders, counts.old_orders, counts.nameless_orders, counts.repeat_share, again, far,
    ]  # fmt: skip


def funnel_title(year: int, months: Sequence[Month]) -> tuple[str, str]:
    """Return the first line of the year: who was won, who was asked, how many orders old buyers brought."""
    if not months:
        return _("{year}: no month is counted yet").format(year=year), _(
            "Import orders; the worker counts each month within the hour."
        )
    whole = together(one.counts for one in months)
    said = {
        "year": year,
        "won": format_count(whole.new_buyers),
        "share": format_share(whole.repeat_share),
        "asked": format_count(whole.asked),
        "paid": format_count(whole.asked_paid),
    }
    if not whole.new_buyers and whole.repeat_share is None:
        return _("{year}: no file tells who bought").format(**said), _("Import orders with the buyer's account.")
    title = _("{year}: {won} buyers won, {share} of the orders by buyers won before").format(**said)
    why = _("Asked to pay: {asked}, paid: {paid}.").format(**said) if whole.asked else _("Nobody was asked to pay.")
    best = max(months, key=lambda one: (one.counts.new_buyers, -one.first.toordinal()))
    when = {"month": f"{best.first:%Y-%m}", "count": format_count(best.counts.new_buyers)}
    return title, " ".join([why, _("Most were won in {month}: {count}.").format(**when)])
