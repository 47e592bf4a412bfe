"""How far a likely value is believed to be off before a shop has scored sales of its own, and rough figures of the trade."""

from fractions import Fraction

from campaigns.costs import Cost, Costs
from campaigns.models import CostSource
from campaigns.rules.odds import UNITS, Unit

# Low and high as parts of likely, before a shop has scored sales of its own. Visitors, conversion and order value together spread
# the revenue by about 0.3 in its logarithm, near the 0.35 by which a plan nobody has tested is off.
WIDTHS: dict[str, tuple[Fraction, Fraction]] = {
    name: (Fraction(low, 100), Fraction(high, 100))
    for name, (low, high) in {
        "visitors": (70, 140),
        "conversion": (78, 128),
        "order_value": (90, 110),
        "discounts": (80, 125),
        "refund_rate": (75, 130),
        "cost_of_goods": (95, 105),
        "commission": (100, 100),
        "payment_fee": (100, 100),
        "freight": (90, 120),
        "gifts": (70, 150),
        "traffic": (85, 125),
        "people": (80, 140),
        "leftover": (30, 250),
        "lost_before": (50, 150),
        "lost_after": (50, 200),
        "ordinary_margin": (80, 120),
    }.items()
}
# Shares of the likely revenue, or of what the input is a share of: no shop's own figures, wide, and named as what they are.
ROUGH: dict[str, Fraction] = {
    "discounts": Fraction(10, 100),
    "refund_rate": Fraction(15, 100),
    "cost_of_goods": Fraction(45, 100),
    "commission": Fraction(5, 100),
    "payment_fee": Fraction(6, 1000),
    "freight": Fraction(4, 100),
    "gifts": Fraction(1, 100),
    "traffic": Fraction(10, 100),
    "people": Fraction(1, 100),
    "leftover": Fraction(3, 100),
    "lost_before": Fraction(2, 100),
    "lost_after": Fraction(5, 100),
}
ROUGH_WIDTH = (Fraction(60, 100), Fraction(160, 100))


def take(found: dict[str, Cost], name: str, likely: Fraction | int | None, source: CostSource, detail: str = "") -> None:
    """Add an input about a likely value with its usual width; nothing when the value is not known."""
    if likely is not None:
        found[name] = spread(name, Fraction(likely), source, detail)


def spread(name: str, likely: Fraction, source: CostSource, detail: str = "") -> Cost:
    """Return an input about a likely value; low and high are rounded to three figures, as they are not known better."""
    low, high = WIDTHS[name]
    most = Fraction(1) if UNITS[name] == Unit.SHARE else likely * high
    ends = min(likely, three_figures(likely * low)), max(likely, min(most, three_figures(likely * high)))
    return Cost.of(name, ends[0], likely, ends[1], source, detail[:120])


def three_figures(value: Fraction) -> Fraction:
    """Round to three figures.

    >>> three_figures(Fraction(17_098)), three_figures(Fraction(884_670, 10**7))
    (Fraction(17100, 1), Fraction(177, 2000))
    """
    return Fraction(f"{float(value):.3g}")


def derived_margin(costs: Costs) -> dict[str, Cost]:
    """Return what an ordinary sale leaves, from the other lines without a discount; nothing while the goods' cost is unknown."""
    if "cost_of_goods" not in costs:
        return {}
    known = {name: cost.estimate.likely for name, cost in costs.items()}
    of_order = sum((known.get(name, Fraction(0)) for name in ("freight", "gifts")), Fraction(0))
    kept = 1 - known.get("refund_rate", Fraction(0))
    margin = kept * (1 - known["cost_of_goods"] - known.get("commission", Fraction(0))) - known.get("payment_fee", Fraction(0))
    if known.get("order_value"):
        margin -= of_order / known["order_value"]
    margin = round(min(Fraction(1), max(Fraction(0), margin)), 4)
    return {"ordinary_margin": spread("ordinary_margin", margin, CostSource.DERIVED)}
