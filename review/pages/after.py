"""The days after a sale as tables: prices on their way back, buyers won and their second purchases."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries.way_back import back_days
from common.moments import format_day
from review.pages.tables import Column, Table
from review.rules.cohorts import HORIZONS, Cohort, Within, unpacked
from review.words.after import STATES, cohort_name, cohorts_title, prices_title


def price_table(campaign: Campaign, prices: dict[str, Any], found: list[dict[str, Any]] | None = None) -> Table:
    """Return the products with their price of each day beside the step planned for it, the worst first; `found`: only these."""
    days = back_days(campaign)
    rows = [_row(one, days) for one in (prices["rows"] if found is None else found)]
    columns = [
        Column(_("Product")),
        Column(_("State")),
        Column(_("In the sale"), "money", is_wide=True),
        *(Column(format_day(day), "money", is_wide=True) for day in days),
        Column(_("Ordinary"), "money"),
        Column(_("Last seen"), "money"),
    ]
    title, _why = prices_title(prices)
    return Table("prices", title, "", columns, rows, campaign.currency)


def _row(one: dict[str, Any], days: list[date]) -> list[Any]:
    seen = [*one["seen"], *([None] * len(days))][: len(days)]
    known = [price for price in one["seen"] if price is not None]
    state = str(STATES[one["state"]])
    return [one["title"] or one["sku"], state, one["sale"], *seen, one["ordinary"], known[-1] if known else None]


def cohorts_kept(kept: dict[str, Any]) -> dict[str, Cohort]:
    """Return the cohorts that were counted, the sale's first."""
    return {name: unpacked(kept[name]) for name in ("sale", "before")}


def cohort_table(campaign: Campaign, cohorts: dict[str, Cohort]) -> Table:
    """Return a row for each cohort and each horizon: buyers, how far the days are, who bought again, the share."""
    rows = [
        [cohort_name(name), cohort.buyers, _far(one), one.buyers, one.share]
        for name, cohort in cohorts.items()
        for days in HORIZONS
        for one in (cohort.within(days),)
    ]
    columns = [
        Column(_("Buyers")),
        Column(_("Count"), "count", is_wide=True),
        Column(_("Second purchase")),
        Column(_("Buyers again"), "count", is_wide=True),
        Column(_("Share"), "share"),
    ]
    return Table("cohorts", cohorts_title(cohorts)[0], "", columns, rows, campaign.currency)


def curve_table(campaign: Campaign, cohorts: dict[str, Cohort]) -> Table:
    """Return the curves day by day, for a file: the share of each cohort that bought again by then."""
    curves = [cohort.curve() for cohort in cohorts.values()]
    longest = max((len(curve) for curve in curves), default=0)
    rows = [[day, *(curve[day] if day < len(curve) else None for curve in curves)] for day in range(longest)]
    columns = [Column(_("Day"), "number"), *(Column(cohort_name(name), "share") for name in cohorts)]
    return Table("curve", cohorts_title(cohorts)[0], "", columns, rows, campaign.currency)


def _far(one: Within) -> str:
    if one.is_over:
        return _("within {days} days").format(days=one.days)
    return _("so far, day {day} of {days}").format(day=one.day, days=one.days)
