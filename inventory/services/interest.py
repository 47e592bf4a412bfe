"""Visits to products out of claims, and their undo."""

from collections.abc import Iterable
from datetime import datetime

import pyarrow as pa

from common.pieces import pieces
from inventory.claims import INTEREST_FIELDS
from inventory.models import InterestClaim
from inventory.services.claims import Counts
from orders.models import Shop
from orders.services import hold_shop

Key = tuple[str, int, int]


def take_interest(*, shop: Shop, import_no: int, as_of: datetime, digest: str, table: pa.Table) -> Counts:
    """Bring a chunk of visits to products in, inside the caller's transaction.

    `table`: sku, slot, slots and the fields of `inventory.claims.INTEREST_FIELDS`. A row is older when a later import said
    otherwise of the same product and time.
    """
    hold_shop(shop=shop)
    fields = [name for name in INTEREST_FIELDS if name in table.column_names]
    inserted = changed = unchanged = older = 0
    for rows in pieces(table.to_pylist()):
        standing = _standing(shop, [row["sku"] for row in rows], import_no)
        for row in rows:
            told = standing.get((row["sku"], row["slot"], row["slots"]))
            says = tuple(row.get(name) for name in INTEREST_FIELDS)
            if told is None:
                inserted += 1
            elif told[1] == says:
                unchanged += 1
            elif told[0] > (as_of, digest):
                older += 1
            else:
                changed += 1
        InterestClaim.objects.bulk_create(
            [
                InterestClaim(
                    shop=shop,
                    sku=row["sku"],
                    slot=row["slot"],
                    slots=row["slots"],
                    import_no=import_no,
                    as_of=as_of,
                    digest=digest,
                    **{name: row[name] for name in fields},
                )
                for row in rows
            ],
            update_conflicts=True,
            unique_fields=["import_no", "shop", "sku", "slot", "slots"],
            update_fields=["as_of", "digest", *INTEREST_FIELDS],
        )
    return Counts(inserted, changed, unchanged, older)


def forget_interest(*, shop: Shop, import_no: int, skus: Iterable[str]) -> int:
    """Take back what an import said of these products, inside the caller's transaction; return how many rows it were."""
    hold_shop(shop=shop)
    gone = 0
    for some in pieces(sorted(skus)):
        gone += InterestClaim.objects.filter(shop=shop, import_no=import_no, sku__in=some).delete()[0]
    return gone


def _standing(shop: Shop, skus: list[str], import_no: int) -> dict[Key, tuple[tuple[datetime, str], tuple[int | None, ...]]]:
    """Return what other imports say of these products: when the newest was made, and its numbers."""
    rows = InterestClaim.objects.filter(shop=shop, sku__in=sorted(set(skus))).exclude(import_no=import_no)
    names = ("sku", "slot", "slots", "as_of", "digest", *INTEREST_FIELDS)
    found = {}
    for sku, slot, slots, as_of, digest, *says in rows.order_by("as_of", "digest").values_list(*names):
        found[sku, slot, slots] = ((as_of, digest), tuple(says))
    return found
