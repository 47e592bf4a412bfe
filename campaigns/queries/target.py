"""The target of a sale as arrays: one number for each ten minutes."""

from dataclasses import dataclass
from threading import Lock

import numpy as np

from campaigns.models import Campaign, TargetCurve
from campaigns.rules.packing import Table, unpack
from campaigns.rules.split import Leaves
from common.once import once

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


@once
def target_arrays(*, campaign: Campaign) -> TargetArrays:
    """Return the target of a sale; no slots before the first was written."""
    curves = TargetCurve.objects.filter(campaign=campaign)
    names = ("digest", "start_slot", "visitors_follow_earlier", "inquiries_follow_earlier")
    row = curves.values_list(*names).first()
    if row is None:
        return TargetArrays(campaign.start_slot, np.zeros((len(ROWS), 0), dtype=np.int64))
    digest, start_slot, came, asked = row
    table = _KNOWN.get(digest)
    if table is None:
        digest, start_slot, came, asked, body = curves.values_list(*names, "body").get()  # perhaps a newer one by now
        table = unpack(bytes(body))
        remember(digest, table)
    return TargetArrays(start_slot, table, came, asked)


def remember(digest: str, table: Table) -> None:
    """Keep a table in this process by the digest of its bytes: the year of an edit is unpacked once and not four times."""
    table.setflags(write=False)
    with _ONE_AT_A_TIME:
        _KNOWN[digest] = table
        while len(_KNOWN) > MOST_KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)))


MOST_KNOWN = 8  # tables of a year have 1.7 MB
_KNOWN: dict[str, Table] = {}
_ONE_AT_A_TIME = Lock()
