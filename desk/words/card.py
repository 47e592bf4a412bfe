"""The card in words: the first line, what is open, offers and their reasons."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign
from campaigns.rules.pricing import Kind, Reason
from campaigns.words.baskets import next_words, outcome_words
from common.moments import format_duration, format_moment
from common.money import format_count, format_money
from customers import words
from customers.queries.forgotten import is_forgotten
from desk.queries.card import Card
from desk.queries.found import MOST
from desk.queries.offers import OfferStanding
from desk.rules.problems import Kind as Open
from desk.rules.problems import Problem

TAIL = 4


def tail_of(order_no: str) -> str:
    """Call an order by the end of its number, as agents do.

    >>> tail_of("330441234500008812"), tail_of("A12")
    ('…8812', 'A12')
    """
    return order_no if len(order_no) <= TAIL + 2 else f"…{order_no[-TAIL:]}"


def first_line(card: Card) -> str:
    """Say who this is, what is open, and what is missing for the next tier."""
    name, currency = words.name_of(card.buyer), card.buyer.shop.currency
    tier = card.standing.tier
    if is_forgotten(card.buyer):
        return words.forgotten_words(card.buyer)
    who = (
        _("{name} is a {tier} buyer").format(name=name, tier=tier)
        if tier
        else _("{name} has not paid for an order yet").format(name=name)
    )
    if card.problems:
        said = _("{who} with {open}") if tier else _("{who}: {open}")
        who = said.format(who=who, open=_open(card.problems, card.at, currency))
    if tier and card.following and card.following.best:
        missing = words.missing_words(card.following.best, currency)
        return _("{who}; {missing} to {next}.").format(who=who, missing=missing, next=card.following.tier)
    return _("{who}.").format(who=who)


def _open(problems: list[Problem], at: datetime, currency: str) -> str:
    """Say the most urgent problem in a few words, all of its kind together."""
    first = problems[0]
    alike = [problem for problem in problems if problem.kind == first.kind]
    known = [problem.amount_minor for problem in alike if problem.amount_minor is not None]
    amount = format_money(sum(known), currency, "exact") if known else ""
    if first.kind is Open.LATE:
        return ngettext("{count} parcel late", "{count} parcels late", len(alike)).format(count=format_count(len(alike)))
    if not amount:
        return {Open.HELD: _("a parcel on hold"), Open.REFUND: _("a refund asked"), Open.UNPAID: _("an order unpaid")}[first.kind]
    said = {Open.HELD: _("{amount} on hold"), Open.REFUND: _("{amount} asked back"), Open.UNPAID: _("{amount} unpaid")}
    return said[first.kind].format(amount=amount)


def problem_words(problem: Problem, at: datetime, currency: str, zone: str) -> str:
    """Say one thing that is open, and what to do about it."""
    told = {
        "order": tail_of(problem.order_no),
        "amount": format_money(problem.amount_minor, currency, "exact"),
        "reason": problem.reason,
    }
    if problem.kind is Open.HELD:
        return _("Order {order} is held and does not leave: {reason}.").format(**told)
    if problem.kind is Open.REFUND:
        said = _("Answer the refund first: order {order}, {amount} asked back.") if told["amount"] else ""
        said = (said or _("Answer the refund first: order {order}.")).format(**told)
        return said + " " + _("It is held and does not leave.") if problem.reason else said
    if problem.kind is Open.LATE:
        late = format_duration(at - problem.since) if problem.since else ""
        until = format_moment(problem.since, zone)
        return _("Order {order} should have left by {until}: {late} late.").format(until=until, late=late, **told)
    if told["amount"]:
        return _("Order {order} over {amount} waits for payment: ask what is unclear.").format(**told)
    return _("Order {order} waits for payment: ask what is unclear.").format(**told)


def reason_words(standing: OfferStanding, names: Mapping[str, str], campaign: Campaign) -> str:
    """Say what became of an offer; what is left of its money is nobody's business here."""
    if standing.outcome.reason is Reason.BUDGET:
        return _("Its money is spent.")
    if standing.counts and not standing.outcome.applied:
        if standing.rule.kind is Kind.FREE_SHIPPING and standing.outcome.reason is Reason.NOTHING_LEFT:
            return _("shipping is free")
        return ""
    return outcome_words(standing.outcome, names, campaign)


def step_words(standing: OfferStanding, campaign: Campaign) -> str:
    """Say what to add for the next step and what it saves; "" where there is none."""
    return next_words(standing.outcome.next_step, campaign)


def uses_words(standing: OfferStanding) -> str:
    """Say how often the buyer used an offer that is limited a buyer, and what their orders do not tell; "" for another."""
    use = standing.use
    if use is None or standing.outcome.reason is Reason.LIMIT_PER_BUYER:
        return ""
    said = _("not used by this buyer yet")
    if use.times:
        said = ngettext("used {count} time by this buyer", "used {count} times by this buyer", use.times)
    elif use.untold:
        said = _("whether this buyer used it is not known")
    said = said.format(count=format_count(use.times))
    if not use.untold:
        return said
    untold = ngettext("{count} order does not tell it", "{count} orders do not tell it", use.untold)
    return f"{said}: {untold.format(count=format_count(use.untold))}"


def difference_words(minor: int, currency: str) -> str:
    """Say how the whole basket changes when a product that reaches the step is added."""
    amount = format_money(abs(minor), currency, "exact")
    if minor < 0:
        return _("the whole costs {amount} less").format(amount=amount)
    if minor == 0:
        return _("the whole costs the same")
    return _("the whole costs {amount} more").format(amount=amount)


def searched_line(text: str, *, exact: int, count: int, refused: bool, no_book: bool, masked: bool) -> str:
    """Say what a search came to."""
    if refused:
        return _("This is a phone: searching by phone needs a right you do not have.")
    if not text:
        return _("Whom do you talk to?")
    if not count and no_book:
        return _("Nobody is found by this phone: no phone book is kept.")
    if not count:
        return _("Nobody is called “{text}”.").format(text=text)
    if masked:
        said = ngettext("{count} buyer may be “{text}”.", "{count} buyers may be “{text}”.", count)
    elif count >= MOST and not exact:
        return _("The first {count} that begin with “{text}”: type on.").format(count=format_count(count), text=text)
    elif exact:
        said = ngettext("{count} buyer fits exactly.", "{count} buyers fit exactly.", exact)
        return said.format(count=format_count(exact))
    else:
        said = ngettext("{count} buyer begins with “{text}”.", "{count} buyers begin with “{text}”.", count)
    return said.format(count=format_count(count), text=text)
