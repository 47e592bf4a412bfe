"""Where a sale, its phases and its days will end, as the board carries it: an interval and the odds of each target (L1, F1).

Measured at the age of the data, like all of the board. The sale as a whole is judged by its plan and by the curves of earlier
sales of its kind (`rules.projection.sale`). A part of it begins with the plan times what the sale, before that part began, was
shown to be larger or smaller than its plan; then its own hours speak.

Money is in minor units, offsets are slots since the start of the sale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any

from live.rules.ledger import Ledger
from live.rules.projection.sale import FROM_SLOTS, Curve, End, Expected, curve_of, ending, expected_of, share_by

PART_DOUBT = 0.15  # how far a part of a sale strays from the whole, in logarithms


@dataclass(frozen=True)
class EarlierSale:
    """A sale of the same kind that is over: revenue of each slot and what was planned for it (0: nothing)."""

    revenue: Sequence[int]
    target_minor: int

    @property
    def total_minor(self) -> int:
        """What it came to."""
        return sum(self.revenue)


def outlook_of(
    ledger: Ledger, *, phases: Sequence[tuple[int, int]], days: Sequence[tuple[int, int]], earlier: Sequence[EarlierSale]
) -> dict[str, Any]:
    """Return the outlook of the sale, each phase and each day: JSON-able, `{}` where nothing can be said.

    `phases` and `days` are windows that count towards each, `earlier` the sales of its kind, the last one first. Each outlook has
    `low_minor`, `middle_minor`, `high_minor` (10%, 50%, 90%), `target_minor`, `odds` of reaching it (None without a target) and
    `is_over`. `basis` names what it rests on: plan or last (sale), and how many earlier sales gave their curve.
    """
    seen = _Seen(ledger, [sale for sale in earlier if sale.total_minor > 0])
    whole = seen.whole(ledger.cut)
    if whole is None:
        return {}
    return {
        "basis": {
            "kind": "plan" if seen.target else "last",
            "sales": len(seen.earlier),
            "is_early": ledger.cut < FROM_SLOTS,
        },
        "sale": seen.told(0, ledger.length, whole),
        "phases": [seen.part(start, end) for start, end in phases] if seen.target else [],
        "days": [seen.part(start, end) for start, end in days] if seen.target else [],
    }


class _Seen:
    """One sale's plan and facts beside the earlier ones."""

    def __init__(self, ledger: Ledger, earlier: Sequence[EarlierSale]) -> None:
        self.ledger, self.earlier = ledger, earlier
        self._wholes: dict[int, End] = {}
        self.target = ledger.planned("revenue", 0, ledger.length)
        past = [log(sale.total_minor / sale.target_minor) for sale in earlier if sale.target_minor > 0]
        self.expected = expected_of(
            plan=float(self.target) or None, past=past, last=float(earlier[0].total_minor) if earlier else None
        )

    def whole(self, cut: int) -> End | None:
        """Return where the sale ends as seen at a cut; None with neither plan nor earlier sale."""
        if self.expected is None:
            return None
        if cut not in self._wholes:
            length = self.ledger.length
            shares = [share_by(sale.revenue, slot=cut, length=length) or 0.0 for sale in self.earlier] if cut > 0 else []
            self._wholes[cut] = self._ending(0, length, cut, shares, self.expected)
        return self._wholes[cut]

    def _ending(self, a: int, b: int, cut: int, shares: Sequence[float], expected: Expected) -> End:
        known = max(0, min(b, cut) - a)
        sold = float(self.ledger.sold("revenue", a, min(b, cut)) or 0) if known else 0.0
        curve: Curve | None = None
        if known >= FROM_SLOTS:
            planned = self.ledger.planned("revenue", a, b)
            share = self.ledger.planned("revenue", a, min(b, cut)) / planned if planned else None
            curve = curve_of(shares, planned=share)
        return ending(sold=sold, curve=curve, expected=expected)

    def part(self, a: int, b: int) -> dict[str, Any]:
        """Return the outlook of the window [a, b)."""
        planned = self.ledger.planned("revenue", a, b)
        before = self.whole(min(a, self.ledger.cut)) if a > 0 else None
        if planned <= 0 or self.ledger.cut >= b:
            return self.told(a, b, None)
        expected = self.expected or Expected(float(planned), 1.0)
        drift, doubt = 0.0, expected.doubt
        if before is not None:
            drift = before.log_mean - log(self.target)
            doubt = sqrt(before.log_deviation**2 + PART_DOUBT**2)
        shares = [
            sum(sale.revenue[a : self.ledger.cut]) / total
            for sale in self.earlier
            if len(sale.revenue) >= b and (total := sum(sale.revenue[a:b])) > 0
        ]
        return self.told(a, b, self._ending(a, b, self.ledger.cut, shares, Expected(planned * exp(drift), doubt)))

    def told(self, a: int, b: int, end: End | None) -> dict[str, Any]:
        """Write an end down; what is over is what was sold."""
        target, sold = self.ledger.planned("revenue", a, b), self.ledger.sold("revenue", a, b) or 0
        is_over = self.ledger.cut >= b
        if is_over or end is None:
            ends = (sold, sold, sold)
            odds = float(sold >= target) if target else None
        else:
            ends = (round(end.low), round(end.middle), round(end.high))
            odds = round(end.p_at_least(float(target)), 4) if target else None
        return {
            **dict(zip(("low_minor", "middle_minor", "high_minor"), ends, strict=True)),
            "target_minor": target,
            "odds": odds,
            "is_over": is_over,
        }
