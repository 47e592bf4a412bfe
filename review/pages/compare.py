"""Sale against sale as tables: one row a sale, and one row a place of the axis."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from live.charts.axes import day_words
from metrics.definitions import Unit
from review.pages.tables import Column, Table
from review.queries.compare import Comparison
from review.rules.compare import Value
from review.words.compare import place_label, place_words, verdict


def sales_table(comparison: Comparison) -> Table:
    """Return each sale: when it began, how long it ran, what it came to, its plan, and where all stood at the same place."""
    kind = _kind(comparison)
    both = min((len(sale.so_far) for sale in comparison.sales), default=0)
    rows = []
    for sale in comparison.sales:
        start = sale.campaign.starts_at.astimezone(ZoneInfo(sale.campaign.time_zone))
        hours = (sale.campaign.ends_at - sale.campaign.starts_at).total_seconds() / 3600
        share = None if sale.total is None or not sale.planned_total else float(sale.total / sale.planned_total)
        rows.append(
            [
                sale.campaign.name, f"{day_words(start)} {start:%Y %H:%M}", round(hours), _plain(sale.total),
                _plain(sale.planned_total), share, _plain(sale.so_far[both - 1]) if both else None,
            ]
        )  # fmt: skip
    columns = [
        Column(_("Sale")), Column(_("Began"), is_wide=True), Column(_("Hours"), "count", is_wide=True),
        Column(str(comparison.metric.label), kind), Column(_("Plan"), kind, is_wide=True), Column(_("of the plan"), "share"),
        Column(place_words(comparison.axis, both) if both else _("at the same place"), kind, is_wide=True),
    ]  # fmt: skip
    return Table("compare", verdict(comparison), "", columns, rows, comparison.currency or "CNY")


def places_table(comparison: Comparison) -> Table:
    """Return the axis down the page and the sales across, each with its plan."""
    kind = _kind(comparison)
    rows = {
        place: [place_label(comparison.axis, place)] for place in sorted({p for sale in comparison.sales for p in sale.places})
    }
    for sale in comparison.sales:
        at = {place: number for number, place in enumerate(sale.places)}
        for place, row in rows.items():
            here = at.get(place)
            row += [None if here is None else _plain(each[here]) for each in (sale.values, sale.planned)]  # type: ignore[misc]
    columns = [Column(str(_("Place")))]
    for sale in comparison.sales:
        columns += [Column(sale.campaign.name, kind), Column(_("%(sale)s, plan") % {"sale": sale.campaign.name}, kind)]
    return Table("places", verdict(comparison), "", columns, list(rows.values()), comparison.currency or "CNY")


def _kind(comparison: Comparison) -> str:
    if comparison.is_share or comparison.metric.unit is Unit.SHARE:
        return "share"
    return "money" if comparison.metric.unit is Unit.MONEY else "count"


def _plain(value: Value) -> int | float | None:
    """Return whole amounts as they are, ratios as a number."""
    return None if value is None else value if isinstance(value, int) else float(value)
