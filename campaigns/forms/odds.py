"""The forms of the odds: three figures for each input, one for each slider, what came of a sale."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.costs import Cost, Costs
from campaigns.forms.fields import CountField, MoneyField, PercentField, percent
from campaigns.models import CostSource
from campaigns.rules.odds import NAMES, UNITS, Unit, problems_of
from campaigns.rules.problems import Problem
from campaigns.words.odds import MEANINGS, input_label, source_words, unit_words
from campaigns.words.problems import sentence
from common.forms import InkForm
from common.money import exponent_of, from_minor, to_minor

SIDES = ("low", "likely", "high")
SIDE_LABELS = {"low": _("low"), "likely": _("likely"), "high": _("high")}


def figure_of(name: str, currency: str, value: Any) -> Fraction | None:
    """Return a cleaned value in the input's unit; None for nothing."""
    if value is None or value == "":
        return None
    if UNITS[name] in {Unit.MONEY, Unit.PER_ORDER}:
        return Fraction(to_minor(value, exponent_of(currency)))
    return Fraction(value)


def _field(name: str, **kwargs: Any) -> forms.Field:
    unit = UNITS[name]
    if unit == Unit.COUNT:
        return CountField(required=False, **kwargs)
    return PercentField(required=False, **kwargs) if unit == Unit.SHARE else MoneyField(required=False, **kwargs)


class CostsForm(InkForm):
    """Low, likely and high of every input, as people write them; three empty fields are an input that is not known.

    `known` are sets of inputs whose figures keep their source when they come back unchanged, the first that fits.
    """

    def __init__(self, *args: Any, currency: str, known: Sequence[Costs] = (), **kwargs: Any) -> None:
        self.currency, self.known = currency, known
        self.problems: list[Problem] = []
        super().__init__(*args, **kwargs)
        for name in NAMES:
            for side in SIDES:
                field = _field(name, label=gettext("{input}, {side}").format(input=input_label(name), side=SIDE_LABELS[side]))
                field.widget.attrs |= {"aria-label": field.label, "class": "input"}
                self.fields[f"{name}-{side}"] = field

    def clean(self) -> dict[str, Any]:
        """Check each input as a whole."""
        said: dict[str, Any] = super().clean() or {}
        for name in NAMES:
            if not any(f"{name}-{side}" in self.errors for side in SIDES):
                figures = [figure_of(name, self.currency, said.get(f"{name}-{side}")) for side in SIDES]
                for problem in problems_of(name, *figures):
                    self.take(problem)
        return said

    def take(self, problem: Problem) -> None:
        """Show a problem at its field."""
        self.problems.append(problem)
        self.add_error(problem.field if problem.field in self.fields else None, sentence(problem, currency=self.currency))

    @property
    def costs(self) -> dict[str, Cost]:
        """What was written, as inputs; figures that stood somewhere keep where they came from. After `is_valid`."""
        found = {}
        for name in NAMES:
            low, likely, high = (figure_of(name, self.currency, self.cleaned_data.get(f"{name}-{side}")) for side in SIDES)
            if low is None or likely is None or high is None:
                continue
            cost = Cost.of(name, low, likely, high, CostSource.TYPED)
            same = (costs[name] for costs in self.known if name in costs and costs[name].estimate == cost.estimate)
            found[name] = next(same, cost)
        return found

    def rows(self, shown: Costs) -> list[dict[str, Any]]:
        """Return a row for each input: its words, its three fields, where its figures come from in `shown`."""
        return [
            {
                "name": name,
                "label": input_label(name),
                "meaning": MEANINGS[name],
                "unit": unit_words(name, self.currency),
                "fields": [self[f"{name}-{side}"] for side in SIDES],
                "errors": [error for side in SIDES for error in self[f"{name}-{side}"].errors],
                "source": source_words(shown[name]) if name in shown else "",
                "is_rough": name in shown and shown[name].source == CostSource.ROUGH,
            }
            for name in NAMES
        ]


