"""Numbers, moments and the Chinese trade word, for templates: `{% load promo %}`."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from common import moments
from common import money as amounts

register = template.Library()


@register.filter
def money(minor: amounts.Number | None, currency: str) -> str:
    """Write minor units for reading: `{{ revenue_minor|money:shop.currency }}` gives ¥3.12 M."""
    return amounts.format_money(minor, currency)


@register.filter
def money_signed(minor: amounts.Number | None, currency: str) -> str:
    """Write a difference of amounts with its sign: +¥233 k, −¥3.10 M."""
    return amounts.format_money(minor, currency, signed=True)


@register.filter
def money_exact(minor: amounts.Number | None, currency: str) -> str:
    """Write minor units to the last cent: ¥699.00."""
    return amounts.format_money(minor, currency, "exact")


@register.filter
def count(number: amounts.Number | None) -> str:
    """Write a count with its thousands: 84,212."""
    return amounts.format_count(number)


@register.filter
def count_tile(number: amounts.Number | None) -> str:
    """Write a count short: 214.1 k."""
    return amounts.format_count(number, "tile")


@register.filter
def share(value: amounts.Number | None, digits: int = 0) -> str:
    """Write a share from 0 to 1 in per cent: 62%, with `:2` 4.20%."""
    return amounts.format_share(value, digits)


@register.filter
def points(difference: amounts.Number | None, digits: int = 1) -> str:
    """Write a difference of shares: −1.8 points."""
    return amounts.format_points(difference, digits)


@register.filter
def moment(value: datetime | None, zone: str = "Asia/Shanghai") -> str:
    """Write a moment by a shop's clock: `{{ job.created_at|moment:shop.time_zone }}` gives 10:42, 11 Nov."""
    return moments.format_moment(value, zone)


@register.filter
def day_unbroken(text: str) -> str:
    """Keep the day of a moment on one line, where there is little room: `{{ at|moment:zone|day_unbroken }}`."""
    clock_time, comma, day = text.rpartition(", ")
    return clock_time + comma + day.replace(" ", moments.NO_BREAK)


@register.filter
def day(value: date | None) -> str:
    """Write a day: 11 Nov, 11月11日."""
    return "" if value is None else moments.format_day(value)


@register.filter
def day_year(value: date | None) -> str:
    """Write a day with its year: 11 Nov 2026, 2026年11月11日."""
    return "" if value is None else moments.format_day(value, year=True)


@register.filter
def moment_year(value: datetime | None, zone: str = "Asia/Shanghai") -> str:
    """Write a moment by a zone's clock, with its year: where sales of several years stand in one list."""
    return moments.format_moment(value, zone, year=True)


@register.filter
def clock(value: datetime | None, zone: str = "Asia/Shanghai") -> str:
    """Write only the time of day: 10:42."""
    return moments.format_moment(value, zone, date=False)


@register.filter
def duration(value: timedelta | float | None) -> str:
    """Write a stretch of time or a number of seconds: 3 h 53 min."""
    return "" if value is None else moments.format_duration(value)


@register.simple_tag
def query(**values: object) -> str:
    """Write what an address asks for, with an ampersand behind it: `{% query shop=shop.pk by=by as files_query %}`."""
    return urlencode(values) + "&"


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(context: template.Context, key: str, words: str, css: str = "", title: str = "") -> dict[str, str]:
    """Draw the head of a column that sorts: `{% sort_head "orders" _("Orders") css="num" %}`.

    The page brings `sorts`, the query that sorts by each key, and `sorted`, the way of the one it is sorted by.
    """
    query, way = context["sorts"][key], context["sorted"].get(key, "")
    return {"words": words, "query": query, "way": way, "css": css, "title": title}


@register.filter
def ago(value: datetime | None, now: datetime) -> str:
    """Write how old something is: `{{ as_of|ago:now }}` gives 3 min old. The view brings `now`."""
    return moments.format_age(value, now)


@register.simple_tag
def beside(chinese: str) -> SafeString:
    """Put the Chinese trade word in grey beside the English one; nothing on a Chinese page, which has it already."""
    if (get_language() or "en").startswith("zh"):
        return mark_safe("")
    return format_html('<span class="zh" lang="zh-Hans">{}</span>', chinese)


@register.simple_tag
def local_time(value: datetime | None) -> SafeString:
    """Write a moment by the reader's own clock: in UTC, and said so, until `static/app.js` has turned it."""
    if value is None:
        return mark_safe("")
    text = moments.format_moment(value, "UTC", year=True)
    return format_html('<time datetime="{}" data-local>{} UTC</time>', value.astimezone(UTC).isoformat(timespec="seconds"), text)


class Kept(template.Node):
    """A part of a page that is drawn once, to be put in several places."""

    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """Draw the part into a variable of the context; nothing appears here."""
        context[self.name] = self.nodelist.render(context)
        return mark_safe("")


@register.tag
def keep(parser: template.base.Parser, token: template.base.Token) -> Kept:
    """Draw a part once: `{% keep pages %}...{% endkeep %}`, then `{{ pages }}` wherever it belongs."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Kept(name, nodelist)
