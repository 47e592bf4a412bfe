"""What the page of the odds shows of one set of inputs: its figures, tables, sliders and scenarios, as plain data in words."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from campaigns.charts.odds import histogram_figure, tornado_figure, waterfall_figure
from campaigns.costs import Cost, Costs, case_of
from campaigns.forms.odds import WhatIfForm, written
from campaigns.models import Campaign, CostScenario, OddsScore
from campaigns.queries.odds import Reckoning, extremes, scored
from campaigns.rules.odds import DRAWS, NAMES, UNITS, Odds, Swing, Unit, answer
from campaigns.rules.odds.chances import round_below
from campaigns.words.odds import MEANINGS, chance, estimate_words, input_label, part_label, source_words, unit_words, value_words
from campaigns.words.odds_headlines import of_break_even
from common.money import exponent_of, format_money, format_share

FIRST_SLIDERS = 7


def answer_of(found: Reckoning, campaign: Campaign, base: Reckoning | None) -> dict[str, Any]:
    """Return the answer's figures, charts and tables; `base` is the plan's answer when `found` is a what-if."""
    odds, currency = found.odds, campaign.currency
    return {
        "found": found,
        "draws": DRAWS,
        "tiles": _tiles(odds, campaign, base.odds if base else None),
        "histogram": histogram_figure(found.bars, profit=odds.profit, p_profit=odds.p_profit, currency=currency),
        "bars": [(format_money(bar.low, currency), format_money(bar.high, currency), bar.share) for bar in found.bars],
        "tornado": tornado_figure(found.swings, likely=odds.likely, currency=currency),
        "swings": [_swing_row(swing, found.costs[swing.name], currency) for swing in found.swings],
        "waterfall": waterfall_figure(odds.parts, currency=currency),
        "parts": [(part_label(name), minor, _of_revenue(minor, odds)) for name, minor in odds.parts.items() if minor],
        "likely_share": _of_revenue(odds.likely, odds),
        "break_even": of_break_even(found.break_even, campaign),
        "changed": _changed(found.costs, base.costs, currency) if base else [],
    }


def input_rows(costs: Costs, currency: str) -> list[dict[str, Any]]:
    """Return a row for each input, the unknown ones too: its words, its three figures, where they come from."""
    rows = []
    for name in NAMES:
        cost = costs.get(name)
        estimate = cost.estimate if cost else None
        figures = (
            [value_words(name, value, currency) for value in (estimate.low, estimate.likely, estimate.high)] if estimate else []
        )
        rows.append(
            {
                "label": input_label(name),
                "meaning": MEANINGS[name],
                "figures": figures,
                "source": source_words(cost) if cost else "",
            }
        )
    return rows


def sliders(form: WhatIfForm, costs: Costs, swings: Sequence[Swing], currency: str) -> list[dict[str, Any]]:
    """Return a slider for each known input, what matters most first; `is_first` marks those that are shown at once."""
    moving = [swing.name for swing in swings]
    order = moving + [name for name in costs if name not in moving]
    return [
        {
            "name": name,
            "field": form[name],
            "unit": unit_words(name, currency),
            "is_first": place < FIRST_SLIDERS,
            **_range(costs[name], currency),
        }
        for place, name in enumerate(order)
    ]


def shown_figures(costs: Costs, currency: str) -> dict[str, str]:
    """Return each input's likely value as the sliders' fields write it."""
    return {name: written(name, cost.figures[1], currency) for name, cost in costs.items()}


def scenario_table(
    found: Reckoning, scenarios: Sequence[tuple[CostScenario, dict[str, Cost]]], campaign: Campaign
) -> dict[str, Any]:
    """Return the plan, its worst and best case and the kept scenarios side by side: the answers, then the inputs that differ."""
    worst, best = extremes(found.costs, found.swings)
    columns: list[tuple[str, CostScenario | None, dict[str, Cost]]] = [
        (_("The plan"), None, found.costs),
        (_("Everything at its worse end"), None, worst),
        (_("Everything at its better end"), None, best),
        *((row.name, row, costs) for row, costs in scenarios),
    ]
    answers = [answer(case_of(costs), target_minor=campaign.revenue_target_minor)[0] for _name, _row, costs in columns]
    differing = [name for name in NAMES if any(costs.get(name) != found.costs.get(name) for _n, _r, costs in columns[3:])]
    told = [_answers(odds, campaign.currency) for odds in answers]
    rows = [(lines[0][0], [words for _label, words in lines]) for lines in zip(*told, strict=True)]
    inputs = [
        (
            input_label(name),
            [estimate_words(costs[name], campaign.currency) if name in costs else "" for _n, _r, costs in columns],
        )
        for name in differing
    ]
    return {"columns": [(name, row) for name, row, _costs in columns], "rows": rows, "inputs": inputs}


def _answers(odds: Odds, currency: str) -> list[tuple[str, str]]:
    """Return what a scenario answers, as label and figure: a chance without any width is no chance, so it is left out."""
    is_sure = odds.profit[0] == odds.profit[-1]
    return [
        (_("Odds of a profit"), "" if is_sure else chance(odds.p_profit)),
        (_("Odds of the target"), "" if is_sure else chance(odds.p_target)),
        (_("P10"), "" if is_sure else format_money(odds.profit_at(10), currency)),
        (_("Median"), "" if is_sure else format_money(odds.profit_at(50), currency)),
        (_("P90"), "" if is_sure else format_money(odds.profit_at(90), currency)),
        (_("Likely profit"), format_money(odds.likely, currency)),
        (_("Likely revenue"), format_money(odds.likely_revenue, currency)),
    ]


def _tiles(odds: Odds, campaign: Campaign, base: Odds | None) -> list[tuple[str, str, str]]:
    """Return five figures, each as label, value, and what it was in the plan (or a note)."""
    currency = campaign.currency
    was = _("plan: {value}")
    tiles = [
        (_("Odds of a profit"), chance(odds.p_profit), was.format(value=chance(base.p_profit)) if base else ""),
        (
            _("Odds of the target"),
            chance(odds.p_target),
            was.format(value=chance(base.p_target)) if base else format_money(campaign.revenue_target_minor, currency),
        ),
    ]
    notes = {10: _("one time in ten less"), 50: _("half the time less"), 90: _("one time in ten more")}
    names = {10: _("P10"), 50: _("Median"), 90: _("P90")}
    for percentile, name in names.items():
        note = was.format(value=format_money(base.profit_at(percentile), currency)) if base else notes[percentile]
        tiles.append((name, format_money(odds.profit_at(percentile), currency), note))
    return tiles


def _swing_row(swing: Swing, cost: Cost, currency: str) -> dict[str, Any]:
    low, high = (value_words(swing.name, value, currency) for value in (cost.estimate.low, cost.estimate.high))
    return {
        "label": input_label(swing.name),
        "words": estimate_words(cost, currency),
        "low": low,
        "high": high,
        "at_low": swing.at_low,
        "at_high": swing.at_high,
        "half": swing.width // 2,
        "together": f"{swing.together:+.2f}".replace("-", "\u2212"),
    }


def _of_revenue(minor: int, odds: Odds) -> str:
    return format_share(Fraction(minor, odds.likely_revenue), 1) if odds.likely_revenue else ""


def _changed(costs: Costs, base: Costs, currency: str) -> list[tuple[str, str, str]]:
    """Return the inputs a what-if changes: what each was and is."""
    found = []
    for name, cost in costs.items():
        if name not in base or base[name].estimate != cost.estimate:
            was = value_words(name, base[name].estimate.likely, currency) if name in base else ""
            found.append((input_label(name), was, value_words(name, cost.estimate.likely, currency)))
    return found


def _range(cost: Cost, currency: str) -> dict[str, str]:
    """Return the ends and the step of a slider, in the unit of its field: half to one and a half, and all between P10 and P90."""
    unit, estimate = UNITS[cost.name], cost.estimate
    scale = 100 if unit == Unit.SHARE else Fraction(1, 10 ** exponent_of(currency)) if unit != Unit.COUNT else 1
    low = min(estimate.likely / 2, estimate.low)
    high = max(estimate.likely * Fraction(3, 2), estimate.high) or Fraction(1, 10 if unit == Unit.SHARE else 1)
    if unit == Unit.SHARE:
        high = min(Fraction(1), high)
        step = Decimal("0.1") if high > Fraction(5, 100) else Decimal("0.01")
    else:
        step = Decimal(round_below(max(1, int((high - low) * scale / 100))))
    return {
        "min": _plain(low * scale),
        "max": _plain(high * scale),
        "step": f"{step:f}",
        "value": _plain(estimate.likely * scale),
    }


def _plain(value: Fraction) -> str:
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def score_rows(scores: Sequence[OddsScore]) -> list[dict[str, Any]]:
    """Return what came of past sales beside their odds."""
    rows = []
    for row in scores:
        found = scored(row)
        rows.append(
            {
                "name": row.campaign.name,
                "version": row.version,
                "is_foresight": row.is_foresight,
                "p_profit": chance(row.p_profit),
                "p_target": chance(row.p_target),
                "low": row.profit[9],
                "high": row.profit[89],
                "actual": row.actual_profit_minor,
                "is_inside": found.is_inside,
                "place": format_share(found.place),
            }
        )
    return rows
