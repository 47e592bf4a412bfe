"""Words of watches, incidents and channels."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.channels import BY_KEY
from common.moments import format_duration
from common.money import format_count, format_money, format_share
from live.measures import MEASURES, Measured
from live.models import Incident, Watch
from live.rules.alerts.answers import Reason
from live.rules.alerts.grouping import CONVERSION, ORDER_VALUE, TRAFFIC, is_naming

NAMES: dict[str, Any] = {
    "behind": gettext_lazy("Behind plan"),
    "hour_visits": gettext_lazy("Too few visitors in the last hour"),
    "hour_buyers": gettext_lazy("Low conversion in the last hour"),
    "hour_value": gettext_lazy("Low order value in the last hour"),
    "hour": gettext_lazy("The last hour is short"),
    "odds": gettext_lazy("Target unlikely"),
    "ahead": gettext_lazy("Far ahead of plan"),
    "traffic": gettext_lazy("Too few visitors"),
    "conversion": gettext_lazy("Conversion too low"),
    "refunds": gettext_lazy("Many refunds"),
    "unpaid": gettext_lazy("Many unpaid orders"),
    "data": gettext_lazy("Orders are old"),
    "ending": gettext_lazy("Products soon gone"),
    "short": gettext_lazy("Oversold"),
    "tasks": gettext_lazy("Tasks late"),
    "due": gettext_lazy("Parcels soon late"),
    "held": gettext_lazy("Orders held back"),
}

CAUSES: dict[str, Any] = {
    TRAFFIC: gettext_lazy("traffic"),
    CONVERSION: gettext_lazy("conversion"),
    ORDER_VALUE: gettext_lazy("order value"),
}

REASONS: dict[Reason, Any] = {
    Reason.OK: gettext_lazy("It took the message."),
    Reason.TOO_OFTEN: gettext_lazy("It was rung too often and is silent for a while; messages wait and go afterwards."),
    Reason.TOKEN: gettext_lazy("The token is wrong or was withdrawn. Copy the whole address of the bot once more."),
    Reason.SIGNATURE: gettext_lazy(
        "It does not accept the message: secret of the signature, keyword or list of addresses do not fit. Compare them in the"
        " settings of the bot."
    ),
    Reason.KEYWORD: gettext_lazy(
        "The bot asks for a keyword. Put that word into the name of this channel; each message carries it."
    ),
    Reason.GONE: gettext_lazy("There is nothing at this address any more: the bot, the group or the page was removed."),
    Reason.MAIL_LOGIN: gettext_lazy("The mail server does not accept name and password."),
    Reason.OTHER: gettext_lazy("It refused the message."),
    Reason.SERVER: gettext_lazy("Its server is out of order; the message is tried again."),
    Reason.TIMEOUT: gettext_lazy("It did not answer in time; the message is tried again."),
    Reason.UNREACHABLE: gettext_lazy(
        "It cannot be reached: the name does not exist, or the network is down. The message is tried again."
    ),
    Reason.UNREADABLE: gettext_lazy(
        "Its secrets cannot be read: the key of this installation was changed. Enter them once more."
    ),
}


class Named(Protocol):
    """A watch, or an incident that copied it."""

    name: str
    code: str
    measure: str
    subject: str


def name_of(one: Named) -> str:
    """Return what a watch or an incident is called: its own name, that of the built-in one, else what it measures."""
    if one.name:
        return one.name
    told = str(NAMES[one.code]) if one.code in NAMES else measure_words(one.measure)
    return f"{told} ({subject_words(one)})" if one.subject else told


def both(first: str, second: str) -> str:
    """Return two halves of a sentence as one.

    >>> both("7 are open", "2 wait.")
    '7 are open; 2 wait.'
    """
    return _("%(first)s; %(second)s") % {"first": first, "second": second}


def measure_words(key: str) -> str:
    """Return the name of a measure; one that is no longer known as it was kept."""
    return str(MEASURES[key].label) if key in MEASURES else key


def subject_words(one: Named) -> str:
    """Return what a watch is narrowed to: a SKU, or the name of a channel of visitors."""
    return str(BY_KEY[one.subject].name) if one.measure == "channel_gap" and one.subject in BY_KEY else one.subject


def value_words(measure: str, value: float | None, currency: str) -> str:
    """Write a number in the unit of its measure; a gap with its sign.

    >>> value_words("gap", -0.082, "CNY"), value_words("products_ending", 3, "CNY"), value_words("odds", 0.3, "CNY")
    ('−8.2%', '3', '30%')
    """
    if value is None:
        return ""
    unit = MEASURES[measure].unit if measure in MEASURES else Measured.COUNT
    if unit == Measured.SHARE:
        is_gap = measure.endswith("gap") or measure.startswith("hour.")
        return format_share(value, 0 if abs(value * 100 - round(value * 100)) < 0.05 else 1, signed=is_gap)
    if unit == Measured.MONEY:
        return format_money(round(value), currency)
    if unit == Measured.MINUTES:
        return format_duration(60 * min(value, 14_400)) if value < 14_400 else _("more than ten days")
    return format_count(value)


def condition_words(watch: Watch, currency: str) -> str:
    """Return when a watch opens an incident: "below -6% for 15 min"."""
    limit = value_words(watch.measure, watch.threshold, currency)
    said = (_("%(limit)s or more") if watch.above else _("%(limit)s or less")) % {"limit": limit}
    if not watch.hold:
        return said
    return _("%(condition)s for %(time)s") % {"condition": said, "time": format_duration(60 * watch.hold)}


def clears_words(watch: Watch, currency: str) -> str:
    """Return when an incident of a watch is over."""
    limit = value_words(watch.measure, watch.clear, currency)
    if watch.clear == watch.threshold:
        said = _("over below %(limit)s") if watch.above else _("over above %(limit)s")
    else:
        said = _("over once below %(limit)s") if watch.above else _("over once above %(limit)s")
    return said % {"limit": limit}


def limit_words(incident: Incident, currency: str) -> str:
    """Return the bound an incident crossed."""
    limit = value_words(incident.measure, incident.threshold, currency)
    return (_("bound: %(limit)s or more") if incident.above else _("bound: %(limit)s or less")) % {"limit": limit}


def names_words(incident: Incident) -> str:
    """Return which things an incident speaks of, and how many more there are."""
    told = ", ".join(incident.names)
    counted = MEASURES[incident.measure].unit == Measured.COUNT if incident.measure in MEASURES else False
    more = int(incident.value or 0) - len(incident.names) if counted and incident.measure != "pieces_short" else 0
    if not told or more <= 0:
        return told
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {"names": told, "more": more}


def belongs_words(incident: Incident, signs: Iterable[Incident]) -> str:
    """Return the cause an incident comes from and the other numbers that show it; "" where it stands alone."""
    told = []
    if incident.cause in CAUSES and not is_naming(incident.measure):
        told.append(_("Largest cause: %(cause)s.") % {"cause": CAUSES[incident.cause]})
    currency = incident.campaign.currency
    also = [f"{name_of(one)} {value_words(one.measure, one.value, currency)}" for one in signs if one.ended_at is None]
    if also:
        told.append(_("Also: %(signs)s.") % {"signs": ", ".join(also)})
    return " ".join(told)


def reason_words(reason: str) -> str:
    """Return what a channel answered, and what to do; "" where nothing was asked yet."""
    return str(REASONS[Reason(reason)]) if reason in {each.value for each in Reason} else ""
