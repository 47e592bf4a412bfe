"""A morning, and the scores of a back-test, as plain data to be kept and read again."""

from datetime import date
from typing import Any

import numpy as np

from live.rules.projection.days import Cap, Floats
from live.rules.projection.ordinary import Errors, Morning
from live.rules.projection.scores import METHODS, RIVALS, Backtest, Tally

DIGITS = 5


def morning_as_data(morning: Morning) -> dict[str, Any]:
    """Return a morning as JSON-able data, floats to five decimals."""
    return {
        "day": morning.day.isoformat(),
        "share": _list(morning.share),
        "level": morning.level,
        "cap": [morning.cap.mean, morning.cap.spread],
        "weights": _list(morning.weights),
        "ages": _list(morning.errors.ages),
        "blend": _list(morning.errors.blend),
        "alone": _list(morning.errors.share),
        "spread": _list(morning.spread),
        "unit": morning.unit,
        "start_variance": morning.start_variance,
        "near": morning.near,
        "days": morning.days,
    }


def morning_of(data: dict[str, Any]) -> Morning:
    """Return the morning that `morning_as_data` wrote down."""
    share = np.array(data["share"])
    shape = (len(data["ages"]), len(share))
    return Morning(
        day=date.fromisoformat(data["day"]),
        share=share,
        level=data["level"],
        cap=Cap(*data["cap"]),
        weights=np.array(data["weights"]),
        errors=Errors(np.array(data["ages"]), np.array(data["blend"]).reshape(shape), np.array(data["alone"]).reshape(shape)),
        spread=np.array(data["spread"]),
        unit=data["unit"],
        start_variance=data["start_variance"],
        near=data["near"],
        days=data["days"],
    )


def scores_as_data(found: Backtest) -> dict[str, Any]:
    """Return a back-test as JSON-able rows: all together, by tenth of the day's usual share, and the odds by tenth.

    `ratios`: the blend's pinball loss over the least of the three plain methods', and over the level's.
    """
    return {
        "days": found.days,
        "skipped": [[day.isoformat(), why] for day, why in found.skipped],
        "ratios": {"plain": _rounded(found.ratio(RIVALS[:3])), "level": _rounded(found.ratio(RIVALS[3:]))},
        "pooled": {name: _tally(found.pooled[name]) for name in METHODS},
        "by_share": [
            {"from": tenth * 10, "to": tenth * 10 + 10, **{name: _tally(tallies[name]) for name in METHODS}}
            for tenth, tallies in sorted(found.by_share.items())
        ],
        "odds": [
            {
                "from": tenth * 10,
                "to": tenth * 10 + 10,
                "count": int(count),
                "said": _rounded(said / count),
                "came": _rounded(came / count),
            }
            for tenth, (count, said, came) in sorted(found.odds.items())
            if count
        ],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "count": tally.count,
        "coverage": _rounded(tally.coverage),
        "pinball": _rounded(tally.mean_pinball),
        "error": _rounded(tally.median_error),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _list(values: Floats) -> list[Any]:
    rounded: list[Any] = np.round(values, DIGITS).tolist()
    return rounded
