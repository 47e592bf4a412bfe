"""Products out of claims: each import and each edit keeps what it said, and a product is made anew from all that stands.

Files in any order end in the same products; the same file twice changes nothing; an undo takes away what one import said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from common.pieces import pieces
from inventory.models import ClaimRank, Product, ProductClaim, Reserve, StockCount, Supplier
from inventory.rules.products import FIELDS, Saying, fold, kind_of
from inventory.services.baskets import touch
from orders.models import Shop
from orders.services import hold_shop

TITLE_LETTERS, CATEGORY_LETTERS, PICTURE_LETTERS = 300, 100, 500


@dataclass(frozen=True)
class Counts:
    """What became of the rows of a file; they add up to its rows."""

    inserted: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0


def take_products(*, shop: Shop, import_no: int, as_of: datetime, digest: str, table: pa.Table) -> Counts:
    """Bring a chunk of a product list into the products of the shop, inside the caller's transaction.

    `table`: column sku and fields of `inventory.rules.products.FIELDS`; an empty cell says nothing. A row is older when it
    changes nothing because a later source says otherwise.
    """
    hold_shop(shop=shop)
    fields = [name for name in table.column_names if name in FIELDS]
    says = {
        row["sku"]: {name: row[name] for name in fields if row[name] is not None}
        for row in table.select(["sku", *fields]).to_pylist()
    }
    return _bring(shop, import_no, ClaimRank.TOLD, as_of, digest, says)


def meet_products(*, shop: Shop, import_no: int, as_of: datetime, digest: str, lines: Iterable[pa.Table]) -> int:
    """Make products of the SKUs that an import of orders names, inside the caller's transaction; return how many it names.

    `lines`: tables with sku and, where the file has them, title and is_gift. What a product list or a person says stays above it.
    """
    hold_shop(shop=shop)
    seen: dict[str, tuple[str, bool]] = {}
    for table in lines:
        for sku, title, gift in _each_sku(table):
            before = seen.get(sku)
            seen[sku] = (title or (before[0] if before else ""), gift and (before is None or before[1]))
    says: dict[str, dict[str, Any]] = {}
    for sku, (title, gift) in seen.items():
        kind = kind_of(title, always_gift=gift)
        says[sku] = {"kind": kind} | ({"title": title[:TITLE_LETTERS]} if title else {})
    _bring(shop, import_no, ClaimRank.ORDERS, as_of, digest, says)
    return len(says)


def meet_counted(*, shop: Shop, import_no: int, as_of: datetime, digest: str, titles: Mapping[str, str]) -> None:
    """Make products of the SKUs of a stock list that are none yet, {sku: title or empty}, inside the caller's transaction.

    Whoever else speaks of them stands above it. Of known products nothing is claimed: a list that comes every hour would pile up.
    """
    hold_shop(shop=shop)
    says: dict[str, dict[str, Any]] = {}
    for skus in pieces(sorted(titles)):
        known = set(Product.objects.filter(shop=shop, sku__in=skus).values_list("sku", flat=True))
        says |= {sku: {"title": titles[sku][:TITLE_LETTERS]} if titles[sku] else {} for sku in skus if sku not in known}
    _bring(shop, import_no, ClaimRank.COUNTED, as_of, digest, says)


def forget_products(*, shop: Shop, import_no: int, skus: Iterable[str] | None = None) -> int:
    """Take back what an import said of these SKUs (None: of all), inside the caller's transaction; return how many it were.

    A product of which nobody says anything any more is no product.
    """
    hold_shop(shop=shop)
    gone = 0
    claims = ProductClaim.objects.filter(shop=shop, import_no=import_no)
    wanted = list(claims.values_list("sku", flat=True)) if skus is None else list(skus)
    for some in pieces(sorted(wanted)):
        gone += claims.filter(sku__in=some).delete()[0]
        refold(shop, some)
    return gone


def refold(shop: Shop, skus: list[str]) -> tuple[set[str], set[str]]:
    """Set these products, at most AT_ONCE, to the fold of their claims; return the new SKUs, and those changed or gone.

    What was counted or kept back is a product too, though nobody says anything of it.
    """
    sayings: dict[str, list[Saying]] = {}
    columns = ("sku", "rank", "as_of", "digest", "pk", "says")
    for sku, rank, as_of, digest, number, says in ProductClaim.objects.filter(shop=shop, sku__in=skus).values_list(*columns):
        sayings.setdefault(sku, []).append(Saying(rank, as_of.timestamp(), digest, number, says))
    wanted = {sku: fold(found) for sku, found in sayings.items()}
    for there in (StockCount, Reserve):
        rows = there.objects.filter(shop=shop, sku__in=[sku for sku in skus if sku not in wanted])
        wanted |= {sku: fold([]) for sku in rows.order_by().values_list("sku", flat=True).distinct()}
    suppliers = _suppliers({product["supplier"] for product in wanted.values()} - {""})
    standing = {product.sku: product for product in Product.objects.filter(shop=shop, sku__in=skus)}
    new, changed = set(wanted) - set(standing), set()
    write = []
    for sku, product in wanted.items():
        values = product | {"supplier_id": suppliers.get(product["supplier"])}
        del values["supplier"]
        row = standing.get(sku) or Product(shop=shop, sku=sku)
        if sku in new or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            write.append(row)
            if sku not in new:
                changed.add(sku)
    fields = [name for name in FIELDS if name != "supplier"] + ["supplier"]
    Product.objects.bulk_create(write, update_conflicts=True, unique_fields=["shop", "sku"], update_fields=fields)
    gone = set(standing) - set(wanted)
    Product.objects.filter(shop=shop, sku__in=gone).delete()
    touch(shop=shop, skus=new | changed | gone)
    return new, changed | gone


def _bring(
    shop: Shop, import_no: int, rank: ClaimRank, as_of: datetime, digest: str, says: Mapping[str, dict[str, Any]]
) -> Counts:
    inserted = changed = older = 0
    for skus in pieces(sorted(says)):
        claims = [
            ProductClaim(shop=shop, sku=sku, import_no=import_no, rank=rank, as_of=as_of, digest=digest, says=says[sku])
            for sku in skus
        ]
        ProductClaim.objects.bulk_create(
            claims,
            update_conflicts=True,
            unique_fields=["import_no", "shop", "sku"],
            update_fields=["rank", "as_of", "digest", "says"],
        )
        new, other = refold(shop, skus)
        inserted, changed = inserted + len(new), changed + len(other)
        still = [sku for sku in skus if sku not in new and sku not in other]
        older += _overruled(shop, still, says)
    return Counts(inserted, changed, len(says) - inserted - changed - older, older)


def _overruled(shop: Shop, skus: list[str], says: Mapping[str, dict[str, Any]]) -> int:
    """Count the SKUs of which something was said that does not hold: a later source has the word."""
    products = Product.objects.filter(shop=shop, sku__in=skus).select_related("supplier")
    count = 0
    for product in products:
        held = {name: getattr(product, name) for name in says[product.sku] if name != "supplier"}
        held |= {"supplier": product.supplier.name if product.supplier else ""} if "supplier" in says[product.sku] else {}
        count += held != says[product.sku]
    return count


def _suppliers(names: set[str]) -> dict[str, int]:
    """Return the number of each supplier, making those that are new."""
    if not names:
        return {}
    known = set(Supplier.objects.filter(name__in=names).values_list("name", flat=True))
    Supplier.objects.bulk_create([Supplier(name=name) for name in sorted(names - known)], ignore_conflicts=True)
    return dict(Supplier.objects.filter(name__in=names).values_list("name", "pk"))


def _each_sku(table: pa.Table) -> Iterator[tuple[str, str, bool]]:
    """Yield each SKU of a table of lines once, with the title of its last line that has one, and whether all lines are gifts."""
    if "sku" not in table.column_names:
        return
    known = table.filter(pc.and_(pc.is_valid(table["sku"]), pc.not_equal(table["sku"], "")))
    columns = [name for name in ("sku", "title", "is_gift") if name in known.column_names]
    asked: list[Any] = []
    if "title" in columns:
        asked.append(("title", "last"))
    if "is_gift" in columns:
        known = known.set_column(
            known.column_names.index("is_gift"), "is_gift", pc.fill_null(known["is_gift"], False).cast(pa.int8())
        )
        asked.append(("is_gift", "min"))
    each = known.select(columns).group_by("sku", use_threads=False).aggregate(asked)
    nothing = [None] * each.num_rows
    titles = each["title_last"].to_pylist() if "title" in columns else nothing
    gifts = each["is_gift_min"].to_pylist() if "is_gift" in columns else nothing
    for sku, title, gift in zip(each["sku"].to_pylist(), titles, gifts, strict=True):
        yield sku, (title or "").strip(), bool(gift)
