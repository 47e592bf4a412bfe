"""A pair kept as a proposed bundle, changed, dropped; each with an audit row."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from inventory.models import Bundle, BundleState
from orders.models import Shop
from orders.services import hold_shop


@transaction.atomic
def keep_bundle(*, actor: User | None, shop: Shop, skus: tuple[str, str], price_minor: int, note: str = "") -> Bundle:
    """Keep two products as a proposed bundle and return it; one that is kept already gets the new price and note.

    `price_minor`: asked for both, in minor units of the shop's currency, not below zero. Raises ValueError for a product with
    itself.
    """
    first, second = sorted(skus)
    if first == second:
        raise ValueError("A bundle has two products.")
    hold_shop(shop=shop)
    kept = Bundle.objects.filter(shop=shop, first_sku=first, second_sku=second).first()
    before = None if kept is None else {"price_minor": kept.price_minor, "note": kept.note, "state": kept.state}
    after = {"price_minor": price_minor, "note": note, "state": str(BundleState.PROPOSED)}
    if before == after:
        assert kept is not None  # noqa: S101 - what it was is known
        return kept
    bundle, _made = Bundle.objects.update_or_create(
        shop=shop, first_sku=first, second_sku=second, defaults=after | {"made_at": timezone.now(), "made_by": actor}
    )
    record(actor=actor, action="bundle.keep", target=f"{shop.name} {first} + {second}", before=before, after=after)
    return bundle


@transaction.atomic
def drop_bundle(*, actor: User | None, bundle: Bundle) -> bool:
    """Drop a proposed bundle; False when somebody did already. Keeping the pair again brings it back."""
    rows = Bundle.objects.filter(pk=bundle.pk, state=BundleState.PROPOSED)
    if not rows.update(state=BundleState.DROPPED):
        return False
    record(actor=actor, action="bundle.drop", target=f"{bundle.shop.name} {bundle}", before={"price_minor": bundle.price_minor})
    return True
