"""The target's curve beside the other three it could follow."""

from dataclasses import dataclass

import numpy as np

from campaigns.models import Campaign, CurveKind
from campaigns.queries.curves import curve_of
from campaigns.rules.curve import Curve
from campaigns.rules.split import Leaves
from common.windows import Window


@dataclass(frozen=True)
class Comparison:
    """The target per slot as it stands, and the raw shape of every curve, phases aside: weights per slot of the sale."""

    window: Window
    leaves: Leaves
    shapes: dict[str, Curve]

    def running(self, kind: str | None = None) -> list[float]:
        """Return the running share after each slot, from 0 to 1: of the target, or of a curve's shape."""
        weights = self.leaves if kind is None else self.shapes[kind].weights
        total = int(weights.sum()) or 1
        return [float(part) / total for part in np.cumsum(weights).tolist()]


def comparison(*, campaign: Campaign) -> Comparison:
    """Return the target and the shapes of flat, the earlier sale and the same weekday; `fallback` says why one has no data."""
    leaves = np.array(list(campaign.target.order_by("slot").values_list("revenue_minor", flat=True)), dtype=np.int64)
    kinds = (CurveKind.FLAT, CurveKind.LAST_SALE, CurveKind.SAME_WEEKDAY)
    shapes = {str(kind): curve_of(campaign=campaign, kind=kind) for kind in kinds}
    return Comparison(Window(campaign.start_slot, campaign.end_slot), leaves, shapes)
