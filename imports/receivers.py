"""Who receives the parcels of an import: read from its file once it stands, for shops that keep contacts, and for no other.

Apart from the road: no board waits for it, and nothing of it comes near claims, previews, problems or logs. What goes wrong is
logged by its kind alone, for the words of an error may hold a cell.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from customers.queries.contacts import keeps_contacts
from customers.rules.contacts import Received, Values, clean, clean_phone
from customers.services import forget_contacts_of, keep_contacts
from imports.checks.cells import strip
from imports.checks.columns import one_array
from imports.checks.ids import read_ids
from imports.formats.base import Kind
from imports.formats.receivers import receiver_columns
from imports.formats.registry import matched_columns
from imports.models import ImportJob, Receivers, State
from imports.prepare import prepared_from
from imports.prepare.choosing import choose_format, choose_tables, header_score
from imports.prepare.chunks import chunk_path
from imports.readers.opening import open_file
from orders.models import Shop
from orders.services import hold_shop

logger = logging.getLogger(__name__)

ACCOUNTS_AT_ONCE = 2_000
MOST_ORDERS = 100  # of one account and file: those placed last
_NEVER = datetime.min.replace(tzinfo=UTC)
_NAMES = ("receiver", "phone", "street")


def state_when_done(job: ImportJob) -> str:
    """Return whether the receivers of an import that ends now are to be read: only of orders, only where the shop keeps them."""
    asked = job.kind in {Kind.ORDERS, Kind.LINES} and job.shop_id is not None and keeps_contacts(job.shop_id)
    return Receivers.WAITING if asked else Receivers.NONE


def shops_with_receivers() -> list[int]:
    """Return the numbers of the shops with an import whose receivers are to be read."""
    waiting = ImportJob.objects.filter(receivers=Receivers.WAITING, state=State.DONE)
    return list(waiting.order_by().values_list("shop_id", flat=True).distinct())


def read_receivers(*, shop: Shop) -> int:
    """Read the receivers of the shop's imports that wait for it; return how many accounts were told new values.

    Begun again after a crash it ends the same. A file that cannot be read is given up, for its orders stand already.
    """
    fresh = 0
    for job in ImportJob.objects.filter(shop=shop, receivers=Receivers.WAITING, state=State.DONE).order_by("pk"):
        ended = Receivers.KEPT
        try:
            fresh += _keep(job, shop)
        except (OperationalError, InterfaceError, SoftTimeLimitExceeded):
            raise
        except Exception as error:
            logger.error("The receivers of import %s could not be read: %s.", job.pk, type(error).__name__)  # noqa: TRY400 - no traceback
            ended = Receivers.NONE
        ImportJob.objects.filter(pk=job.pk, receivers=Receivers.WAITING).update(receivers=ended)
    return fresh


def drop_receivers(*, job: ImportJob) -> None:
    """Take back what an import told of receivers; one look at an index when it told nothing."""
    ImportJob.objects.filter(pk=job.pk).exclude(receivers=Receivers.NONE).update(receivers=Receivers.NONE)
    forget_contacts_of(import_no=job.pk)


def _keep(job: ImportJob, shop: Shop) -> int:
    forget_contacts_of(import_no=job.pk)  # of an earlier reading, with another mapping
    fresh, told = 0, iter(_received(job).items())
    while piece := dict(islice(told, ACCOUNTS_AT_ONCE)):
        with transaction.atomic():
            hold_shop(shop=shop)
            if not ImportJob.objects.filter(pk=job.pk, receivers=Receivers.WAITING, state=State.DONE).exists():
                return fresh
            fresh += keep_contacts(shop=shop, import_no=job.pk, as_of=job.as_of or job.created_at, told=piece)
    return fresh


def _received(job: ImportJob) -> Mapping[str, list[Received]]:
    """Return account -> who received its orders of the file. Orders left out, or without a buyer, tell nothing."""
    orders = _orders(job)
    found: defaultdict[str, list[Received]] = defaultdict(list)
    for rows in _rows(job) if orders.num_rows else ():
        for row in rows.join(orders, "order_no", join_type="inner").to_pylist():
            values = Values(clean(row["receiver"]), clean_phone(row["phone"]), clean(row["street"]))
            if values:
                found[row["buyer_key"]].append(Received(values, row["order_no"], row["placed_at"]))
    for account, told in found.items():
        if len(told) > MOST_ORDERS:
            found[account] = sorted(told, key=lambda one: one.placed_at or _NEVER)[-MOST_ORDERS:]
    return found


def _orders(job: ImportJob) -> pa.Table:
    """Return order number, account and time of placing of the orders this import claims of a known buyer."""
    schema = pa.schema({"order_no": pa.string(), "buyer_key": pa.string(), "placed_at": pa.timestamp("us", "UTC")})
    parts = [schema.empty_table()]
    folder = job.claims_path
    for path in (
        [] if folder is None else [chunk_path(folder, info.index, "orders") for info in prepared_from(job.prepared).chunks]
    ):
        names = pq.ParquetFile(path).schema_arrow.names if path.exists() else []
        if "buyer_key" not in names:
            continue
        table = pq.read_table(path, columns=[name for name in schema.names if name in names])
        columns = [
            one_array(table[item.name]).cast(item.type) if item.name in names else pa.nulls(table.num_rows, item.type)
            for item in schema
        ]
        parts.append(pa.Table.from_arrays(columns, schema=schema).filter(pc.field("buyer_key").is_valid()))
    return pa.concat_tables(parts).combine_chunks()


def _rows(job: ImportJob) -> Iterator[pa.Table]:
    """Yield the file's rows that tell a receiver, batch by batch: order number, receiver, phone, street; each order once."""
    item = choose_format(job.format_key, job.mapping or None)
    limit = settings.UPLOAD_LIMIT_BYTES
    with open_file(job.upload_path, limit_bytes=limit, score=header_score, quoting=not item.no_quoting) as opened:
        for table in choose_tables(opened.tables, item, job.sheet):
            headers = table.head.headers
            told = receiver_columns(headers)
            number = matched_columns(item, headers).get("order_no")
            if not told or number is None:
                continue
            asked = dict.fromkeys([number, *(part for one in told.values() for parts in one for part in parts)])
            for batch in table.batches(list(asked), item.explanation_mark):
                yield _batch(batch.cells, number, told)


def _batch(cells: pa.Table, number: str, told: Mapping[str, list[list[str]]]) -> pa.Table:
    numbers = read_ids(strip(one_array(cells[number]))).values
    columns = [_told(cells, told[name]) if name in told else pa.nulls(cells.num_rows, pa.string()) for name in _NAMES]
    rows = pa.table([numbers, *columns], names=["order_no", *_NAMES])
    some = pc.field("order_no").is_valid() & (
        pc.field("receiver").is_valid() | pc.field("phone").is_valid() | pc.field("street").is_valid()
    )
    rows = rows.filter(some)
    first = rows.group_by("order_no", use_threads=False).aggregate([(name, "first") for name in _NAMES])
    return first.rename_columns([name.removesuffix("_first") for name in first.column_names])


def _told(cells: pa.Table, alternatives: list[list[str]]) -> Any:
    """Return of each row the first alternative that says something; NULL where none does."""
    found: Any = pa.nulls(cells.num_rows, pa.string())
    for parts in alternatives:
        texts = [strip(one_array(cells[part])) for part in parts]
        joined = texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, " ")
        joined = pc.utf8_trim_whitespace(joined)
        said = pc.and_(pc.not_equal(joined, ""), pc.not_equal(joined, "-"))
        found = pc.coalesce(found, pc.if_else(said, joined, pa.scalar(None, pa.string())))
    return found
