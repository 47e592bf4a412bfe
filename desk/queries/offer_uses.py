"""What a buyer ordered in a sale so far, as the rule reads it that tells which offers were used."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from campaigns.models import Campaign, StageKind
from campaigns.queries.baskets import Wanted, basket_of
from campaigns.rules.pricing import BasketLine, OfferRule
from common.windows import slot_of
from customers.models import Buyer, TierChange
from customers.queries.tiers import tiers_of
from desk.queries.recent import Lines, Recent, lines_of
from desk.rules.uses import OfferUse, PastOrder, TierMove, offer_uses, tier_then
from orders.models import Order
from orders.states import OrderState, RefundState

MOST_ORDERS = 20
_GONE = {OrderState.CLOSED_UNPAID, OrderState.CLOSED_REFUNDED}


def uses_of(
    campaign: Campaign, buyer: Buyer, recent: Recent, rules: Sequence[OfferRule], *, buyer_tier: str, at: datetime, beside: str
) -> dict[str, OfferUse]:
    """Return by key how often a buyer used each offer with a limit a buyer, in the orders of the sale that stand.

    Asks for nothing where no offer has such a limit. `beside`: an order that is not counted, for it is the basket in hand. The
    lines are read at the prices their files tell, else at the plan's; the buyer counts as of the tier of each order's time.
    """
    if all(rule.limits.per_buyer is None for rule in rules):
        return {}
    begins = min(stage.starts_at for stage in campaign.stages.all() if stage.kind != StageKind.PREPARATION)
    orders, lines = _of_sale(buyer, recent, begins, at, beside)
    return offer_uses(_as_baskets(campaign, buyer, orders, lines, rules, buyer_tier, at) if orders else (), rules)


def _of_sale(buyer: Buyer, recent: Recent, begins: datetime, ends: datetime, beside: str) -> tuple[list[Order], Lines]:
    """Return the orders of a time that stand, the oldest first, twenty at most, with the lines of all of them."""
    if recent.is_all or (recent.orders[-1].placed_at or ends) < begins:
        placed = [order for order in recent.orders if order.placed_at and begins <= order.placed_at < ends]
        stands = [order for order in placed if order.state not in _GONE and order.refund_state != RefundState.FULL]
        return [order for order in stands if order.order_no != beside][:MOST_ORDERS][::-1], recent.lines
    mine = Order.objects.filter(shop=buyer.shop_id, buyer_key=buyer.buyer_key, placed_at__gte=begins, placed_at__lt=ends)
    standing = mine.exclude(state__in=_GONE).exclude(refund_state=RefundState.FULL).exclude(order_no=beside)
    orders = list(standing.order_by("-placed_at", "-paid_at", "-order_no")[:MOST_ORDERS])[::-1]
    return orders, lines_of(buyer, [order.order_no for order in orders])


def _as_baskets(
    campaign: Campaign,
    buyer: Buyer,
    orders: Sequence[Order],
    lines_by_order: Lines,
    rules: Sequence[OfferRule],
    buyer_tier: str,
    at: datetime,
) -> list[PastOrder]:
    """Return the orders as baskets, the lines of all of them priced in one go."""
    lines = [line for order in orders for line in lines_by_order.get(order.order_no, ()) if not line.is_gift]
    wanted = [Wanted(line.sku or "", max(1, line.units or 0), line.price_minor) for line in lines]
    filled = basket_of(campaign, wanted, rules, at=at, buyer_tier=buyer_tier, of_shop=buyer.shop_id)
    priced = {line.line_no: line for line in filled.basket.lines}  # by the place in `wanted`, from 1
    parts: dict[str, list[BasketLine | None]] = {order.order_no: [] for order in orders}
    for place, line in enumerate(lines, 1):
        parts[line.order_no].append(priced.get(place) if line.sku and (line.units or 0) > 0 else None)
    moves, found = _moves(buyer, rules), []
    for order in orders:
        known = [line for line in parts[order.order_no] if line is not None and line.unit_price_minor >= 0]
        is_whole = bool(known) and len(known) == len(parts[order.order_no]) and order.placed_at is not None
        basket = replace(
            filled.basket,
            lines=tuple(known),
            at=slot_of(order.placed_at or at),
            freight_minor=max(0, order.freight_minor or 0),
            buyer_tier=tier_then(moves, order.placed_at or at, buyer_tier),
        )
        found.append(PastOrder(basket if is_whole else None, order.total_minor))
    return found


def _moves(buyer: Buyer, rules: Sequence[OfferRule]) -> list[TierMove]:
    """Return the moves of a buyer between tiers, the oldest first; nothing where no offer asks for a tier."""
    if not any(rule.buyer_tiers for rule in rules):
        return []
    names: dict[int | None, str] = {tier.pk: str(tier) for tier in tiers_of(buyer.shop_id)}
    told = ("at", "before_id", "before_name", "after_id", "after_name")
    rows = TierChange.objects.filter(buyer=buyer).order_by("at", "pk").values_list(*told)
    return [TierMove(on, names.get(old, was), names.get(new, now)) for on, old, was, new, now in rows]
