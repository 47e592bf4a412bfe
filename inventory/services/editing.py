"""What a person sets on products by hand, one or many at once, with an audit row."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from common.pieces import AT_ONCE, pieces
from inventory.models import ClaimRank, Product, ProductClaim, ProductKind, ProductStatus, ProductTier
from inventory.rules.products import FIELDS, MONEY
from inventory.services.claims import CATEGORY_LETTERS, PICTURE_LETTERS, TITLE_LETTERS, refold
from inventory.services.counts import MOST_UNITS
from orders.models import Shop
from orders.services import hold_shop

COUNTS = ("pack_units", "alert_units")
_LONGEST = {"title": TITLE_LETTERS, "category": CATEGORY_LETTERS, "picture": PICTURE_LETTERS, "supplier": 200}
_WORDS = {"tier": {"", *ProductTier.values}, "status": set(ProductStatus.values), "kind": set(ProductKind.values)}
MOST_IN_TRAIL = 20


class ProductError(ValueError):
    """A value that no product can have; `field` names it."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@transaction.atomic
def edit_products(*, actor: User | None, shop: Shop, changes: Mapping[str, Mapping[str, Any]]) -> int:
    """Set fields of products: {sku: {field: value}}; return how many products changed.

    A SKU that is no product yet becomes one. A tier that is set is locked unless `tier_locked` says otherwise. None clears an
    amount. Raises ProductError, and then changes nothing.
    """
    for values in changes.values():
        for name, value in values.items():
            _check(name, value)
    hold_shop(shop=shop)
    now = timezone.now()
    before = _fields_of(shop, changes)
    done: dict[str, dict[str, Any]] = {}
    for sku, values in changes.items():
        told = dict(values)
        if "tier" in told:
            told.setdefault("tier_locked", bool(told["tier"]))
        new = {name: value for name, value in told.items() if sku not in before or before[sku][name] != value}
        if new:
            done[sku] = new
    claims = [
        ProductClaim(shop=shop, sku=sku, rank=ClaimRank.TOLD, as_of=now, digest="person", says=says) for sku, says in done.items()
    ]
    ProductClaim.objects.bulk_create(claims, batch_size=AT_ONCE)
    skus = sorted(done)
    for piece in pieces(skus):
        refold(shop, piece)
    if done:
        _write_trail(actor, shop, before, done)
    return len(done)


def _check(name: str, value: Any) -> None:
    if name not in FIELDS:
        raise ProductError(name, "unknown")
    if name in MONEY and value is not None and (not isinstance(value, int) or value < 0):
        raise ProductError(name, "negative")
    if name in COUNTS and value is not None and (not isinstance(value, int) or value < 0):
        raise ProductError(name, "negative")
    if name in COUNTS and value is not None and value > MOST_UNITS:
        raise ProductError(name, "large")
    if name == "pack_units" and value == 0:
        raise ProductError(name, "nothing")
    if name in _WORDS and value not in _WORDS[name]:
        raise ProductError(name, "choice")
    if name in _LONGEST and len(value) > _LONGEST[name]:
        raise ProductError(name, "long")


def _fields_of(shop: Shop, skus: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    wanted = sorted(skus)
    found: dict[str, dict[str, Any]] = {}
    for some in pieces(wanted):
        for product in Product.objects.filter(shop=shop, sku__in=some).select_related("supplier"):
            values = {name: getattr(product, name) for name in FIELDS if name != "supplier"}
            found[product.sku] = values | {"supplier": product.supplier.name if product.supplier else ""}
    return found


def _write_trail(
    actor: User | None, shop: Shop, before: Mapping[str, Mapping[str, Any]], done: Mapping[str, Mapping[str, Any]]
) -> None:
    """Write one audit row: of many products the first are named with what they were, and how many there were."""
    named = list(done)[:MOST_IN_TRAIL]
    was = {sku: {name: before.get(sku, FIELDS)[name] for name in done[sku]} for sku in named}
    now = {sku: dict(done[sku]) for sku in named}
    target = f"{shop.name} {named[0]}" if len(done) == 1 else f"{shop.name}, {len(done)} products"
    record(actor=actor, action="product.edit", target=target, before=was, after=now)
