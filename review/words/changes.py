"""The defaults a lesson may change, as a form offers, reads and shows them: in the unit people write."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.rules.lesson_changes import TOPICS, ChangeUnit, is_costly, thing_of, topic_of
from campaigns.rules.odds import UNITS, Unit
from campaigns.task_templates import BY_CODE as TEMPLATES
from campaigns.words.lessons import change_label, change_value
from common.money import exponent_of, from_minor
from live.alert_forms import kept_number, shown_number
from live.measures import MEASURES, Measured
from live.rules.alerts.defaults import BY_CODE, DEFAULTS

Group = tuple[str, list[tuple[str, str]]]


def choices(campaign: Campaign, *, with_costs: bool) -> list[tuple[str, str] | Group]:
    """Return every default that a lesson may change, in groups as a select shows them."""
    known = set(campaign.tasks.wanted().exclude(code="").values_list("code", flat=True))
    estimates = [f"estimate:{name}" for name in UNITS if with_costs or not is_costly(f"estimate:{name}")]
    groups = [
        (_("Plan"), ["shift_reserve", "buffer_flat", "back_days"]),
        (_("Due day of a task"), [f"task:{code}" for code in TEMPLATES if code in known]),
        (_("Estimates of the odds"), estimates),
        (_("Thresholds of alerts"), [f"watch:{one.code}" for one in DEFAULTS]),
    ]
    found: list[tuple[str, str] | Group] = [("", _("nothing"))]
    return found + [(title, [(key, label_of(key)) for key in keys]) for title, keys in groups if keys]


def label_of(change: str) -> str:
    """Return what a default is called; alerts by what they measure."""
    code = thing_of(change)
    if topic_of(change) == "watch" and code in BY_CODE:
        return _("Alert: {measure}").format(measure=MEASURES[BY_CODE[code].measure].label)
    return change_label(change)


def value_of(change: str, value: float | None, currency: str) -> str:
    """Write the value of a default with its unit; "" for none."""
    code = thing_of(change)
    if topic_of(change) == "watch" and code in BY_CODE and value is not None:
        measure = BY_CODE[code].measure
        unit = {Measured.SHARE: "%", Measured.MONEY: f" {currency}"}.get(MEASURES[measure].unit, "")
        return f"{shown_number(measure, value, currency)}{unit}"
    return change_value(change, value, currency)


def kept_value(change: str, typed: Decimal, currency: str) -> float:
    """Return a value as it is kept: per cent as a share, money in minor units, days before the start below zero."""
    code = thing_of(change)
    if topic_of(change) == "watch" and code in BY_CODE:
        return kept_number(BY_CODE[code].measure, typed, currency)
    return float(typed * _scale(change, currency))


def shown_value(change: str, kept: float, currency: str) -> str:
    """Return a kept value as somebody would type it."""
    code = thing_of(change)
    if topic_of(change) == "watch" and code in BY_CODE:
        return shown_number(BY_CODE[code].measure, kept, currency)
    if _scale(change, currency) > 1:
        return str(from_minor(round(kept), exponent_of(currency)))
    return f"{float(Fraction(str(kept)) / Fraction(_scale(change, currency))):g}"


def _scale(change: str, currency: str) -> Decimal:
    """Return what one unit as people write it is in the unit that is kept."""
    topic, thing = topic_of(change), thing_of(change)
    if topic == "estimate" and thing in UNITS:
        money = Decimal(10) ** exponent_of(currency)
        return {Unit.SHARE: Decimal("0.01"), Unit.COUNT: Decimal(1)}.get(UNITS[thing], money)
    is_share = topic in TOPICS and TOPICS[topic].unit is ChangeUnit.SHARE
    return Decimal("0.01") if is_share else Decimal(1)
