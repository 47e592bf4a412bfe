"""How right the foresight of all reviewed sales was, together: odds, projections, buffers, alerts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.models import Campaign, OddsScore
from campaigns.queries.odds import scored, scores
from campaigns.rules.odds.calibration import Calibration, calibration
from review.models import SaleScore
from review.queries.scoring import CHOSEN, RULES
from review.rules.calibration import Band, band_of

QUARTERS = 4
_COUNTS = ("rang", "seen", "escalated", "passed", "false")
_ODDS = ("is_foresight", "p_profit", "p_target", "profit", "target_minor", "actual_profit_minor", "actual_revenue_minor")


@dataclass(frozen=True)
class Foresight:
    """What all sales say. `odds`: sale by sale; `calibration`: those made before their sale, together; None without any.

    `quarters`: the projections by quarter of the sale, with the usual size of their miss. `buffers`: by rule. `alerts`: by watch.
    """

    sales: int
    odds: Sequence[OddsScore]
    calibration: Calibration | None
    projections: Band
    quarters: Sequence[tuple[Band, float | None]]
    demand: Band
    buffers: dict[str, dict[str, int]]
    alerts: Sequence[dict[str, Any]]


def foresight() -> Foresight:
    """Return how right the foresight of every scored sale was."""
    return foresight_of(kept_scores())


def kept_scores() -> dict[str, Any]:
    """Return the scores of all sales as JSON: what `foresight_of` is told."""
    rows = SaleScore.objects.exclude(prepared_at=None).order_by("campaign__starts_at", "pk").values_list("campaign", "body")
    odds = [
        {"name": one.campaign.name, "currency": one.campaign.currency, **{name: getattr(one, name) for name in _ODDS}}
        for one in scores()[0]
    ]
    return {"scores": [list(row) for row in rows], "odds": odds}


def foresight_of(kept: dict[str, Any]) -> Foresight:
    """Return how right the foresight of these sales was."""
    rows = [(sale, body) for sale, body in kept["scores"]]
    odds = [
        OddsScore(campaign=Campaign(name=one["name"], currency=one["currency"]), **{name: one[name] for name in _ODDS})
        for one in kept["odds"]
    ]
    together = calibration([scored(one) for one in odds if one.is_foresight])
    moments = [(sale, one) for sale, body in rows for one in body["projections"]]
    quarters = []
    for number in range(QUARTERS):
        here = [(sale, one) for sale, one in moments if min(int(one["share"] * QUARTERS - 1e-9), QUARTERS - 1) == number]
        misses = [abs(one["error"]) for _sale, one in here]
        quarters.append((band_of((sale, one["is_inside"]) for sale, one in here), _middle(misses)))
    held = [(sale, body["buffers"]) for sale, body in rows if body["buffers"]]
    inside, products = (sum(one[name] for _sale, one in held) for name in ("inside", "products"))
    return Foresight(
        len(rows),
        odds,
        together,
        band_of((sale, one["is_inside"]) for sale, one in moments),
        quarters,
        Band(inside, products, len(held)),
        _rules([one["rules"] for _sale, one in held]),
        _alerts([body["alerts"] for _sale, body in rows]),
    )


def _middle(values: list[float]) -> float | None:
    return sorted(values)[len(values) // 2] if values else None


def _rules(told: list[dict[str, dict[str, int]]]) -> dict[str, dict[str, int]]:
    """Add up what each rule left over and lacked; a rule that advised nothing is left out."""
    found: dict[str, dict[str, int]] = {}
    for rule in (CHOSEN, *RULES):
        sums = [one[rule] for one in told if one[rule]["products"]]
        if sums:
            found[rule] = {name: sum(each[name] for each in sums) for name in sums[0]}
    return found


def _alerts(told: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Add up the alerts of all sales by watch, those that passed unseen most often first."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for rows in told:
        for one in rows:
            key = (one["code"], one["name"], one["measure"])
            row = found.setdefault(key, {**one, **dict.fromkeys(_COUNTS, 0), "waits": []})
            for name in _COUNTS:
                row[name] += one.get(name, 0)
            row["waits"] += [] if one["minutes"] is None else [one["minutes"]]
    for row in found.values():
        row["minutes"] = _middle(row.pop("waits"))
    return sorted(found.values(), key=lambda row: (-row["passed"], row["code"], row["name"]))
