"""Sale against sale in words: which is ahead, by how much, after how long."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.money import NO_BREAK, format_count, format_money, format_share
from live.charts.axes import day_words
from metrics.definitions import Unit
from review.queries.compare import CALENDAR, HOURS, LEAP_YEAR, PHASE, Compared, Comparison
from review.rules.compare import Value

AXES = {
    HOURS: gettext_lazy("Hours since the start"),
    PHASE: gettext_lazy("Phase"),
    CALENDAR: gettext_lazy("Calendar"),
}


def said(comparison: Comparison, value: Value, currency: str = "") -> str:
    """Write a value of the metric; amounts of several currencies as shares of each sale's target."""
    if comparison.is_share or comparison.metric.unit is Unit.SHARE:
        return format_share(value, 2 if comparison.metric.unit is Unit.SHARE else 1)
    if comparison.metric.unit is Unit.MONEY:
        return format_money(value, currency or comparison.currency)
    return format_count(value)


def verdict(comparison: Comparison) -> str:
    """Return how the first sale stands beside the second at the last place that both have reached."""
    label = comparison.metric.label
    if len(comparison.sales) < 2:
        return _("Choose two to five sales")
    one, other = comparison.sales[:2]
    apart = ahead(one, other)
    where = common(one, other)
    if apart is None:
        return _("%(metric)s: %(one)s and %(other)s have nothing in common yet") % {"metric": label, "one": one.campaign.name, "other": other.campaign.name}  # fmt: skip  # noqa: E501
    words = {
        "metric": label, "one": one.campaign.name, "other": other.campaign.name, "share": format_share(abs(apart)),
        "where": place_words(comparison.axis, where),
    }  # fmt: skip
    if abs(apart) < Fraction(1, 200):
        return _("%(metric)s: %(one)s is level with %(other)s %(where)s") % words
    if apart > 0:
        return _("%(metric)s: %(one)s is %(share)s above %(other)s %(where)s") % words
    return _("%(metric)s: %(one)s is %(share)s below %(other)s %(where)s") % words


def why(comparison: Comparison) -> str:
    """Return what has to be known beside the lines."""
    told = []
    if comparison.is_share:
        told.append(_("The sales are in different currencies: amounts are shares of each sale's own target, never added or changed."))  # fmt: skip  # noqa: E501
    for sale in comparison.sales:
        if sale.left_out:
            words = {"sale": sale.campaign.name, "shops": _(", ").join(sale.left_out)}
            told.append(_("%(sale)s: shops of another currency are left out (%(shops)s).") % words)
    return " ".join(told)


def common(one: Compared, other: Compared) -> int:
    """Return how many places both have reached, counted from the start."""
    return min(len(one.so_far), len(other.so_far))


def ahead(one: Compared, other: Compared) -> Fraction | None:
    """Return by which share the first stands above the second at the last place that both have reached; None: not known."""
    count = common(one, other)
    if not count:
        return None
    mine, theirs = one.so_far[count - 1], other.so_far[count - 1]
    return None if mine is None or not theirs else Fraction(mine) / Fraction(theirs) - 1


def place_words(axis: str, count: int) -> str:
    """Return until where both are known."""
    if axis == PHASE:
        return ngettext("after %(count)s phase", "after %(count)s phases", count) % {"count": count}
    return ngettext("after %(count)s hour", "after %(count)s hours", count) % {"count": count}


def place_label(axis: str, place: int) -> str:
    """Write a place of the axis: 5 h, phase 2, 11 Nov 9:00."""
    if axis == PHASE:
        return _("Phase %(number)s") % {"number": place}
    if axis == HOURS:
        return f"{place}{NO_BREAK}h"
    moment = datetime(LEAP_YEAR, 1, 1, tzinfo=UTC) + timedelta(hours=place)
    return f"{day_words(date(moment.year, moment.month, moment.day))} {moment.hour}:00"


def key_words() -> str:
    """Return what the lines of the picture are."""
    return _("The first sale in ink, the others in grey; thin and dotted: the plan of each.")
