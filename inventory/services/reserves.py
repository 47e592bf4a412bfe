"""Pieces kept back for the sale, and their release: once only, by a person with a reason, however many press at once."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from inventory.models import Reserve
from inventory.services.counts import MOST_UNITS, meet_sku
from inventory.services.levels import refresh_levels
from orders.models import Shop
from orders.services import hold_shop


class ReserveError(ValueError):
    """A reserve that cannot be kept or released; `code` is one of units, kept, released, much, reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def keep_reserve(*, actor: User | None, shop: Shop, sku: str, units: int, campaign_no: int = 0, reason: str = "") -> Reserve:
    """Keep pieces of a SKU back from sale, with an audit row; `campaign_no` is the number of the sale (0: none).

    Raises ReserveError: units (not 1 to ten million), kept (a reserve of this SKU is open already: release it first).
    """
    if not 1 <= units <= MOST_UNITS:
        raise ReserveError("units")
    hold_shop(shop=shop)
    try:
        with transaction.atomic():
            made = Reserve.objects.create(
                shop=shop,
                sku=sku,
                units=units,
                campaign_no=campaign_no,
                made_at=timezone.now(),
                made_by=actor,
                reason=reason[:200],
            )
    except IntegrityError:
        raise ReserveError("kept") from None
    meet_sku(shop=shop, skus=[sku])
    refresh_levels(shop=shop, skus=[sku])
    record(actor=actor, action="reserve.keep", target=f"{shop.name} {sku}", after={"units": units, "campaign": campaign_no})
    return made


@transaction.atomic
def release_reserve(*, reserve: Reserve, actor: User | None, units: int | None = None, reason: str) -> Reserve | None:
    """Release a reserve, or `units` of it, once only; the rest of a part is a new open reserve, which is returned.

    The row is closed by a conditional update: of several who release it at once one does, the others get ReserveError.
    The level is made anew and the trail written in the same transaction. Raises ReserveError: released (somebody was first),
    much (more than is kept back, or nothing), reason (none was given).
    """
    if not reason.strip():
        raise ReserveError("reason")
    shop = Shop.objects.get(pk=reserve.shop_id)
    hold_shop(shop=shop)
    given = reserve.units if units is None else units
    if not 1 <= given <= reserve.units:
        raise ReserveError("much")
    now = timezone.now()
    won = Reserve.objects.filter(pk=reserve.pk, released_at__isnull=True, units=reserve.units).update(
        released_at=now, released_by=actor, released_units=given, reason=reason.strip()[:200]
    )
    if not won:
        raise ReserveError("released")
    rest = None
    if given < reserve.units:
        rest = Reserve.objects.create(
            shop=shop, sku=reserve.sku, units=reserve.units - given, campaign_no=reserve.campaign_no, made_at=reserve.made_at,
            made_by_id=reserve.made_by_id,
        )  # fmt: skip
    refresh_levels(shop=shop, skus=[reserve.sku])
    record(
        actor=actor,
        action="reserve.release",
        target=f"{shop.name} {reserve.sku}",
        before={"units": reserve.units},
        after={"units": rest.units if rest else 0, "released": given, "reason": reason.strip()[:200]},
    )
    reserve.refresh_from_db()
    return rest
