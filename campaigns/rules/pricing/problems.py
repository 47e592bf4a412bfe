"""What is wrong with an offer, alone or beside the others, whatever the products are.

Every problem names its offer in `values["offer"]` and the field to mend. The sentences stand in `campaigns.words.problems`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from campaigns.rules.pricing.offers import WHOLE_BP, GroupChoice, Kind, OfferRule
from campaigns.rules.problems import Problem

MOST_CHOICES = 256  # ways to take one offer of each group; each is a pricing of its own
_VALUED = {Kind.AMOUNT_OFF}
_PERCENT = {Kind.PERCENT_OFF, Kind.BUY_GET}
_STEPPED = {Kind.SPEND_AND_SAVE, Kind.PLATFORM}


def offer_problems(offers: Sequence[OfferRule]) -> list[Problem]:
    """Return all that is wrong, offer by offer; empty when the engine can price with them.

    >>> from campaigns.rules.pricing.offers import Step
    >>> late = OfferRule("late", Kind.SPEND_AND_SAVE, start=9, end=3, steps=(Step(49900, 10000), Step(30000, 50000)))
    >>> [(problem.code, problem.field) for problem in offer_problems([late])]
    [('window_backwards', 'end'), ('steps_not_rising', 'steps'), ('step_above_minimum', 'steps')]
    """
    found = [problem for offer in offers for problem in one_offer_problems(offer)]
    for key, count in Counter(offer.key for offer in offers).items():
        if count > 1:
            found.append(_problem(key, "offer_twice", "key"))
    return found + list(_group_problems(offers))


def one_offer_problems(offer: OfferRule) -> Iterator[Problem]:
    """Yield what is wrong with one offer by itself."""
    if not offer.key:
        yield _problem(offer.key, "key_missing", "key")
    if offer.start is not None and offer.end is not None and offer.end <= offer.start:
        yield _problem(offer.key, "window_backwards", "end", start=offer.start, end=offer.end)
    yield from _kind_problems(offer)
    yield from _condition_problems(offer)
    yield from _payer_problems(offer)


def _kind_problems(offer: OfferRule) -> Iterator[Problem]:
    kind = offer.kind
    if kind is Kind.FIXED_PRICE and offer.value_minor < 0:
        yield _problem(offer.key, "value_below_zero", "value_minor", value=offer.value_minor)
    if kind in _VALUED and offer.value_minor <= 0:
        yield _problem(offer.key, "value_not_positive", "value_minor", value=offer.value_minor)
    if kind in _PERCENT and not 0 < offer.percent_bp <= WHOLE_BP:
        yield _problem(offer.key, "percent_out_of_range", "percent_bp", percent_bp=offer.percent_bp)
    if kind is Kind.COUPON:
        yield from _coupon_problems(offer)
    if kind in _STEPPED:
        yield from _step_problems(offer)
    if kind is Kind.BUY_GET:
        for name, count in (("buy_units", offer.buy_units), ("get_units", offer.get_units)):
            if count <= 0:
                yield _problem(offer.key, "units_not_positive", name, units=count)
    if kind is Kind.GIFT:
        yield from _gift_problems(offer)
    if kind is Kind.DEPOSIT:
        yield from _deposit_problems(offer)


def _deposit_problems(offer: OfferRule) -> Iterator[Problem]:
    if offer.deposit_minor <= 0:
        yield _problem(offer.key, "value_not_positive", "deposit_minor", value=offer.deposit_minor)
    if offer.counts_minor <= offer.deposit_minor:
        yield _problem(offer.key, "deposit_counts_no_more", "counts_minor", counts_minor=offer.counts_minor)


def _coupon_problems(offer: OfferRule) -> Iterator[Problem]:
    if bool(offer.value_minor) == bool(offer.percent_bp):
        yield _problem(offer.key, "amount_or_percent", "value_minor")
    elif offer.value_minor < 0:
        yield _problem(offer.key, "value_not_positive", "value_minor", value=offer.value_minor)
    elif not 0 <= offer.percent_bp <= WHOLE_BP:
        yield _problem(offer.key, "percent_out_of_range", "percent_bp", percent_bp=offer.percent_bp)
    elif 0 < offer.minimum_minor < offer.value_minor:
        yield _problem(
            offer.key, "gives_more_than_minimum", "value_minor", value=offer.value_minor, minimum_minor=offer.minimum_minor
        )
    if offer.most_minor is not None and offer.most_minor <= 0:
        yield _problem(offer.key, "value_not_positive", "most_minor", value=offer.most_minor)


def _step_problems(offer: OfferRule) -> Iterator[Problem]:
    if not offer.steps:
        yield _problem(offer.key, "steps_missing", "steps")
    if offer.repeats and len(offer.steps) > 1:
        yield _problem(offer.key, "repeats_needs_one_step", "steps", steps=len(offer.steps))
    whole = [step for step in offer.steps if step.minimum_minor > 0 and step.saves_minor > 0]
    for lower, higher in pairwise(whole):
        if higher.minimum_minor <= lower.minimum_minor or higher.saves_minor <= lower.saves_minor:
            yield _problem(offer.key, "steps_not_rising", "steps", minimum_minor=higher.minimum_minor)
    for step in offer.steps:
        if step.minimum_minor <= 0 or step.saves_minor <= 0:
            yield _problem(offer.key, "value_not_positive", "steps", value=min(step.minimum_minor, step.saves_minor))
        elif step.saves_minor > step.minimum_minor:
            yield _problem(
                offer.key, "step_above_minimum", "steps", minimum_minor=step.minimum_minor, saves_minor=step.saves_minor
            )


def _gift_problems(offer: OfferRule) -> Iterator[Problem]:
    if not offer.gift_sku:
        yield _problem(offer.key, "gift_missing", "gift_sku")
    if offer.gift_units <= 0:
        yield _problem(offer.key, "units_not_positive", "gift_units", units=offer.gift_units)
    if offer.gift_worth_minor < 0:
        yield _problem(offer.key, "value_below_zero", "gift_worth_minor", value=offer.gift_worth_minor)
    if offer.repeats and offer.minimum_minor <= 0:
        yield _problem(offer.key, "repeats_needs_minimum", "minimum_minor")


def _condition_problems(offer: OfferRule) -> Iterator[Problem]:
    for name in ("minimum_minor", "minimum_units"):
        if getattr(offer, name) < 0:
            yield _problem(offer.key, "value_below_zero", name, value=getattr(offer, name))
    for name in ("per_order", "per_buyer", "total", "money_minor"):
        limit = getattr(offer.limits, name)
        if limit is not None and limit <= 0:
            yield _problem(offer.key, "limit_not_positive", name, limit=limit)


def _payer_problems(offer: OfferRule) -> Iterator[Problem]:
    whole = sum(share for _payer, share in offer.payers)
    if whole != WHOLE_BP:
        yield _problem(offer.key, "payers_not_whole", "payers", sum_bp=whole)
    if any(share < 0 for _payer, share in offer.payers):
        yield _problem(offer.key, "payer_below_zero", "payers")
    if len({payer for payer, _share in offer.payers}) < len(offer.payers):
        yield _problem(offer.key, "payer_twice", "payers")


def _group_problems(offers: Sequence[OfferRule]) -> Iterator[Problem]:
    groups: dict[str, list[OfferRule]] = defaultdict(list)
    for offer in offers:
        if offer.group:
            groups[offer.group].append(offer)
    for group, members in sorted(groups.items()):
        if len({member.group_choice for member in members}) > 1:
            for member in members:
                yield _problem(member.key, "group_choice_differs", "group_choice", group=group)
    choices = math.prod(len(members) for members in groups.values() if members[0].group_choice is GroupChoice.BEST)
    if choices > MOST_CHOICES:
        yield _problem("", "too_many_choices", "group", choices=choices, most=MOST_CHOICES)


def _problem(offer: str, code: str, field: str, **values: Any) -> Problem:
    return Problem(code, field, {"offer": offer, **values})
