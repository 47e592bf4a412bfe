"""The playbook in words: what opened a card with its numbers, when it opens, what it did."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign
from campaigns.queries.traffic import traffic_plan
from common.money import exponent_of, format_count, format_money, format_share
from live.models import PlayCause, PlaySide
from live.page.cause_words import cause_sentence
from live.queries.plays import OpenCard
from live.queries.why import Why
from live.rules.plays.effect import Prior
from live.rules.plays.trigger import Trigger
from live.rules.why import Diagnosis
from metrics.definitions import METRICS, Unit

SLOTS_AN_HOUR = 6


def numbers_of(found: OpenCard, *, why: Why, campaign: Campaign) -> str:
    """Return what opened a card and what it needs: the cause with its channel, and how much an hour it takes to close the gap."""
    cause = cause_sentence(found.told, names=why.names, currency=campaign.currency)
    return " ".join(part for part in (cause, _needs(found.told, campaign, why)) if part)


def _needs(told: Diagnosis, campaign: Campaign, why: Why) -> str:
    hours = told.slots / SLOTS_AN_HOUR or 1.0
    if not told.is_short:
        if told.gap_minor <= 0:
            return ""
        an_hour = format_money(round(told.gap_minor / hours), campaign.currency)
        return _("It runs %(amount)s an hour over plan.") % {"amount": an_hour}
    if told.part == "traffic":
        return _needed_visitors(told, campaign, why, hours)
    if told.due is None or told.actual is None:
        return ""
    if told.part == "conversion":
        return _("Back at %(plan)s it would bring %(amount)s an hour more.") % {
            "plan": format_share(told.due, 2),
            "amount": format_money(round(abs(told.part_minor) / hours), campaign.currency),
        }
    if told.part == "order_value":
        return _("%(more)s more an order would bring %(amount)s an hour.") % {
            "more": format_money(round(told.due - told.actual), campaign.currency),
            "amount": format_money(round(abs(told.part_minor) / hours), campaign.currency),
        }
    return ""


def _needed_visitors(told: Diagnosis, campaign: Campaign, why: Why, hours: float) -> str:
    if told.channel is not None and told.channel_due is not None and told.channel_seen is not None:
        missing, name = told.channel_due - told.channel_seen, why.names[told.channel]
    elif told.due is not None and told.actual is not None:
        missing, name = round(told.due - told.actual), ""
    else:
        return ""
    an_hour = max(0, round(missing / hours))
    price = _price_of_a_visitor(campaign, told.channel)
    said = {"count": format_count(an_hour), "channel": name, "cost": ""}
    if price is None:
        bare, named = (
            _("It needs %(count)s visitors an hour more."),
            _("It needs %(count)s visitors an hour more from %(channel)s."),
        )
        words = named if name else bare
        return words % said
    said["cost"] = format_money(round(price * an_hour), campaign.currency)
    return _("It needs %(count)s visitors an hour more from %(channel)s, %(cost)s an hour at the planned price.") % said


def _price_of_a_visitor(campaign: Campaign, channel: str | None) -> Fraction | None:
    lines = traffic_plan(campaign).lines if channel else ()
    price = next((line.price_minor for line in lines if line.kind.key == channel), None)
    return price or None


def trigger_words(when: Trigger, currency: str) -> str:
    """Return when a card opens, in words."""
    label = str(METRICS[when.metric].label)
    side = str(PlaySide(when.side).label)
    if when.percent is not None:
        limit = _("%(percent)s of its plan") % {"percent": format_share(when.percent / 100)}
    else:
        limit = _limit(when, currency)
    said = {"metric": label, "side": side, "limit": limit, "hours": when.hours, "cause": str(PlayCause(when.cause).label)}
    told = (
        ngettext(
            "%(metric)s %(side)s %(limit)s for %(hours)s hour", "%(metric)s %(side)s %(limit)s for %(hours)s hours", when.hours
        )
        % said
    )
    if when.is_of_ahead:
        told = _("%(told)s, the sale so far not behind") % {"told": told}
    return told if when.cause == PlayCause.ANY else _("%(told)s; cause: %(cause)s") % {**said, "told": told}


def _limit(when: Trigger, currency: str) -> str:
    unit = METRICS[when.metric].unit
    if unit is Unit.MONEY:
        return format_money(round(when.value or 0), currency)
    return format_share(when.value, 2) if unit is Unit.SHARE else format_count(round(when.value or 0))


def prior_words(prior: Prior) -> str:
    """Return what earlier uses of a card let expect."""
    if not prior.uses:
        return _("Never measured yet.")
    share = format_share(prior.mean, 1, signed=True)
    return ngettext(
        "Measured %(uses)s time before: %(share)s of sales in the hours after.",
        "Measured %(uses)s times before: %(share)s of sales in the hours after.",
        prior.uses,
    ) % {"uses": prior.uses, "share": share}


def effect_words(effect: dict[str, Any], *, is_settled: bool, currency: str) -> str:
    """Return what a card did, or why it cannot be told (yet)."""
    if not effect:
        if is_settled:
            return _("Cannot tell: nothing was planned or sold in the hours after.")
        return _("Too early: half an hour of sales after it is needed.")
    hours = effect["slots"] / SLOTS_AN_HOUR
    said = {
        "amount": format_money(effect["minor"], currency, signed=True),
        "share": format_share(effect["share"], 1, signed=True),
        "low": format_share(effect["low"], 1, signed=True),
        "high": format_share(effect["high"], 1, signed=True),
        "least": format_share(effect["least"], 0),
        "hours": f"{hours:.1f}",
        "others": ", ".join(effect["together"]),
    }
    if effect["together"]:
        return _("Cannot tell apart from %(others)s; together %(share)s (%(low)s to %(high)s) in %(hours)s h.") % said
    if not effect["can_tell"]:
        return _("Cannot tell: between %(low)s and %(high)s in %(hours)s h; below %(least)s nothing could be seen.") % said
    return _("%(amount)s (%(share)s; %(low)s to %(high)s, four of five times) in %(hours)s h.") % said


def written_threshold(when: Trigger, currency: str) -> float:
    """Return a threshold in the unit people write it in: per cent of the plan, whole units of the currency, per cent, a count."""
    if when.percent is not None:
        return float(when.percent)
    unit = METRICS[when.metric].unit
    if unit is Unit.MONEY:
        return float(when.value or 0) / float(10 ** exponent_of(currency))
    return float(when.value or 0) * (100 if unit is Unit.SHARE else 1)
