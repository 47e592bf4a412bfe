"""Line substitutes up, put them in order, take them away; swap one in and out again, once only, with a trail.

A swap marks a product as led by its substitute. The product's own listing stays up: a listing that goes down loses its rank
(playbook L4), so nothing here touches what may be sold.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import User
from accounts.services import record
from inventory.models import Product, ProductStatus, Substitute
from orders.models import Shop
from orders.services import hold_shop

MOST = 20
_IN = Q(swapped_in_at__isnull=False, swapped_out_at__isnull=True)


class SubstituteError(ValueError):
    """What cannot be done with a substitute; `code` says why: same, unknown, withdrawn, there, many, taken, led, loop, out."""

    def __init__(self, code: str, other: str = "") -> None:
        super().__init__(f"{code} {other}".strip())
        self.code, self.other = code, other


@transaction.atomic
def line_up(*, actor: User | None, shop: Shop, sku: str, other_sku: str, reason: str = "") -> Substitute:
    """Add a substitute behind those that are lined up and return it. Raises SubstituteError."""
    hold_shop(shop=shop)
    if sku == other_sku:
        raise SubstituteError("same")
    known = dict(Product.objects.filter(shop=shop, sku__in=(sku, other_sku)).values_list("sku", "status"))
    for one in (sku, other_sku):
        if one not in known:
            raise SubstituteError("unknown", one)
    if known[other_sku] != ProductStatus.ON_SALE:
        raise SubstituteError("withdrawn", other_sku)
    rows = Substitute.objects.filter(shop=shop, sku=sku)
    if rows.filter(other_sku=other_sku).exists():
        raise SubstituteError("there", other_sku)
    if rows.count() >= MOST:
        raise SubstituteError("many")
    rank = (rows.aggregate(last=Max("rank"))["last"] or 0) + 1
    made = Substitute.objects.create(shop=shop, sku=sku, other_sku=other_sku, rank=rank, reason=reason.strip()[:200])
    after = {"substitute": other_sku, "reason": made.reason}
    record(actor=actor, action="substitute.line_up", target=_target(made), after=after)
    return made


@transaction.atomic
def reorder(*, actor: User | None, shop: Shop, sku: str, other_skus: Sequence[str]) -> bool:
    """Put the substitutes of a product in this order, best first; False when it is the order they have.

    One that is not named keeps its place behind those that are; a name that is no substitute is passed over.
    """
    hold_shop(shop=shop)
    rows = list(Substitute.objects.filter(shop=shop, sku=sku).order_by("rank", "pk"))
    places = {other: place for place, other in enumerate(other_skus)}
    wanted = sorted(rows, key=lambda row: places.get(row.other_sku, len(places)))
    before, after = ([row.other_sku for row in each] for each in (rows, wanted))
    if before == after:
        return False
    for rank, row in enumerate(wanted, 1):
        row.rank = rank
    Substitute.objects.bulk_update(wanted, ["rank"])
    record(
        actor=actor, action="substitute.reorder", target=f"{shop.name} {sku}",
        before={"substitutes": before}, after={"substitutes": after},
    )  # fmt: skip
    return True


@transaction.atomic
def remove(*, actor: User | None, substitute: Substitute) -> bool:
    """Take a substitute away; False when it is gone already. Raises SubstituteError for one that is in: swap it out first."""
    hold_shop(shop=substitute.shop)
    row = Substitute.objects.filter(pk=substitute.pk).first()
    if row is None:
        return False
    if row.swapped_in_at is not None and row.swapped_out_at is None:
        raise SubstituteError("led", row.other_sku)
    before = {"substitute": row.other_sku, "reason": row.reason}
    record(actor=actor, action="substitute.remove", target=_target(row), before=before)
    row.delete()
    return True


@transaction.atomic
def swap_in(*, actor: User | None, substitute: Substitute, reason: str, at: datetime) -> bool:
    """Let a substitute lead its product from now on; False when it does already: of many who ask at once one does it.

    The product's listing stays up. Raises SubstituteError when another substitute leads the product, when the substitute is
    itself led by one, or may not be sold.
    """
    hold_shop(shop=substitute.shop)
    row = Substitute.objects.select_related("shop").filter(pk=substitute.pk).first()
    if row is None:
        raise SubstituteError("out", substitute.other_sku)
    led = Substitute.objects.filter(_IN, shop=row.shop, sku=row.sku).first()
    if led is not None and led.pk == row.pk:
        return False
    if led is not None:
        raise SubstituteError("taken", led.other_sku)
    onward = Substitute.objects.filter(_IN, shop=row.shop, sku=row.other_sku).first()
    if onward is not None:
        raise SubstituteError("loop", onward.other_sku)
    if not Product.objects.filter(shop=row.shop, sku=row.other_sku, status=ProductStatus.ON_SALE).exists():
        raise SubstituteError("withdrawn", row.other_sku)
    row.swapped_in_at, row.swapped_out_at = at, None
    row.save(update_fields=["swapped_in_at", "swapped_out_at"])
    after = {"substitute": row.other_sku, "reason": reason.strip()[:200]}
    record(actor=actor, action="substitute.swap_in", target=_target(row), after=after)
    return True


@transaction.atomic
def swap_out(*, actor: User | None, substitute: Substitute, reason: str = "", at: datetime) -> bool:
    """Let the product lead again: the way back of `swap_in`; False when the substitute is not in."""
    hold_shop(shop=substitute.shop)
    if not Substitute.objects.filter(_IN, pk=substitute.pk).update(swapped_out_at=at):
        return False
    before, after = {"substitute": substitute.other_sku}, {"reason": reason.strip()[:200]}
    record(actor=actor, action="substitute.swap_out", target=_target(substitute), before=before, after=after)
    return True


def _target(row: Substitute) -> str:
    """Name the product in the audit trail as an edit of it does."""
    return f"{row.shop.name} {row.sku}"
