"""Statements of settled money out of claims: the fold of what imports said, so that any order of files ends the same."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from common.pieces import pieces
from inventory.services.claims import Counts
from orders.models import Shop
from orders.services import hold_shop
from review.claims import AMOUNTS
from review.models import Settlement, SettlementEntry
from review.rules.settling import Saying, added_up, standing

_KEPT = (*AMOUNTS, "settled_at")


def take_settlement(*, shop: Shop, import_no: int, as_of: datetime, digest: str, table: pa.Table) -> Counts:
    """Bring a chunk of a statement in, inside the caller's transaction. A row is older when a later file tells it otherwise."""
    hold_shop(shop=shop)
    by_order: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        by_order.setdefault(row["order_no"], []).append(row)
    counts = Counts()
    for order_nos in pieces(sorted(by_order)):
        before = _entries(shop, order_nos)
        rows = [row for number in order_nos for row in by_order[number]]
        SettlementEntry.objects.bulk_create(
            [
                SettlementEntry(
                    shop=shop,
                    order_no=row["order_no"],
                    entry_no=row["entry_no"],
                    import_no=import_no,
                    as_of=as_of,
                    digest=digest,
                    settled_at=_moment(row.get("settled_at")),
                    **{name: row.get(name) for name in AMOUNTS},
                )
                for row in rows
            ],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["shop", "order_no", "entry_no", "import_no"],
            update_fields=["as_of", "digest", *_KEPT],
        )
        after = _refold(shop, order_nos)
        keys = [(row["order_no"], row["entry_no"]) for row in rows]
        own = {(row["order_no"], row["entry_no"]): _plain(row) for row in rows}
        new = sum(key not in before for key in keys)
        changed = sum(key in before and before[key] != after[key] for key in keys)
        older = sum(key in before and before[key] == after[key] and after[key] != own[key] for key in keys)
        counts = Counts(
            counts.inserted + new,
            counts.changed + changed,
            counts.unchanged + len(keys) - new - changed - older,
            counts.older + older,
        )
    return counts


def forget_settlement(*, shop: Shop, import_no: int, order_nos: Iterable[str]) -> int:
    """Take back what an import said of these orders, inside the caller's transaction; return how many entries it were."""
    hold_shop(shop=shop)
    gone = 0
    for some in pieces(sorted(order_nos)):
        gone += SettlementEntry.objects.filter(shop=shop, import_no=import_no, order_no__in=some).delete()[0]
        _refold(shop, some)
    return gone


def _entries(shop: Shop, order_nos: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Give the standing amounts of each entry of these orders."""
    told: dict[str, list[Saying]] = {}
    columns = ("order_no", "entry_no", "as_of", "digest", *_KEPT)
    for number, entry, as_of, digest, *values in SettlementEntry.objects.filter(shop=shop, order_no__in=order_nos).values_list(
        *columns
    ):
        kept = dict(zip(_KEPT, values, strict=True))
        told.setdefault(number, []).append(Saying(entry, (as_of.timestamp(), digest), kept))
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for number, sayings in told.items():
        found |= {(number, entry): dict(one.amounts) for entry, one in standing(sayings).items()}
    return found


def _refold(shop: Shop, order_nos: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Set the settlements of these orders to the sum of their standing entries; give the entries."""
    entries = _entries(shop, order_nos)
    latest = dict(
        SettlementEntry.objects.filter(shop=shop, order_no__in=order_nos).order_by("as_of").values_list("order_no", "as_of")
    )
    by_order: dict[str, list[dict[str, Any]]] = {}
    for (number, _entry), told in entries.items():
        by_order.setdefault(number, []).append(told)
    rows = []
    for number, those in sorted(by_order.items()):
        sums = added_up([{name: one[name] for name in AMOUNTS} for one in those])
        moments = [one["settled_at"] for one in those if one["settled_at"] is not None]
        settled = max(moments, default=None)
        rows.append(
            Settlement(
                shop=shop, order_no=number, as_of=latest[number], entries=len(those), settled_at=settled,
                **{name: sums.get(name) for name in AMOUNTS},
            )
        )  # fmt: skip
    Settlement.objects.filter(shop=shop, order_no__in=sorted(set(order_nos) - set(by_order))).delete()
    Settlement.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["shop", "order_no"],
        update_fields=["as_of", "entries", *_KEPT],
    )
    return entries


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {**{name: row.get(name) for name in AMOUNTS}, "settled_at": _moment(row.get("settled_at"))}


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
