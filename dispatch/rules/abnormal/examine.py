"""All rules over some orders at once. Deterministic: what is found depends on the orders and the figures beside them alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dispatch.rules.abnormal.address import address_changed
from dispatch.rules.abnormal.defaults import Thresholds
from dispatch.rules.abnormal.duplicate import duplicate
from dispatch.rules.abnormal.held import held_long
from dispatch.rules.abnormal.mismatch import mismatch
from dispatch.rules.abnormal.price import below_floor
from dispatch.rules.abnormal.quantity import odd_quantity
from dispatch.rules.abnormal.seen import Finding, OrderSeen


@dataclass(frozen=True)
class Around:
    """What is known beside the orders: floors by SKU, limits of pieces by SKU, what each buyer usually orders, who goes without.

    `usual_of_buyers`: pieces of the buyer's orders by buyer and order number, the order in hand among them. `at`: epoch seconds.
    """

    at: int
    floors: Mapping[str, int] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    usual_of_buyers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    oversold: Mapping[str, Finding] = field(default_factory=dict)


def examine(orders: Sequence[OrderSeen], around: Around, thresholds: Thresholds) -> dict[tuple[str, str], Finding]:
    """Return what the rules that are on find, by order number and kind; an order that is not open any more has nothing.

    `orders` must hold all open orders of each buyer in it that were placed within the minutes of the rule of duplicates.
    """
    by_buyer: defaultdict[str, list[OrderSeen]] = defaultdict(list)
    for order in orders:
        if order.buyer_key is not None and order.is_open:
            by_buyer[order.buyer_key].append(order)
    found: dict[tuple[str, str], Finding] = {}
    for order in orders:
        if order.is_open:
            for finding in _findings(order, by_buyer.get(order.buyer_key or "", []), around, thresholds):
                found[order.order_no, finding.kind] = finding
    return found


def _findings(order: OrderSeen, same: Sequence[OrderSeen], around: Around, thresholds: Thresholds) -> Iterable[Finding]:
    figure = thresholds.of
    others = around.usual_of_buyers.get(order.buyer_key or "", {})
    usual = [units for number, units in others.items() if number != order.order_no]
    rules: dict[str, Callable[[], Finding | None]] = {
        "oversold": lambda: around.oversold.get(order.order_no),
        "address": lambda: address_changed(order),
        "quantity": lambda: odd_quantity(
            order,
            limits=around.limits,
            usual_of_buyer=usual,
            least=figure("quantity", "least"),
            times=figure("quantity", "times"),
        ),
        "price": lambda: below_floor(order, floors=around.floors, percent=figure("price", "percent")),
        "held": lambda: held_long(order, at=around.at, hours=figure("held", "hours")),
        "duplicate": lambda: duplicate(order, same, minutes=figure("duplicate", "minutes")) if len(same) > 1 else None,
        "mismatch": lambda: mismatch(order, tolerance=figure("mismatch", "tolerance_minor")),
    }
    for kind, rule in rules.items():
        finding = rule() if thresholds.is_on(kind) else None
        if finding is not None:
            yield finding
