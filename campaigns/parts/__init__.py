"""What a plan holds beside its own figures, part by part: each version keeps every part, undo brings it back.

A new part of the plan is one module here and one entry in `PARTS`.
"""

from campaigns.parts import costs, gates, offers, prices, shifts, traffic
from campaigns.parts.base import Part

PARTS: tuple[Part, ...] = (
    traffic.PART,
    offers.PART,
    costs.PART,
    prices.PART,
    shifts.PART,
    gates.PART,
)
BY_NAME: dict[str, Part] = {part.name: part for part in PARTS}

__all__ = ["BY_NAME", "PARTS", "Part"]
