"""The target's curve beside the other three it could follow."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaigns.models import Campaign, CurveKind
from campaigns.queries.curves import curves_of
from campaigns.queries.target import TargetArrays, target_arrays
from campaigns.rules.curve import Curve
from campaigns.rules.split import Leaves
from common.windows import Window

DAY_SLOTS = 144
FORTNIGHT = 14 * DAY_SLOTS


@dataclass(frozen=True)
class Comparison:
    """The target per slot as it stands, and the raw shape of every curve, phases aside: weights per slot of the sale."""

    window: Window
    leaves: Leaves
    shapes: dict[str, Curve]

    @property
    def is_by_day(self) -> bool:
        """Whether the sale lasts more than two weeks, so that it is drawn by the day."""
        return self.window.length > FORTNIGHT

    def running(self, kind: str | None = None) -> NDArray[np.float64]:
        """Return the running share after each slot, from 0 to 1: of the target, or of a curve's shape."""
        weights = self.leaves if kind is None else self.shapes[kind].weights
        return np.cumsum(weights) / (int(weights.sum()) or 1)


def comparison(*, campaign: Campaign, arrays: TargetArrays | None = None) -> Comparison:
    """Return the target and the shapes of flat, the earlier sale and the same weekday; `fallback` says why one has no data.

    The shapes of a sale of more than two weeks are known by the day only.
    """
    leaves = (arrays or target_arrays(campaign=campaign)).revenue
    window = Window(campaign.start_slot, campaign.end_slot)
    step = DAY_SLOTS if window.length > FORTNIGHT else 1
    kinds = (CurveKind.FLAT, CurveKind.LAST_SALE, CurveKind.SAME_WEEKDAY)
    shapes = curves_of(campaign=campaign, kinds=[str(kind) for kind in kinds], step=step)
    return Comparison(window, leaves, shapes)
