"""A stocktake: opened, counted by several people at once, closed. Its counts make levels when it is closed, not before."""

from collections.abc import Sequence
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from common.pieces import AT_ONCE
from inventory.models import CountKind, CountSource, Occasion, Product, StockCount, Stocktake
from inventory.queries.stocktakes import not_counted
from inventory.services.counts import MOST_UNITS, CountError, meet_sku
from inventory.services.levels import refresh_levels
from orders.models import Shop
from orders.services import hold_shop


class Again(StrEnum):
    """What becomes of a number where somebody counted the same SKU before."""

    ASK = "ask"
    ADD = "add"
    REPLACE = "replace"


class CountedBeforeError(CountError):
    """Somebody counted this SKU in the same stocktake; `standing` is their count, to be added to or replaced."""

    def __init__(self, standing: StockCount) -> None:
        super().__init__("seen")
        self.standing = standing


@transaction.atomic
def open_stocktake(
    *,
    actor: User | None,
    shop: Shop,
    name: str,
    place: str = "",
    occasion: Occasion = Occasion.ORDINARY,
    campaign_no: int = 0,
    category: str = "",
    skus: Sequence[str] = (),
) -> Stocktake:
    """Open a stocktake of a place: of these SKUs, else of a category, else of all goods on sale."""
    take = Stocktake.objects.create(
        shop=shop, name=name.strip()[:100], place=place.strip()[:100], occasion=occasion, campaign_no=campaign_no,
        category=category, asked=list(dict.fromkeys(skus)), opened_at=timezone.now(), opened_by=actor,
    )  # fmt: skip
    after = {"name": take.name, "place": take.place, "occasion": str(occasion), "category": category}
    record(actor=actor, action="stocktake.open", target=f"{shop.name} {take.name}", after=after)
    return take


@transaction.atomic
def count_in(
    *,
    actor: User | None,
    take: Stocktake,
    sku: str,
    units: int,
    again: Again = Again.ASK,
    seen: int = 0,
    is_new: bool = False,
) -> StockCount:
    """Keep how many pieces of a SKU somebody counted in an open stocktake.

    `again`: what to do where the SKU was counted before; `seen`: the number of the count that the person was shown. `is_new`:
    count it although nobody knows the SKU. Raises CountedBeforeError when that count is another one or nobody decided, CountError
    with closed, unknown, sku, negative or large.
    """
    sku = sku.strip()
    if not sku or len(sku) > 100:
        raise CountError("sku")
    if not 0 <= units <= MOST_UNITS:
        raise CountError("negative" if units < 0 else "large")
    shop = Shop.objects.get(pk=take.shop_id)
    hold_shop(shop=shop)
    if not Stocktake.objects.filter(pk=take.pk, closed_at=None).exists():
        raise CountError("closed")
    standing = standing_count(take, sku)
    if standing is not None and (again is Again.ASK or standing.pk != seen):
        raise CountedBeforeError(standing)
    if standing is None and not is_new and not Product.objects.filter(shop=shop, sku=sku).exists():
        raise CountError("unknown")
    whole = units + (max(0, standing.units) if standing is not None and again is Again.ADD else 0)
    if whole > MOST_UNITS:
        raise CountError("large")
    now = timezone.now()
    count = StockCount.objects.create(
        shop=shop, sku=sku, place=take.place, counted_at=now, units=whole, source=CountSource.STOCKTAKE, stocktake=take,
        counted_by=actor, as_of=now,
    )  # fmt: skip
    before = None if standing is None else {"units": standing.units}
    record(actor=actor, action="stocktake.count", target=f"{shop.name} {sku}", before=before, after={"units": whole})
    return count


def standing_count(take: Stocktake, sku: str) -> StockCount | None:
    """Return the count of a SKU that stands in a stocktake: the last one made."""
    return take.counts.filter(sku=sku, kind=CountKind.COUNTED).order_by("-counted_at", "-pk").first()


@transaction.atomic
def take_count_back(*, actor: User | None, count: StockCount) -> None:
    """Take a count of an open stocktake back; what was counted before it stands again.

    Raises CountError: closed, later (somebody counted the SKU again afterwards).
    """
    take = count.stocktake
    if take is None:
        raise CountError("closed")
    hold_shop(shop=Shop.objects.get(pk=take.shop_id))
    if not Stocktake.objects.filter(pk=take.pk, closed_at=None).exists():
        raise CountError("closed")
    standing = standing_count(take, count.sku)
    if standing is None or standing.pk != count.pk:
        raise CountError("later")
    record(actor=actor, action="stocktake.undo_count", target=f"{take.name} {count.sku}", before={"units": count.units})
    count.delete()


@transaction.atomic
def close_stocktake(*, actor: User | None, take: Stocktake, rest_is_gone: bool = False) -> int:
    """Close a stocktake: its counts make the levels now; return of how many SKUs.

    `rest_is_gone`: what was asked for and not counted is written down as none. Raises CountError("closed") for one closed before.
    """
    shop = Shop.objects.get(pk=take.shop_id)
    hold_shop(shop=shop)
    now = timezone.now()
    if not Stocktake.objects.filter(pk=take.pk, closed_at=None).update(closed_at=now):
        raise CountError("closed")
    take.refresh_from_db()
    missing = [sku for sku, _title in not_counted(take)] if rest_is_gone else []
    StockCount.objects.bulk_create(
        [
            StockCount(
                shop=shop, sku=sku, place=take.place, counted_at=now, units=0, source=CountSource.STOCKTAKE, stocktake=take,
                counted_by=actor, as_of=now,
            )
            for sku in missing
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    skus = set(take.counts.values_list("sku", flat=True))
    meet_sku(shop=shop, skus=skus)
    refresh_levels(shop=shop, skus=skus)
    after = {"counted": len(skus) - len(missing), "units": sum(take.counts.values_list("units", flat=True))}
    record(actor=actor, action="stocktake.close", target=f"{shop.name} {take.name}", after=after)
    return len(skus)


@transaction.atomic
def discard_stocktake(*, actor: User | None, take: Stocktake) -> None:
    """Throw an open stocktake away with its counts. Raises CountError("closed") for one that is closed: its counts stand."""
    hold_shop(shop=Shop.objects.get(pk=take.shop_id))
    if not Stocktake.objects.filter(pk=take.pk, closed_at=None).exists():
        raise CountError("closed")
    before = {"name": take.name, "counted": take.counts.count()}
    record(actor=actor, action="stocktake.discard", target=take.name, before=before)
    take.delete()
