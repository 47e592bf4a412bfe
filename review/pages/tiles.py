"""The ratios on the tiles of the review, from sums, never from other ratios."""

from typing import Any


def ratios(body: dict[str, Any]) -> dict[str, float | None]:
    """Return conversion and order value, actual and planned; None where they cannot be known."""
    real, plan = body["real"], body["plan"]
    return {
        "conversion": _over(real["orders"], real["visitors"]),
        "planned_conversion": _over(plan["orders"], plan["visitors"]),
        "order_value": _over(real["revenue"], real["orders"]),
        "planned_order_value": _over(plan["revenue"], plan["orders"]),
    }


def _over(one: int | None, other: int | None) -> float | None:
    return None if one is None or not other else one / other
