"""Replay the offers of a plan on past baskets, and try steps on them: from the tables to what a report keeps."""

from dataclasses import asdict
from datetime import datetime
from fractions import Fraction
from typing import Any

import numpy as np

from campaigns.models import Campaign
from campaigns.queries.offers import offer_rules
from campaigns.queries.past_baskets import past_baskets, window_of
from campaigns.rules.pricing import Kind, Level, OfferRule, compile_offers, price_many, replay
from campaigns.rules.replay import Ints, PastBaskets, replayed
from campaigns.rules.steps import Response, candidates, chosen, tried
from common.money import exponent_of

LEAST_COVERAGE = 0.5


def replay_found(campaign: Campaign, asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the offers of the plan would have cost and earned on the baskets that were asked for, as plain JSON.

    `asked`: start, end (ISO), buyer_tier, claimed (whether every buyer has claimed every coupon), within, lift, off (shares as
    texts; see `campaigns.rules.steps`). Limits per buyer, in all and of money are carried from order to order as they were paid.
    Raises PlanError when an offer cannot be priced.
    """
    start, end = (datetime.fromisoformat(asked[name]) for name in ("start", "end"))
    window = window_of(campaign, start=start, end=end)
    rules = offer_rules(campaign)
    held = frozenset(rule.key for rule in rules if rule.needs_coupon) if asked.get("claimed") else frozenset[str]()
    past = past_baskets(campaign, window, buyer_tier=asked.get("buyer_tier", ""), claimed=held)
    found = replayed(past, replay(past.table, compile_offers(rules), past.buyers, past.slots))
    found["window"] = {"start": window.start, "end": window.end, "is_cut": window.is_cut}
    found["names"] = {rule.key: rule.name for rule in rules}
    found["steps"] = steps_found(campaign, past, rules, response_of(asked), found["margin"])
    return found


def response_of(asked: dict[str, Any]) -> Response:
    """Return the assumed response that was asked for; what is missing is as it is proposed."""
    standard = Response()
    return Response(**{name: Fraction(asked.get(name, getattr(standard, name))) for name in ("within", "lift", "off")})


def steps_found(
    campaign: Campaign, past: PastBaskets, rules: list[OfferRule], response: Response, margin: dict[str, Any]
) -> dict[str, Any]:
    """Return the candidates of steps, a chosen set, and the steps of the plan as they stand, each with what it comes to.

    A basket counts with what it is worth after the offers on pieces. The margin is that of the lines whose cost is known, before
    any offer, and unknown where those are less than half of all.
    """
    values = _piece_values(past, rules)
    kept = None
    if margin["coverage"] >= LEAST_COVERAGE and margin["list_minor"]:
        kept = Fraction(margin["before_minor"], margin["list_minor"])
    unit = 10 ** exponent_of(campaign.currency)
    best = chosen(values, response, unit=unit)
    standing = {
        rule.key: [(step.minimum_minor, step.saves_minor) for step in rule.steps]
        for rule in rules
        if rule.kind is Kind.SPEND_AND_SAVE and not rule.repeats
    }
    return {
        "response": {name: str(value) for name, value in asdict(response).items()},
        "candidates": [asdict(tried(values, [step], response, margin=kept)) for step in candidates(values, response, unit=unit)],
        "chosen": asdict(tried(values, best, response, margin=kept)),
        "standing": [asdict(tried(values, steps, response, margin=kept)) | {"key": key} for key, steps in standing.items()],
    }


def _piece_values(past: PastBaskets, rules: list[OfferRule]) -> Ints:
    """Return what each basket is worth after the offers on pieces and sets, without freight."""
    pieces = [rule for rule in rules if rule.level in {Level.PIECE, Level.SET}]
    if not past.table.length:
        return np.zeros(0, dtype=np.int64)
    totals = price_many(past.table, compile_offers(pieces))
    return totals.total_minor - totals.freight_minor
