"""The shape of the odds over REST. Amounts are decimal texts in the campaign's currency, chances numbers from 0 to 1."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from rest_framework import serializers

from campaigns.costs import Cost
from campaigns.models import Campaign
from campaigns.queries.odds import Reckoning
from campaigns.rules.figures import half_up
from campaigns.rules.odds import DRAWS, NAMES, UNITS, Unit
from common.money import exponent_of, from_minor

MONEY = {Unit.MONEY, Unit.PER_ORDER}
LARGEST_SEED = 2**32 - 1


class InputSerializer(serializers.Serializer[dict[str, Any]]):
    """One input: low is P10, likely P50, high P90; amounts in the currency, shares from 0 to 1."""

    name = serializers.ChoiceField(choices=NAMES)
    unit = serializers.ChoiceField(choices=[str(unit) for unit in Unit])
    low = serializers.CharField()
    likely = serializers.CharField()
    high = serializers.CharField()
    origin = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)


class PartSerializer(serializers.Serializer[dict[str, Any]]):
    """One part of the likely profit; all of them add up to it exactly."""

    name = serializers.CharField()
    amount = serializers.CharField()


class SwingSerializer(serializers.Serializer[dict[str, Any]]):
    """The profit with one input at its low and at its high, the others at likely; its rank correlation with the profit."""

    name = serializers.CharField()
    at_low = serializers.CharField()
    at_high = serializers.CharField()
    rank_correlation = serializers.FloatField()


class OddsSerializer(serializers.Serializer[dict[str, Any]]):
    """The odds of a sale."""

    campaign = serializers.IntegerField()
    version = serializers.IntegerField()
    currency = serializers.CharField()
    is_saved = serializers.BooleanField(help_text="false: nothing is saved yet, the inputs are what the shop's data proposes")
    draws = serializers.IntegerField()
    seed = serializers.IntegerField()
    p_profit = serializers.FloatField()
    p_target = serializers.FloatField(help_text="chance that revenue reaches the plan's target")
    profit = serializers.DictField(child=serializers.CharField(), help_text="p5, p10, p25, p50, p75, p90, p95")
    revenue = serializers.DictField(child=serializers.CharField(), help_text="p5, p10, p25, p50, p75, p90, p95")
    likely_profit = serializers.CharField()
    likely_revenue = serializers.CharField()
    break_even_lift = serializers.FloatField(allow_null=True, help_text="how many times the likely orders are needed")
    break_even_revenue = serializers.CharField(allow_null=True)
    break_even_order_value = serializers.CharField(allow_null=True, help_text="after discounts, at the same orders")
    unknown = serializers.ListField(child=serializers.CharField(), help_text="inputs nobody has told; they count as nothing")
    inputs = InputSerializer(many=True)
    parts = PartSerializer(many=True)
    tornado = SwingSerializer(many=True)


class FiguresSerializer(serializers.Serializer[dict[str, Any]]):
    """Three figures of an input, or `likely` alone, which takes low and high along in proportion."""

    low = serializers.DecimalField(max_digits=27, decimal_places=10, required=False)
    likely = serializers.DecimalField(max_digits=27, decimal_places=10)
    high = serializers.DecimalField(max_digits=27, decimal_places=10, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for both ends or none."""
        if ("low" in attrs) != ("high" in attrs):
            raise serializers.ValidationError({"low": "Give low and high, or neither."})
        return attrs


class WhatIfSerializer(serializers.Serializer[dict[str, Any]]):
    """Other inputs to answer for; nothing is saved. Amounts in the currency, shares from 0 to 1."""

    inputs = serializers.DictField(child=FiguresSerializer())
    seed = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_SEED)

    def validate_inputs(self, value: dict[str, Any]) -> dict[str, Any]:
        """Refuse names that are no input."""
        unknown = [name for name in value if name not in UNITS]
        if unknown:
            raise serializers.ValidationError(f"There is no input {', '.join(unknown)}. There are {', '.join(NAMES)}.")
        return value


def odds_of(found: Reckoning, campaign: Campaign, *, is_saved: bool, seed: int) -> dict[str, Any]:
    """Return the odds of a set of inputs as REST gives them."""
    odds, turn = found.odds, found.break_even

    def money(minor: int | None) -> str | None:
        return None if minor is None else str(from_minor(minor, exponent_of(campaign.currency)))

    return {
        "campaign": campaign.pk,
        "version": campaign.version,
        "currency": campaign.currency,
        "is_saved": is_saved,
        "draws": DRAWS,
        "seed": seed,
        "p_profit": odds.p_profit,
        "p_target": odds.p_target,
        "profit": {f"p{place}": money(odds.profit[place - 1]) for place in (5, 10, 25, 50, 75, 90, 95)},
        "revenue": {f"p{place}": money(odds.revenue[place - 1]) for place in (5, 10, 25, 50, 75, 90, 95)},
        "likely_profit": money(odds.likely),
        "likely_revenue": money(odds.likely_revenue),
        "break_even_lift": None if turn.lift is None else float(turn.lift),
        "break_even_revenue": money(turn.revenue_minor),
        "break_even_order_value": money(turn.order_value_minor),
        "unknown": list(odds.unknown),
        "inputs": [_input(cost, campaign) for cost in found.costs.values()],
        "parts": [{"name": name, "amount": money(minor)} for name, minor in odds.parts.items()],
        "tornado": [
            {
                "name": swing.name,
                "at_low": money(swing.at_low),
                "at_high": money(swing.at_high),
                "rank_correlation": round(swing.together, 3),
            }
            for swing in found.swings
        ],
    }


def _input(cost: Cost, campaign: Campaign) -> dict[str, Any]:
    def text(figure: Decimal) -> str:
        if UNITS[cost.name] in MONEY:
            return str(from_minor(int(figure), exponent_of(campaign.currency)))
        return f"{figure.normalize():f}"

    low, likely, high = (text(figure) for figure in cost.figures)
    return {
        "name": cost.name, "unit": str(UNITS[cost.name]), "low": low, "likely": likely, "high": high, "origin": cost.source,
        "detail": cost.detail,
    }  # fmt: skip


def figure_in(name: str, value: Decimal, currency: str) -> Fraction:
    """Return a figure of REST in the input's own unit: amounts become minor units, rounded half up."""
    return Fraction(half_up(Fraction(value) * 10 ** exponent_of(currency))) if UNITS[name] in MONEY else Fraction(value)
