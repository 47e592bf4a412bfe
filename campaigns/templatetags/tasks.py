"""Dates of tasks for templates: `{% load tasks %}`."""

import datetime as dt

from django import template

from campaigns.words.tasks import day_words
from common.money import MINUS

register = template.Library()


@register.filter
def due_day(day: dt.date) -> str:
    """Write a date short: 18 Oct."""
    return day_words(day)


@register.filter
def due_day_long(day: dt.date) -> str:
    """Write a date with its weekday: Sun 18 Oct."""
    return day_words(day, weekday=True)


@register.filter
def signed_days(days: int) -> str:
    """Write a distance to the sale: −14, +3.

    >>> signed_days(-14), signed_days(3)
    ('−14', '+3')
    """
    return f"{MINUS}{-days}" if days < 0 else f"+{days}"
