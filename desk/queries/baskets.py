"""The basket of a buyer: what an agent typed, else the last unpaid order; products are named by SKU or a piece of the title."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from campaigns.queries.baskets import Wanted
from common.money import exponent_of, from_minor, to_minor
from desk.rules.baskets import Typed, read_basket, write_basket
from inventory.queries import products
from orders.models import Order, OrderLine, Shop

MOST_PROPOSED = 6


@dataclass(frozen=True)
class Unclear:
    """A typed line that means no product, or several: (SKU, title) of those it may be."""

    typed: Typed
    candidates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class BuyerBasket:
    """What is to be priced: lines with their titles, what is unclear, the text that reads as this basket.

    `order_no` names the unpaid order the lines are of; `freight_minor` what it says of the freight.
    """

    wanted: tuple[Wanted, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    unclear: tuple[Unclear, ...] = ()
    text: str = ""
    order_no: str = ""
    freight_minor: int = 0


def typed_basket(shop: Shop, text: str) -> BuyerBasket:
    """Return the basket a text means. A name is a SKU first, else a piece of one title alone; two titles are never guessed."""
    lines = read_basket(text)
    known = _known(shop, lines)
    wanted, unclear, titles = [], [], {}
    for line in lines:
        found = known.get(line.name.casefold(), ())
        if len(found) != 1:
            unclear.append(Unclear(line, tuple(found[:MOST_PROPOSED])))
            continue
        sku, title = found[0]
        titles[sku] = title or sku
        price = to_minor(Decimal(line.price), exponent_of(shop.currency)) if line.price else None
        wanted.append(Wanted(sku, line.units, price))
    return BuyerBasket(tuple(wanted), titles, tuple(unclear), text.strip())


def _known(shop: Shop, lines: Sequence[Typed]) -> dict[str, list[tuple[str, str]]]:
    """Return for each name (case does not count) the products it may mean: the SKU itself, else titles that hold it."""
    names = {line.name.casefold(): line.name for line in lines}
    if not names:
        return {}
    goods = products(shops=[shop]).goods()
    by_sku = goods.filter(sku__in={*names, *names.values(), *(name.upper() for name in names)})
    found: dict[str, list[tuple[str, str]]] = {}
    for sku, title in by_sku.values_list("sku", "title"):
        found.setdefault(sku.casefold(), []).append((sku, title))
    for key, name in names.items():
        if key not in found:
            holding = goods.on_sale().filter(Q(title__icontains=name) | Q(sku__icontains=name)).order_by("title", "sku")
            told = list(holding.values_list("sku", "title")[: MOST_PROPOSED + 1])
            exact = [one for one in told if one[1].casefold() == key]
            found[key] = exact if len(exact) == 1 else told
    return found


def basket_of_order(order: Order, lines: Sequence[OrderLine], currency: str) -> BuyerBasket:
    """Return an unpaid order as a basket: its products at today's prices of the plan, else at those of the order."""
    wanted, titles, typed = [], {}, []
    for line in lines:
        name = line.sku or line.title
        if not name or line.is_gift or (line.units or 0) < 1:
            continue
        titles[name] = line.title or name
        typed.append(Typed(name, line.units or 1, _price_text(line, currency) if line.sku is None else ""))
        wanted.append(Wanted(name, line.units or 1, line.price_minor if line.sku is None else None))
    return BuyerBasket(tuple(wanted), titles, (), write_basket(tuple(typed)), order.order_no, order.freight_minor or 0)


def _price_text(line: OrderLine, currency: str) -> str:
    return "" if line.price_minor is None else f"{from_minor(line.price_minor, exponent_of(currency))}"
