"""Lessons in words: what each default of a plan is called that a lesson may change, and its value with the unit."""

from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from campaigns.models import PlanLesson
from campaigns.rules.lesson_changes import TOPICS, ChangeUnit, thing_of, topic_of
from campaigns.rules.odds import UNITS
from campaigns.task_templates import BY_CODE
from campaigns.words.odds import input_label, value_words
from common.money import format_count, format_share


def change_label(change: str, names: Mapping[str, str] | None = None) -> str:
    """Return what a default is called; `names` are of defaults that only an upper app can name."""
    if names and change in names:
        return names[change]
    topic, thing = topic_of(change), thing_of(change)
    if topic == "task":
        template = BY_CODE.get(thing)
        return _("Due day of “{task}”").format(task=template.title if template else thing)
    if topic == "estimate":
        return _("Estimate of {input}").format(input=input_label(thing) if thing in UNITS else thing)
    if topic == "watch":
        return _("Threshold of an alert")
    words = {
        "shift_reserve": _("Reserve of customer service"),
        "buffer_flat": _("Flat share of stock beyond the plan"),
        "back_days": _("Days until prices are back"),
    }
    return words.get(change, change)


def change_value(change: str, value: float | None, currency: str) -> str:
    """Write the value of a default in its unit; "" for one that is not known."""
    if value is None:
        return ""
    topic, thing = topic_of(change), thing_of(change)
    if topic == "estimate" and thing in UNITS:
        return value_words(thing, Fraction(str(value)), currency)
    unit = TOPICS[topic].unit if topic in TOPICS else ChangeUnit.OWN
    if unit is ChangeUnit.SHARE:
        return format_share(value, 0 if round(value * 100, 6).is_integer() else 1)
    if topic == "task":
        days = int(value)
        return _("{days} days before the start").format(days=-days) if days < 0 else _("{days} days after").format(days=days)
    if unit is ChangeUnit.DAYS:
        return format_count(int(value))
    return f"{value:g}"


def change_words(lesson: PlanLesson, currency: str, names: Mapping[str, str] | None = None) -> str:
    """Say what a lesson changes: "Reserve of customer service: 10% → 15%"; "" for one that changes no default."""
    if not lesson.change:
        return ""
    was, now = (change_value(lesson.change, value, currency) for value in (lesson.was, lesson.value))
    label = change_label(lesson.change, names)
    value = f"{was} → {now}" if was and was != now else now
    return _("{default}: {value}").format(default=label, value=value)
