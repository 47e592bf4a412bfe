"""Accept the tiers that are proposed, take the last acceptance back, set what a tier means."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from inventory.models import Product, ProductFigures, ProductTier, TierAcceptance, TierRole, TierTerms
from inventory.queries.tiers import last_acceptance, roles_of, terms_of
from inventory.services.editing import edit_products
from orders.models import Shop
from orders.services import hold_shop

ROLE_FIELDS = ("offer_kind", "offer_bp", "traffic_place", "buffer_method", "buffer_bp")
TERM_FIELDS = ("window_days", "last_on", "minimum_orders", "weights")


@transaction.atomic
def accept_proposals(
    *, actor: User | None, shop: Shop, at: datetime, skus: Iterable[str] | None = None, lock: bool = False
) -> int:
    """Give products the tiers proposed for them (None: all of the shop); return how many changed.

    A locked tier stays, whoever asks; one without a proposal too. `lock`: no later proposal moves them. What stood before is kept
    for `take_back`.
    """
    hold_shop(shop=shop)
    proposed = dict(ProductFigures.objects.filter(shop=shop).exclude(proposal="").values_list("sku", "proposal"))
    wanted = proposed if skus is None else {sku: proposed[sku] for sku in skus if sku in proposed}
    standing = Product.objects.filter(shop=shop, tier_locked=False).goods().values_list("sku", "tier")
    changes = {sku: [tier, False, wanted[sku]] for sku, tier in standing if sku in wanted and (tier != wanted[sku] or lock)}
    if not changes:
        return 0
    told = {sku: {"tier": tier, "tier_locked": lock} for sku, (_before, _locked, tier) in changes.items()}
    edit_products(actor=actor, shop=shop, changes=told)
    TierAcceptance.objects.create(shop=shop, accepted_at=at, accepted_by=actor, changes=changes)
    record(actor=actor, action="tier.accept", target=shop.name, after={"products": len(changes), "locked": lock})
    return len(changes)


@transaction.atomic
def take_back(*, actor: User | None, shop: Shop, at: datetime) -> int:
    """Take the last acceptance back; return how many products have their tier of before again.

    A product whose tier somebody set otherwise since keeps it. Nothing to take back: 0.
    """
    hold_shop(shop=shop)
    acceptance = last_acceptance(shop)
    if acceptance is None:
        return 0
    standing = dict(Product.objects.filter(shop=shop).values_list("sku", "tier"))
    told = {
        sku: {"tier": before, "tier_locked": locked}
        for sku, (before, locked, new) in acceptance.changes.items()
        if standing.get(sku) == new
    }
    edit_products(actor=actor, shop=shop, changes=told)
    acceptance.taken_back_at = at
    acceptance.save(update_fields=["taken_back_at"])
    record(actor=actor, action="tier.take_back", target=shop.name, after={"products": len(told)})
    return len(told)


def lock_tier(*, actor: User | None, shop: Shop, sku: str, tier: str, locked: bool = True) -> int:
    """Set the tier of one product by hand; locked, no proposal moves it. Raises ProductError for a tier there is not."""
    return edit_products(actor=actor, shop=shop, changes={sku: {"tier": tier, "tier_locked": locked and bool(tier)}})


@transaction.atomic
def set_role(*, actor: User | None, shop: Shop, tier: str, **told: Any) -> TierRole:
    """Set what a tier means in a shop: any of ROLE_FIELDS; shares in basis points. Raises KeyError for a tier there is not."""
    if tier not in ProductTier.values:
        raise KeyError(tier)
    role = roles_of(shop)[tier]
    before, after = _differ(role, told, ROLE_FIELDS)
    if after:
        role.save()
        record(actor=actor, action="tier.set_role", target=f"{shop.name} {tier}", before=before, after=after)
    return role


@transaction.atomic
def set_terms(*, actor: User | None, shop: Shop, **told: Any) -> TierTerms:
    """Set by what a shop's tiers and selection are judged: any of TERM_FIELDS. What was judged stays until it is judged anew."""
    terms = terms_of(shop)
    before, after = _differ(terms, told, TERM_FIELDS)
    if after:
        terms.save()
        record(actor=actor, action="tier.set_terms", target=shop.name, before=before, after=after)
    return terms


def _differ(row: Any, told: Mapping[str, Any], fields: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put what was told on a row; return what it was and is now, of what differs, as it goes into the trail."""
    before, after = {}, {}
    for name in fields:
        if name in told and getattr(row, name) != told[name]:
            before[name], after[name] = _plain(getattr(row, name)), _plain(told[name])
            setattr(row, name, told[name])
    return before, after


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (int, str, dict, list)) else f"{value}"
