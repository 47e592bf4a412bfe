"""Reviews out of claims: the fold of what imports said, so that any order of files ends the same and each can be undone."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from common.pieces import pieces
from desk.claims import REVIEW_FIELDS
from desk.models import BuyerReview, ReviewClaim
from desk.rules.worklist.reviews import fold
from inventory.services.claims import Counts
from orders.models import Order, Shop
from orders.services import hold_shop

_FIELDS = ("stars", "text", "order_no", "product", "buyer_key", "written_at", "is_answered", "as_of")


def take_reviews(*, shop: Shop, import_no: int, as_of: datetime, digest: str, table: pa.Table) -> Counts:
    """Bring a chunk of reviews in, inside the caller's transaction. A row is older when a later file says otherwise."""
    hold_shop(shop=shop)
    fields = [name for name in table.column_names if name in REVIEW_FIELDS]
    rows = {row["review_no"]: {name: row[name] for name in fields if row[name] is not None} for row in table.to_pylist()}
    inserted = changed = older = 0
    for numbers in pieces(sorted(rows)):
        ReviewClaim.objects.bulk_create(
            [
                ReviewClaim(shop=shop, review_no=number, import_no=import_no, as_of=as_of, digest=digest, says=rows[number])
                for number in numbers
            ],
            update_conflicts=True,
            unique_fields=["import_no", "shop", "review_no"],
            update_fields=["as_of", "digest", "says"],
        )
        new, other, standing = _refold(shop, numbers)
        inserted, changed = inserted + len(new), changed + len(other)
        still = [number for number in numbers if number not in new and number not in other]
        older += sum(any(standing[number].get(name) != value for name, value in rows[number].items()) for number in still)
    return Counts(inserted, changed, len(rows) - inserted - changed - older, older)


def forget_reviews(*, shop: Shop, import_no: int, numbers: Iterable[str]) -> int:
    """Take back what an import said of these reviews, inside the caller's transaction; return how many it were."""
    hold_shop(shop=shop)
    gone = 0
    for some in pieces(sorted(numbers)):
        gone += ReviewClaim.objects.filter(shop=shop, import_no=import_no, review_no__in=some).delete()[0]
        _refold(shop, some)
    return gone


def _refold(shop: Shop, numbers: list[str]) -> tuple[set[str], set[str], dict[str, dict[str, Any]]]:
    """Set these reviews to the fold of their claims; return the new, the changed, and what stands.

    Who worked on a review stays written as long as the review does.
    """
    told: dict[str, list[tuple[float, str, dict[str, Any]]]] = {}
    latest: dict[str, datetime] = {}
    claims = ReviewClaim.objects.filter(shop=shop, review_no__in=numbers)
    for number, as_of, digest, says in claims.values_list("review_no", "as_of", "digest", "says"):
        told.setdefault(number, []).append((as_of.timestamp(), digest, says))
        latest[number] = max(as_of, latest.get(number, datetime.min.replace(tzinfo=UTC)))
    standing = {number: fold(those) for number, those in told.items()}
    before = {one.review_no: one for one in BuyerReview.objects.filter(shop=shop, review_no__in=numbers)}
    BuyerReview.objects.filter(shop=shop, review_no__in=sorted(set(before) - set(standing))).delete()
    rows = [_row(shop, number, says, latest[number]) for number, says in sorted(standing.items())]
    changed = {one.review_no for one in rows if one.review_no in before and _told(one) != _told(before[one.review_no])}
    BuyerReview.objects.bulk_create(rows, update_conflicts=True, unique_fields=["shop", "review_no"], update_fields=list(_FIELDS))
    return set(standing) - set(before), changed, standing


def _told(one: BuyerReview) -> list[Any]:
    return [getattr(one, name) for name in _FIELDS if name != "as_of"]


def _row(shop: Shop, number: str, says: dict[str, Any], as_of: datetime) -> BuyerReview:
    at = says.get("written_at")
    return BuyerReview(
        shop=shop,
        review_no=number,
        stars=says.get("stars"),
        text=says.get("text", ""),
        order_no=says.get("order_no", ""),
        product=says.get("product", ""),
        buyer_key=says.get("buyer_key", ""),
        written_at=datetime.fromtimestamp(at, UTC) if at else None,
        is_answered=bool(says.get("is_answered")),
        as_of=as_of,
    )


def buyer_of(review: BuyerReview) -> str:
    """Return the account that wrote a review: as the file says, else that of its order; empty when nobody tells."""
    if review.buyer_key or not review.order_no:
        return review.buyer_key
    row = Order.objects.filter(shop=review.shop_id, order_no=review.order_no).values_list("buyer_key", flat=True).first()
    return row or ""
