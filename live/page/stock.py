"""What the stock cockpit shows: rows made ready, words, the first sentence. Moments become minutes from now here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.moments import format_day, format_duration
from common.money import format_count, format_money, format_share
from inventory.models import NEVER_MINUTE, RunOut, RunOutState
from inventory.queries.cockpit import CockpitRow, Overview
from live.queries.stock import Reason

CHIPS = {
    RunOutState.GONE: "failed",
    RunOutState.ALERT: "behind",
    RunOutState.WATCH: "watch",
    RunOutState.CALM: "onplan",
    RunOutState.UNCOUNTED: "next",
}
MINUTES_TO = 180
SURE = 0.995
FAR_DAYS = 60


@dataclass(frozen=True)
class ShownRow:
    """One product as its row says it; an empty text says that nothing is known."""

    row: CockpitRow
    address: str
    goes: str
    interval: str
    chip: str
    state: str
    hourly: str
    promise: str
    is_promise_late: bool
    risk: str
    advice: str
    stop: str
    is_stopped: bool
    may_swap: bool


def shown_row(row: CockpitRow, *, now: datetime, reason: Reason | None, is_stopped: bool) -> ShownRow:
    """Make a row ready. `reason`: why the ads should stop, None where they need not."""
    run_out = row.run_out
    late = row.promise is not None and run_out.state == RunOutState.GONE
    return ShownRow(
        row=row,
        address=one_address(run_out),
        goes=goes_words(run_out, now=now),
        interval=interval_words(run_out, now=now),
        chip=CHIPS[RunOutState(run_out.state)],
        state=str(run_out.get_state_display()),
        hourly=hourly_words(run_out.hourly),
        promise="" if row.promise is None else promise_words(row),
        is_promise_late=late or reason == Reason.BEFORE_DELIVERY,
        risk=risk_words(run_out.oversell),
        advice=advice_words(row),
        stop="" if reason is None else reason_words(reason),
        is_stopped=is_stopped,
        may_swap=row.stand_in is not None and not row.stand_in.is_in and run_out.state in {RunOutState.GONE, RunOutState.ALERT},
    )


def one_address(run_out: RunOut) -> str:
    """Return the page on which one product is acted on."""
    return f"{reverse('live:stock-one')}?{urlencode({'shop': run_out.shop_id, 'sku': run_out.sku})}"


def goes_words(run_out: RunOut, *, now: datetime) -> str:
    """Say in how long a product is gone."""
    if run_out.state == RunOutState.GONE:
        return _("gone")
    if run_out.state == RunOutState.UNCOUNTED:
        return ""
    if run_out.goes_minute >= NEVER_MINUTE:
        return later_words(run_out)
    return _span(_minutes(run_out.goes_minute, now))


def later_words(run_out: RunOut) -> str:
    """Say roughly when a product is gone whose end lies beyond the curve of two days: in so many days, or never."""
    days = (run_out.pieces or 0) / run_out.hourly / 24 if run_out.hourly > 0 else FAR_DAYS
    if days >= FAR_DAYS:
        return _("never at this rate")
    return ngettext("about {count} day", "about {count} days", max(2, round(days))).format(count=max(2, round(days)))


def interval_words(run_out: RunOut, *, now: datetime) -> str:
    """Say between what eight in ten outcomes lie; empty where nothing runs out."""
    if run_out.state in {RunOutState.GONE, RunOutState.UNCOUNTED} or run_out.goes_minute >= NEVER_MINUTE:
        return ""
    low, high = _minutes(run_out.low_minute, now), _minutes(run_out.high_minute, now)
    if run_out.high_minute >= NEVER_MINUTE:
        return _("{low} or more").format(low=_span(low))
    if high < MINUTES_TO:
        return _("{low} to {high}").format(low=low, high=_span(high))
    return _("{low} to {high}").format(low=_span(low), high=_span(high))


def hourly_words(hourly: float) -> str:
    """Say a rate; below one an hour as pieces a day."""
    if hourly >= 1:
        return _("{count} an hour").format(count=format_count(round(hourly)))
    if hourly * 24 >= 1:
        return _("{count} a day").format(count=format_count(round(hourly * 24)))
    return _("hardly any") if hourly * 24 >= 0.05 else _("none")


def promise_words(row: CockpitRow) -> str:
    """Say what a supplier promised."""
    promise = row.promise
    if promise is None:
        return ""
    said = {"count": format_count(promise.units), "day": format_day(promise.on), "supplier": promise.supplier}
    return _("{count} on {day}, {supplier}").format(**said) if promise.supplier else _("{count} on {day}").format(**said)


def risk_words(chance: float | None) -> str:
    """Say the chance of overselling; empty where nobody counted."""
    if chance is None:
        return ""
    if chance == 0:
        return _("none")
    if chance < 0.001:
        return _("below 0.1%")
    return _("nearly certain") if chance > SURE else format_share(chance, 1)


def advice_words(row: CockpitRow) -> str:
    """Say what to hold back, or what to list, and what it costs in sales and money; empty where nothing need be done."""
    run_out = row.run_out
    if run_out.hold_back and run_out.listing is not None:
        said = {"count": format_count(run_out.hold_back), "listing": format_count(run_out.listing)}
        words = _("hold back {count}, list {listing}").format(**said)
        if run_out.lost < 0.5:
            return words
        lost = round(run_out.lost)
        words += " · " + ngettext("costs {count} sale", "costs {count} sales", lost).format(count=format_count(lost))
        return words if row.lost_minor is None else f"{words} ({format_money(row.lost_minor, run_out.shop.currency)})"
    if run_out.oversell and run_out.listing is not None and run_out.pool_shops == 1:
        return _("list no more than {listing}").format(listing=format_count(run_out.listing))
    return ""


def reason_words(reason: Reason) -> str:
    """Say why the ads of a product should stop."""
    return {
        Reason.GONE: _("Nothing is left to sell."),
        Reason.BELOW_LINE: _("It is below its alert line."),
        Reason.BEFORE_DELIVERY: _("It is gone before the promised delivery."),
    }[reason]


def sentence(first: CockpitRow | None, seen: Overview, *, now: datetime) -> str:
    """Say the answer of the page: which product goes first, in how long, and what stands in for it."""
    if first is None:
        return _("No counted product runs out at this rate.")
    said = {
        "product": first.title,
        "time": _long_span(_minutes(first.run_out.goes_minute, now)),
        "interval": interval_words(first.run_out, now=now),
    }
    words = _("{product} is gone in {time} ({interval}); ").format(**said)
    other = first.stand_in
    if other is None:
        return words + _("no substitute is lined up.")
    if other.is_in:
        return (
            words + _("its substitute is in.")
            if other.pieces is None
            else words + _("its substitute is in with {count}.").format(count=format_count(other.pieces))
        )
    if other.pieces is None:
        return words + _("its substitute is not counted.")
    return words + _("its substitute has {count}.").format(count=format_count(other.pieces))


def one_sentence(row: CockpitRow, *, now: datetime) -> str:
    """Say of one product when it is gone."""
    run_out, product = row.run_out, row.title
    if run_out.state == RunOutState.UNCOUNTED:
        return _("{product} was never counted; when it is gone cannot be told.").format(product=product)
    if run_out.state == RunOutState.GONE:
        return _("{product} is gone.").format(product=product)
    if run_out.goes_minute >= NEVER_MINUTE:
        return _("{product} does not run out at this rate.").format(product=product)
    said = {"time": _long_span(_minutes(run_out.goes_minute, now)), "interval": interval_words(run_out, now=now)}
    return _("{product} is gone in {time} ({interval}).").format(product=product, **said)


def why(seen: Overview) -> list[str]:
    """Say how all products stand, one thing at a time; what is nothing is left out."""
    said = [
        (
            seen.states[RunOutState.ALERT],
            ngettext("{count} is below its line", "{count} are below their line", seen.states[RunOutState.ALERT]),
        ),
        (seen.states[RunOutState.GONE], ngettext("{count} is gone", "{count} are gone", seen.states[RunOutState.GONE])),
        (seen.at_risk, ngettext("{count} may be oversold", "{count} may be oversold", seen.at_risk)),
        (
            seen.states[RunOutState.UNCOUNTED],
            ngettext("{count} was never counted", "{count} were never counted", seen.states[RunOutState.UNCOUNTED]),
        ),
    ]
    return [words.format(count=format_count(count)) for count, words in said if count]


def tabs(seen: Overview, show: str) -> Sequence[tuple[str, str, int, bool]]:
    """Return the choices of what is shown: key, words, how many, whether chosen."""
    states = seen.states
    left = seen.count - states[RunOutState.GONE] - states[RunOutState.UNCOUNTED]
    counts = {
        "next": (_("Goes next"), left),
        "alert": (_("Below its line"), states[RunOutState.ALERT]),
        "gone": (_("Gone"), states[RunOutState.GONE]),
        "risk": (_("May be oversold"), seen.at_risk),
        "uncounted": (_("Not counted"), states[RunOutState.UNCOUNTED]),
        "all": (_("All"), seen.count),
    }
    return [(key, words, count, key == show) for key, (words, count) in counts.items()]


def _minutes(minute: int, now: datetime) -> int:
    return max(0, minute - int(now.timestamp() // 60))


def _span(minutes: int) -> str:
    return (
        ngettext("{count} min", "{count} min", minutes).format(count=minutes)
        if minutes < MINUTES_TO
        else format_duration(60 * minutes)
    )


def _long_span(minutes: int) -> str:
    if minutes < MINUTES_TO:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    return format_duration(60 * minutes)