def initial_of(costs: Costs, currency: str) -> dict[str, str]:
    """Return inputs as a person would write them into `CostsForm`."""
    return {
        f"{name}-{side}": written(name, figure, currency)
        for name, cost in costs.items()
        for side, figure in zip(SIDES, cost.figures, strict=True)
    }


def written(name: str, figure: Decimal, currency: str) -> str:
    """Write a figure for a field: thousands in groups, a share in per cent.

    >>> written("refund_rate", Decimal("0.16"), "CNY"), written("people", Decimal(60000050), "CNY")
    ('16', '600,000.50')
    """
    if UNITS[name] == Unit.SHARE:
        return percent(round(figure, 6))
    if UNITS[name] == Unit.COUNT:
        return f"{int(figure):,}"
    amount = from_minor(int(figure), exponent_of(currency))
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,}"


def sorted_figures(data: QueryDict, currency: str) -> QueryDict:
    """Return what was typed with the three figures of each input in rising order; what cannot be read stays as it is."""
    fixed = data.copy()
    for name in NAMES:
        keys = [f"{name}-{side}" for side in SIDES]
        texts = [str(data.get(key, "")) for key in keys]
        figures = _readable(name, texts, currency)
        if figures is not None:
            for key, (_figure, text) in zip(keys, sorted(zip(figures, texts, strict=True)), strict=True):
                fixed[key] = text
    return fixed


def _readable(name: str, texts: Sequence[str], currency: str) -> list[Fraction] | None:
    """Return the typed texts of an input as figures; None when one is empty or no figure."""
    field = _field(name)
    try:
        figures = [figure_of(name, currency, field.clean(text)) for text in texts]
    except forms.ValidationError:
        return None
    told = [figure for figure in figures if figure is not None]
    return told if len(told) == len(texts) else None


class WhatIfForm(InkForm):
    """Another likely value for some inputs: what an empty field means is that nothing changes."""

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(*args, **kwargs)
        for name in NAMES:
            field = _field(name, label=input_label(name))
            field.widget.attrs |= {"class": "input", "data-what-if": name, "autocomplete": "off"}
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """Check each figure by its bounds."""
        said: dict[str, Any] = super().clean() or {}
        for name in NAMES:
            value = figure_of(name, self.currency, said.get(name))
            if value is not None:
                for problem in problems_of(name, value, value, value)[:1]:
                    self.add_error(name, sentence(problem, currency=self.currency))
        return said

    def over(self, costs: Costs) -> dict[str, Cost]:
        """Return the inputs with the written likely values; low and high move with them. After `is_valid`."""
        changed = dict(costs)
        for name in NAMES:
            value = figure_of(name, self.currency, self.cleaned_data.get(name))
            if value is None:
                continue
            if name not in costs:
                changed[name] = Cost.of(name, value, value, value, CostSource.TYPED)
            elif value != costs[name].estimate.likely and written(name, costs[name].figures[1], self.currency) != str(
                self.data.get(name, "")
            ):
                moved = costs[name].estimate.with_likely(value, UNITS[name])
                changed[name] = Cost.of(name, moved.low, moved.likely, moved.high, CostSource.TYPED)
        return {name: changed[name] for name in NAMES if name in changed}


class OutcomeForm(InkForm):
    """What a sale really earned and sold."""

    profit = MoneyField(label=_("Profit, below zero for a loss"))
    revenue = MoneyField(label=_("Revenue"), help_text=_("as the orders tell it, when they are imported"))

    def seen(self) -> datetime | None:
        """Return when the word was recorded that the page showed; None when it showed none."""
        try:
            return parse_datetime(self.data.get("seen", ""))
        except ValueError:
            return None

    def minor(self, currency: str) -> Mapping[str, int]:
        """Return both in minor units. After `is_valid`."""
        exponent = exponent_of(currency)
        return {f"{name}_minor": to_minor(self.cleaned_data[name], exponent) for name in ("profit", "revenue")}
