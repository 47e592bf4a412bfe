"""Sentences of the day of a shop without a sale."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_count, format_money, format_share
from live.queries.ordinary import Today

COUNTS = {"paid_orders"}


def today_line(today: Today) -> str:
    """Return where today ends, as a sentence."""
    forecast = today.forecast
    if forecast is None:
        return {
            "waiting": _("The past days are being learned from; look again in a minute."),
            "no_days": _("Two clean days without a sale are needed before a day can be foreseen."),
            "early": _("The day has hardly begun: nothing can be said before half an hour of it is known."),
        }[today.state]
    low, middle, high = (amount(today, value) for value in (forecast.low, forecast.middle, forecast.high))
    said = {"low": low, "middle": middle, "high": high}
    if today.state == "rough":
        return _("Roughly %(middle)s by midnight, between %(low)s and %(high)s: few days are known") % said
    return _("%(middle)s by midnight, four of five times between %(low)s and %(high)s") % said


def today_why(today: Today) -> str:
    """Return what the answer rests on, and whether the day began in an unusual way."""
    if today.forecast is None or today.morning is None:
        return ""
    told = ngettext(
        "From %(days)s clean day; today counts %(share)s, the usual day the rest.",
        "From %(days)s clean days; today counts %(share)s, the usual day the rest.",
        today.morning.days,
    ) % {"days": today.morning.days, "share": format_share(today.forecast.today_counts)}
    if not today.claims:
        told = " ".join([told, _("From 14 days on the bounds hold what they say.")])
    if today.forecast.is_unusual:
        told = " ".join([told, _("An unusual start: a bigger day, or only an earlier one? Is a sale running?")])
    return told


def amount(today: Today, value: float) -> str:
    """Write an amount of the metric: money of the shop, or a whole number."""
    if today.metric in COUNTS:
        return format_count(round(value))
    return format_money(round(value), today.shop.currency)
