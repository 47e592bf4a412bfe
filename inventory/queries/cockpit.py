"""The stock cockpit: one page of run-outs along an index, with what else is known of these few products. Counts nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, Sum

from inventory.models import (
    NEVER_MINUTE,
    Product,
    ProductFigures,
    Reserve,
    RunOut,
    RunOutQuerySet,
    RunOutState,
    StockDay,
    StockLevel,
)
from inventory.queries.beside import Promise, StandIn, next_promises, stand_ins
from orders.models import Shop

SHOWN: dict[str, Q] = {
    "next": ~Q(state__in=[RunOutState.GONE, RunOutState.UNCOUNTED]),
    "alert": Q(state=RunOutState.ALERT),
    "gone": Q(state=RunOutState.GONE),
    "uncounted": Q(state=RunOutState.UNCOUNTED),
    "risk": Q(oversell__gt=0),
    "all": Q(),
}
PAGE_ROWS = 50


@dataclass(frozen=True)
class CockpitRow:
    """One product of the cockpit. `price_minor`: what a piece was paid with lately, else its list price; None: not known."""

    run_out: RunOut
    title: str
    tier: str
    level: StockLevel | None
    reserve: Reserve | None
    stand_in: StandIn | None
    promise: Promise | None
    price_minor: int | None = None

    @property
    def lost_minor(self) -> int | None:
        """What holding back costs in sales until the next import, minor units; None where no price is known."""
        return None if self.price_minor is None else round(self.run_out.lost * self.price_minor)

    @property
    def held(self) -> int:
        """Pieces held by orders, paid or not."""
        return self.level.unpaid + self.level.unshipped if self.level else 0


@dataclass(frozen=True)
class Overview:
    """How many products stand how, over all rows; how many are oversold and by how many pieces; the version of it all.

    `version` rises with every change of a row, so that an unchanged cockpit is known by it.
    """

    states: dict[str, int]
    at_risk: int
    oversold: int
    short_pieces: int
    version: int

    @property
    def count(self) -> int:
        """All products with a run-out."""
        return sum(self.states.values())


def overview(*, shops: Collection[Shop]) -> Overview:
    """Count the products of these shops by how they stand; three queries on indexes."""
    rows = RunOut.objects.filter(shop__in=shops)
    states = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    short = StockLevel.objects.filter(shop__in=shops, short__gt=0).aggregate(count=Count("pk"), pieces=Sum("short"))
    version = StockDay.objects.filter(shop__in=shops).aggregate(sum=Sum("version"))["sum"] or 0
    at_risk = rows.filter(oversell__gt=0).count()
    return Overview(
        {state: states.get(state, 0) for state in RunOutState.values}, at_risk, short["count"], short["pieces"] or 0, version
    )


def run_outs(
    *, shops: Collection[Shop], show: str = "next", asked: str = "", skus: Collection[str] | None = None
) -> RunOutQuerySet:
    """Return the run-outs of these shops, the one that goes first on top.

    `show`: a key of SHOWN. `asked`: part of a SKU or of a title. `skus`: only these.
    """
    rows = RunOut.objects.filter(SHOWN[show], shop__in=shops).select_related("shop")
    if skus is not None:
        rows = rows.filter(sku__in=skus)
    if asked:
        named = Product.objects.filter(shop__in=shops, title__icontains=asked).values_list("sku", flat=True)
        rows = rows.filter(Q(sku__icontains=asked) | Q(sku__in=list(named[:500])))
    return rows.first_gone()


def cockpit_rows(run_outs: Sequence[RunOut]) -> list[CockpitRow]:
    """Return what is known beside the run-outs of one page: a query each for names, levels, reserves, substitutes, promises."""
    shops, skus = {row.shop_id for row in run_outs}, {row.sku for row in run_outs}
    here = {"shop__in": shops, "sku__in": skus}
    others = stand_ins(shops=shops, skus=skus)
    levels = {(one.shop_id, one.sku): one for one in StockLevel.objects.filter(**here)}
    reserves = {(one.shop_id, one.sku): one for one in Reserve.objects.filter(released_at__isnull=True, **here)}
    promises = next_promises(shops=shops, skus=skus)
    names = {
        (shop, sku): (title, tier, price)
        for shop, sku, title, tier, price in Product.objects.filter(**here).values_list(
            "shop_id", "sku", "title", "tier", "list_price_minor"
        )
    }
    held_back = {row.sku for row in run_outs if row.hold_back}
    paid = ProductFigures.objects.filter(shop__in=shops, sku__in=held_back, price_minor__isnull=False) if held_back else []
    prices = {(one.shop_id, one.sku): one.price_minor for one in paid}
    rows = []
    for row in run_outs:
        key = row.shop_id, row.sku
        title, tier, listed = names.get(key, ("", "", None))
        beside = levels.get(key), reserves.get(key), others.get(key), promises.get(key)
        rows.append(CockpitRow(row, title or row.sku, tier, *beside, price_minor=prices.get(key, listed)))
    return rows


def first_to_go(*, shops: Collection[Shop]) -> RunOut | None:
    """Return the run-out that comes first of those that are not gone yet; None where none is in sight of its end."""
    return run_outs(shops=shops).filter(goes_minute__lt=NEVER_MINUTE).first()


def known_to(*, shops: Collection[Shop]) -> datetime | None:
    """Return up to where the orders of all these shops are known: the moment of the one that lags most; None: of none."""
    moment: datetime | None = StockDay.objects.filter(shop__in=shops, as_of__isnull=False).aggregate(at=Min("as_of"))["at"]
    return moment
