"""Everything of one buyer at a moment: what the page, the side panel and the programming interface show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from common.prepared import Prepared
from customers.models import Benefit, Buyer, Label, Note
from customers.queries.benefits import benefits_of
from customers.queries.buyers import BuyerSummary, Favourite, buyer_summary, possible_matches
from customers.queries.contacts import MaskedContact, masked_contact
from customers.queries.labels import PutLabel, labels_around
from customers.queries.tiers import NextTier, Standing, standing_and_next
from desk.queries.baskets import BuyerBasket, basket_of_order, typed_basket
from desk.queries.offers import OffersNow, offers_now
from desk.queries.problems import is_unpaid, open_problems
from desk.queries.recent import lines_of, recent_orders
from desk.rules.problems import Problem
from inventory.models import StockLevel, Substitute
from inventory.queries import products
from orders.models import Order, OrderLine

SHOWN = 7
_MOST_NOTES = 5
_NOTES = Prepared(lambda buyer: Note.objects.filter(buyer=buyer).select_related("author")[:_MOST_NOTES], int)


@dataclass(frozen=True)
class SoldOut:
    """A product of the typed basket of which nothing may be sold, and the first that stands in for it ("": none lined up)."""

    sku: str
    substitute: str = ""


@dataclass(frozen=True)
class Card:
    """All of it. Money: minor units of the shop's currency. `order` is the order in question, `lines` those of the shown ones.

    `holds`: why dispatch holds some of the orders, by number.
    """

    buyer: Buyer
    at: datetime
    summary: BuyerSummary
    standing: Standing
    following: NextTier | None
    orders: list[Order]
    lines: dict[str, list[OrderLine]]
    problems: list[Problem]
    holds: Mapping[str, str]
    order: Order | None
    basket: BuyerBasket
    offers: OffersNow
    benefits: list[Benefit]
    labels: list[PutLabel]
    notes: list[Note]
    won_by: str
    favourites: list[Favourite]
    contact: MaskedContact | None
    sold_out: list[SoldOut] = field(default_factory=list)
    matches: list[Buyer] = field(default_factory=list)
    labels_left: list[Label] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the order in question is about, else the first product of the basket: its title; "" when nobody told one."""
        lines = self.lines.get(self.order.order_no, []) if self.order and not self.is_typed else []
        named = [line.title or line.sku or "" for line in lines if not line.is_gift]
        return next(iter([name for name in named if name] or list(self.basket.titles.values())), "")

    @property
    def is_typed(self) -> bool:
        """Whether the basket was typed, and is not the unpaid order."""
        return bool(self.basket.wanted or self.basket.unclear) and not self.basket.order_no


def buyer_card(buyer: Buyer, *, at: datetime, basket: str = "", coupons: Iterable[str] = (), order_no: str = "") -> Card:
    """Return the card of a buyer.

    `basket` is what was typed; without it the newest unpaid order is the basket. `order_no` names the order that was looked for.
    """
    summary = buyer_summary(buyer, at)
    recent = recent_orders(summary)
    open_now = open_problems(buyer, recent.orders, is_all=recent.is_all, at=at)
    problems = open_now.problems
    question = _in_question(buyer, recent.orders, order_no, problems)
    newest, lines = recent.orders[:SHOWN], recent.lines
    shown = newest if question is None or question in newest else [question, *newest[: SHOWN - 1]]
    if question is not None and question not in recent.orders:
        lines = lines | lines_of(buyer, [question.order_no])
    unpaid = next((order for order in recent.orders if is_unpaid(order)), None)
    if basket.strip():
        meant = typed_basket(buyer.shop, basket)
    elif unpaid is not None:
        meant = basket_of_order(unpaid, lines.get(unpaid.order_no, []), buyer.shop.currency)
    else:
        meant = BuyerBasket()
    standing, following = standing_and_next(buyer, at, recent.orders if recent.is_all else None)
    labels, labels_left = labels_around(buyer)
    return Card(
        buyer=buyer,
        at=at,
        summary=summary,
        standing=standing,
        following=None if standing.by_hand else following,
        orders=shown,
        lines=lines,
        problems=problems,
        holds=open_now.holds,
        order=question,
        basket=meant,
        offers=offers_now(buyer, standing.tier, meant, recent, at=at, coupons=coupons),
        benefits=benefits_of(standing.tier),
        labels=labels,
        notes=_NOTES.ask(buyer.pk),
        won_by=summary.acquisition.tag if summary.acquisition else "",
        favourites=recent.favourites(summary),
        contact=masked_contact(buyer, order_no=question.order_no if question else ""),
        sold_out=_sold_out(buyer, meant),
        matches=possible_matches(buyer),
        labels_left=labels_left,
    )


def _in_question(buyer: Buyer, recent: list[Order], order_no: str, problems: list[Problem]) -> Order | None:
    """Return the order that was named, else the one with the first problem, else the newest."""
    wanted = order_no or (problems[0].order_no if problems else "")
    if not wanted:
        return recent[0] if recent else None
    found = next((order for order in recent if order.order_no == wanted), None)
    mine = Order.objects.filter(shop=buyer.shop_id, order_no=wanted, buyer_key=buyer.buyer_key)
    return found or mine.first() or (recent[0] if recent else None)


def _sold_out(buyer: Buyer, basket: BuyerBasket) -> list[SoldOut]:
    """Return what of a typed basket cannot be sold any more. An unpaid order holds its own pieces, so it is not asked about."""
    if basket.order_no or not basket.wanted:
        return []
    skus = [one.sku for one in basket.wanted]
    gone = set(StockLevel.objects.filter(shop=buyer.shop_id, sku__in=skus, available=0).values_list("sku", flat=True))
    if not gone:
        return []
    lined = list(
        Substitute.objects.filter(shop=buyer.shop_id, sku__in=gone).order_by("rank", "pk").values_list("sku", "other_sku")
    )
    others = [other for _sku, other in lined]
    empty = set(StockLevel.objects.filter(shop=buyer.shop_id, sku__in=others, available=0).values_list("sku", flat=True))
    titles = dict(products(shops=[buyer.shop]).filter(sku__in=others).values_list("sku", "title"))
    first: dict[str, str] = {}
    for sku, other in lined:
        if other not in empty:
            first.setdefault(sku, titles.get(other) or other)
    return [SoldOut(sku, first.get(sku, "")) for sku in skus if sku in gone]
