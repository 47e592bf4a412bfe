"""Market figures out of claims, the selection score that follows from them, and what is chosen for a sale."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime

import pyarrow as pa
from django.db import transaction

from accounts.models import User
from accounts.services import record
from common.pieces import AT_ONCE, pieces
from inventory.models import Choice, MarketClaim, MarketFigures, Product, ProductFigures
from inventory.queries.market import weights_of
from inventory.rules.market import FIELDS, fold, score_all
from inventory.services.baskets import touch
from inventory.services.claims import Counts
from orders.models import Shop
from orders.services import hold_shop


def take_market(*, shop: Shop, import_no: int, as_of: datetime, digest: str, table: pa.Table) -> Counts:
    """Bring a chunk of a list of market figures in, inside the caller's transaction; the scores follow in `score_products`.

    `table`: sku and fields of `inventory.rules.market.FIELDS`; an empty cell says nothing. A row is older when it changes nothing
    because a later list says otherwise.
    """
    hold_shop(shop=shop)
    fields = [name for name in table.column_names if name in FIELDS]
    rows = {row["sku"]: {name: row[name] for name in fields if row[name] is not None} for row in table.to_pylist()}
    inserted = changed = older = 0
    for skus in pieces(sorted(rows)):
        claims = [
            MarketClaim(shop=shop, sku=sku, import_no=import_no, as_of=as_of, digest=digest, says=rows[sku]) for sku in skus
        ]
        MarketClaim.objects.bulk_create(
            claims,
            update_conflicts=True,
            unique_fields=["import_no", "shop", "sku"],
            update_fields=["as_of", "digest", "says"],
        )
        new, other, standing = _refold(shop, skus)
        inserted, changed = inserted + len(new), changed + len(other)
        still = [sku for sku in skus if sku not in new and sku not in other]
        older += sum(any(standing[sku].get(name) != value for name, value in rows[sku].items()) for sku in still)
    return Counts(inserted, changed, len(rows) - inserted - changed - older, older)


def forget_market(*, shop: Shop, import_no: int, skus: Iterable[str]) -> int:
    """Take back what an import said of the market of these SKUs, inside the caller's transaction; return how many it were."""
    hold_shop(shop=shop)
    gone = 0
    for some in pieces(sorted(skus)):
        gone += MarketClaim.objects.filter(shop=shop, import_no=import_no, sku__in=some).delete()[0]
        _refold(shop, some)
    return gone


@transaction.atomic
def score_products(*, shop: Shop) -> int:
    """Score every product with market figures anew, for the places are among all of them; return how many."""
    hold_shop(shop=shop)
    rows = list(MarketFigures.objects.filter(shop=shop).order_by("sku"))
    listed = Product.objects.filter(shop=shop)
    paid = ProductFigures.objects.filter(shop=shop, price_minor__isnull=False).values_list("sku", "price_minor")
    prices = {sku: minor for sku, minor in [*listed.values_list("sku", "list_price_minor"), *paid] if minor is not None}
    costs = {sku: minor for sku, minor in listed.values_list("sku", "cost_minor") if minor is not None}
    scores = score_all({row.sku: row.says for row in rows}, prices=prices, costs=costs, weights=weights_of(shop))
    scored = []
    for row in rows:
        score = scores[row.sku]
        scored.append(
            MarketFigures(
                shop=shop, sku=row.sku, says=row.says, as_of=row.as_of, score=score.value,
                coverage_bp=round(10_000 * score.coverage), parts=[asdict(part) for part in score.parts],
            )
        )  # fmt: skip
    MarketFigures.objects.bulk_create(  # written as they were met: an update of so many rows takes three times as long
        scored,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["shop", "sku"],
        update_fields=["score", "coverage_bp", "parts"],
    )
    return len(rows)


@transaction.atomic
def choose(
    *, actor: User | None, shop: Shop, skus: Iterable[str], at: datetime, chosen: bool = True, campaign_no: int = 0
) -> int:
    """Choose products for a sale (0: for the next one), or let them go; return how many changed. Unknown SKUs are passed over."""
    known: set[str] = set()
    for some in pieces(sorted(set(skus))):
        known |= set(MarketFigures.objects.filter(shop=shop, sku__in=some).values_list("sku", flat=True))
    standing = set(Choice.objects.filter(shop=shop, campaign_no=campaign_no).values_list("sku", flat=True))
    moved = sorted(known - standing if chosen else known & standing)
    if chosen:
        Choice.objects.bulk_create(
            [Choice(shop=shop, sku=sku, campaign_no=campaign_no, chosen_at=at, chosen_by=actor) for sku in moved]
        )
    else:
        for some in pieces(moved):
            Choice.objects.filter(shop=shop, campaign_no=campaign_no, sku__in=some).delete()
    if moved:
        told = {"products": len(moved), "skus": moved[:20]}
        record(actor=actor, action="selection.choose" if chosen else "selection.let_go", target=shop.name, after=told)
    return len(moved)


def _refold(shop: Shop, skus: list[str]) -> tuple[set[str], set[str], dict[str, dict[str, object]]]:
    """Set these figures, at most AT_ONCE, to the fold of their claims; return the new, the changed, and what stands."""
    sayings: dict[str, list[tuple[float, str, dict[str, object]]]] = {}
    latest: dict[str, datetime] = {}
    columns = ("sku", "as_of", "digest", "says")
    for sku, as_of, digest, says in MarketClaim.objects.filter(shop=shop, sku__in=skus).values_list(*columns):
        sayings.setdefault(sku, []).append((as_of.timestamp(), digest, says))
        latest[sku] = max(as_of, latest.get(sku, datetime.min.replace(tzinfo=UTC)))
    wanted = {sku: fold(told) for sku, told in sayings.items()}
    before = dict(MarketFigures.objects.filter(shop=shop, sku__in=skus).values_list("sku", "says"))
    new = set(wanted) - set(before)
    changed = {sku for sku in wanted if sku in before and before[sku] != wanted[sku]}
    rows = [MarketFigures(shop=shop, sku=sku, says=wanted[sku], as_of=latest[sku]) for sku in wanted]
    MarketFigures.objects.bulk_create(rows, update_conflicts=True, unique_fields=["shop", "sku"], update_fields=["says", "as_of"])
    MarketFigures.objects.filter(shop=shop, sku__in=set(before) - set(wanted)).delete()
    touch(shop=shop, skus=new | changed | (set(before) - set(wanted)))
    return new, changed, wanted
