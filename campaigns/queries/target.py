"""The target of a sale as arrays: one number for each ten minutes."""

from dataclasses import dataclass

import numpy as np

from campaigns.models import Campaign, TargetCurve
from campaigns.rules.packing import Table, unpack
from campaigns.rules.split import Leaves

ROWS = ("revenue", "visitors", "paid_orders", "inquiries")


@dataclass(frozen=True)
class TargetArrays:
    """What each slot from `start_slot` on should bring: four rows of equal length, revenue in minor units."""

    start_slot: int
    table: Table
    visitors_follow_earlier: bool = False
    inquiries_follow_earlier: bool = False

    @property
    def revenue(self) -> Leaves:
        """The revenue of each slot, minor units."""
        return self._row(0)

    @property
    def visitors(self) -> Leaves:
        """The visitors of each slot."""
        return self._row(1)

    @property
    def paid_orders(self) -> Leaves:
        """The paid orders of each slot."""
        return self._row(2)

    @property
    def inquiries(self) -> Leaves:
        """The inquiries of each slot."""
        return self._row(3)

    def _row(self, number: int) -> Leaves:
        row: Leaves = self.table[number]
        return row

    def running(self) -> Table:
        """Return the running totals of all four rows, from 0 before the first slot: sums are differences of these."""
        start = np.zeros((len(ROWS), 1), dtype=np.int64)
        return np.concatenate([start, np.cumsum(self.table, axis=1)], axis=1)


def target_arrays(*, campaign: Campaign) -> TargetArrays:
    """Return the target of a sale; no slots before the first was written."""
    row = TargetCurve.objects.filter(campaign=campaign).first()
    if row is None:
        return TargetArrays(campaign.start_slot, np.zeros((len(ROWS), 0), dtype=np.int64))
    return TargetArrays(row.start_slot, unpack(bytes(row.body)), row.visitors_follow_earlier, row.inquiries_follow_earlier)
