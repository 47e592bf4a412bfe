"""What a buyer ordered in a sale so far, as the rule reads it that tells which offers were used."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from campaigns.models import Campaign, StageKind
from campaigns.queries.baskets import Wanted, basket_of
from campaigns.rules.pricing import BasketLine, OfferRule
from common.windows import slot_of
from customers.models import Buyer
from desk.rules.uses import OfferUse, PastOrder, offer_uses
from orders.models import Order, OrderLine
from orders.states import OrderState, RefundState

MOST_ORDERS = 20
_GONE = (OrderState.CLOSED_UNPAID, OrderState.CLOSED_REFUNDED)


def uses_of(
    campaign: Campaign, buyer: Buyer, rules: Sequence[OfferRule], *, buyer_tier: str, at: datetime, beside: str
) -> dict[str, OfferUse]:
    """Return by key how often a buyer used each offer with a limit a buyer, in the orders of the sale that stand.

    Asks for nothing where no offer has such a limit. `beside`: an order that is not counted, for it is the basket in hand. The
    lines are read at the prices their files tell, else at the plan's; the buyer counts as of today's tier.
    """
    if all(rule.limits.per_buyer is None for rule in rules):
        return {}
    begins = min(stage.starts_at for stage in campaign.stages.all() if stage.kind != StageKind.PREPARATION)
    mine = Order.objects.filter(shop=buyer.shop_id, buyer_key=buyer.buyer_key, placed_at__gte=begins, placed_at__lt=at)
    standing = mine.exclude(state__in=_GONE).exclude(refund_state=RefundState.FULL).exclude(order_no=beside)
    orders = list(standing.order_by("-placed_at", "-order_no")[:MOST_ORDERS])[::-1]
    return offer_uses(_as_baskets(campaign, buyer, orders, rules, buyer_tier, at) if orders else (), rules)


def _as_baskets(
    campaign: Campaign, buyer: Buyer, orders: Sequence[Order], rules: Sequence[OfferRule], buyer_tier: str, at: datetime
) -> list[PastOrder]:
    """Return the orders as baskets, the lines of all of them priced in one go."""
    numbers = [order.order_no for order in orders]
    rows = OrderLine.objects.filter(shop=buyer.shop_id, order_no__in=numbers).order_by("order_no", "line_no")
    lines = [line for line in rows if not line.is_gift]
    wanted = [Wanted(line.sku or "", max(1, line.units or 0), line.price_minor) for line in lines]
    filled = basket_of(campaign, wanted, rules, at=at, buyer_tier=buyer_tier, of_shop=buyer.shop_id)
    priced = {line.line_no: line for line in filled.basket.lines}  # by the place in `wanted`, from 1
    parts: dict[str, list[BasketLine | None]] = {number: [] for number in numbers}
    for place, line in enumerate(lines, 1):
        parts[line.order_no].append(priced.get(place) if line.sku and (line.units or 0) > 0 else None)
    found = []
    for order in orders:
        known = [line for line in parts[order.order_no] if line is not None and line.unit_price_minor >= 0]
        is_whole = bool(known) and len(known) == len(parts[order.order_no]) and order.placed_at is not None
        basket = replace(
            filled.basket,
            lines=tuple(known),
            at=slot_of(order.placed_at or at),
            freight_minor=max(0, order.freight_minor or 0),
        )
        found.append(PastOrder(basket if is_whole else None, order.total_minor))
    return found
