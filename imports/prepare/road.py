"""The way of a file from bytes to claims: read, clean, sort, settle, write. Memory is bounded by the batch and the range."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from django.conf import settings

from imports.checks.problems import Code, Finding
from imports.formats.base import Format, Kind
from imports.formats.registry import as_of_from_name
from imports.prepare.answers import ChunkInfo, Prepared
from imports.prepare.choosing import choose_format, choose_tables, decide, header_score, make_reading
from imports.prepare.chunks import Cutter, write_chunk
from imports.prepare.cleaning import PLACE, Cleaned, Cleaner
from imports.prepare.folding import Folded, fold
from imports.prepare.ledger import Ledger
from imports.prepare.preview import mask_cells, plain_rows
from imports.prepare.rejects import write_rejects
from imports.prepare.runs import Runs
from imports.prepare.shapes import key_of, to_shape
from imports.prepare.tally import Tally
from imports.readers.opening import open_file
from imports.readers.refusals import RefusalCode, RefusedFile
from imports.readers.table import TextBatch, TextTable
from orders.claims import ChunkClaims

BATCH_ROWS = 40_000
RANGE_ROWS = 60_000
PREVIEW_ROWS = 20
_CLEANING_SHARE = 0.7  # of the time, for the progress
Progress = Callable[[int, int], None]
Taught = Mapping[str, Mapping[str, int]]


@dataclass
class _Pass:
    """What one reading of the file has counted."""

    ledger: Ledger = field(default_factory=Ledger)
    rows: int = 0
    rejected: int = 0
    blank: int = 0
    trailers: int = 0
    preview: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0
    older: int = 0


def prepare(
    *,
    path: Path,
    filename: str,
    format_key: str,
    mapping: Mapping[str, Any] | None = None,
    taught: Taught | None = None,
    packs: Mapping[str, int] | None = None,
    pseudonym: Callable[[str], str | None] | None = None,
    sheet: str = "",
    zone: str,
    currency: str,
    out: Path,
    hash_key: bytes,
    chunk_rows: int = 100_000,
    now: int | None = None,
    on_progress: Progress | None = None,
) -> Prepared:
    """Read a file, check its rows and write what it claims into the folder `out`.

    `format_key`: a key of `formats.registry`, or "mapped:orders", "mapped:lines", "mapped:traffic" with `mapping` (flat name ->
    header; `zone` and `money_is_net` beside them). `taught`: what people said words for states mean, by "state" and
    "refund_state" and the folded word; they come before the format's own. `packs`: pieces in
    a carton by SKU, for lists of stock. `pseudonym` gives that of an account which was forgotten, None for others. `sheet`: the
    table of the file that is read, "" for the first that fits. `zone`: IANA name of the shop's clock. `hash_key` keys the hash of
    buyers that are an e-mail or a phone. `now`: epoch seconds, the door's clock, against times in the future.
    `on_progress(done, total)` hears estimated rows. Writes claims-NNNN.{orders,lines,traffic}.parquet and rejected.csv. Raises
    RefusedFile when the file as a whole cannot be used.
    """
    out.mkdir(parents=True, exist_ok=True)
    item = choose_format(format_key, mapping)
    zone = (mapping or {}).get("zone") or zone
    told = as_of_from_name(filename, zone)
    with open_file(
        path, limit_bytes=settings.UPLOAD_LIMIT_BYTES, score=header_score, quoting=not item.no_quoting, scratch=out
    ) as opened:
        tables = choose_tables(opened.tables, item, sheet)
        runs = Runs(out, key_of(item), memory_rows=RANGE_ROWS)
        done = _Pass()
        try:
            for place, table in enumerate(tables):
                latest = min(limit for limit in (told, now) if limit is not None) if told or now else None
                cleaner = Cleaner(
                    make_reading(item, table, zone=zone, currency=currency, taught=taught),
                    hash_key,
                    latest,
                    packs=packs or {},
                    pseudonym=pseudonym,
                )
                _clean_table(table, place, len(tables), cleaner, runs, done, on_progress)
            if not done.rows:
                raise RefusedFile(RefusalCode.NO_ROWS)
            tally = Tally(item.kind)
            chunks = _write_claims(runs, item, out, chunk_rows, done, tally, on_progress)
        finally:
            runs.close()
        write_rejects(out, tables, done.ledger, item.explanation_mark)
    as_of = told if told is not None else tally.latest
    if as_of is not None and now is not None:
        as_of = min(as_of, now)
    if on_progress:
        on_progress(done.rows, done.rows)
    return Prepared(
        kind=item.kind,
        format_key=format_key,
        rows_total=done.rows,
        rows_rejected=done.rejected,
        duplicates_unchanged=done.unchanged,
        duplicates_older=done.older,
        chunks=chunks,
        first_at=tally.first_at,
        last_at=tally.last_at,
        as_of=as_of,
        as_of_source="" if as_of is None else "filename" if told is not None else "latest",
        problems=done.ledger.problems(),
        preview=done.preview,
        sums={"rows": sum(chunk.rows for chunk in chunks), **tally.sums},
        held_words=done.ledger.held_words(),
        taught_words={
            about: {word: (taught or {})[about][word] for word in sorted(met)}
            for about, met in sorted(done.ledger.taught.items())
            if met
        },
        blank_rows=done.blank,
        trailer_rows=done.trailers,
        sheets=[table.name for table in tables if table.name],
    )


def _clean_table(
    table: TextTable, place: int, tables: int, cleaner: Cleaner, runs: Runs, done: _Pass, on_progress: Progress | None
) -> None:
    """Clean one table batch by batch; two batches at a time unless one needs the end of the other."""
    item = cleaner.reading.format
    waiting: deque[tuple[Future[Cleaned], float]] = deque()
    with ThreadPoolExecutor(max_workers=1 if cleaner.in_order else 2) as pool:

        def take() -> None:
            future, share = waiting.popleft()
            _keep(future.result(), item, runs, done)
            if on_progress and share:
                total = round(done.rows / max((place + share) / tables, 1e-9)) if tables == 1 else done.rows
                on_progress(round(done.rows * _CLEANING_SHARE), max(total, done.rows))

        decided = False
        for batch in _gathered(table.batches(list(cleaner.reading.headers.values()), item.explanation_mark)):
            done.blank, done.trailers = done.blank + batch.blank, done.trailers + batch.trailers
            _keep_ragged(batch, place, done)
            if not batch.cells.num_rows:
                continue
            if not decided:
                cleaner.reading = decide(cleaner.reading, table, batch.cells)
                decided = True
            waiting.append((pool.submit(cleaner.clean, batch.cells, batch.lines + place * PLACE), batch.done))
            if len(waiting) > 1:
                take()
        while waiting:
            take()


def _gathered(batches: Iterator[TextBatch]) -> Iterator[TextBatch]:
    """Join small batches to ones of about `BATCH_ROWS` rows."""
    held: list[TextBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.cells.num_rows
        if rows >= BATCH_ROWS:
            yield _joined(held)
            held, rows = [], 0
    if held:
        yield _joined(held)


def _joined(held: Sequence[TextBatch]) -> TextBatch:
    return TextBatch(
        lines=np.concatenate([batch.lines for batch in held]),
        cells=pa.concat_tables([batch.cells for batch in held]).combine_chunks(),
        ragged=[odd for batch in held for odd in batch.ragged],
        blank=sum(batch.blank for batch in held),
        trailers=sum(batch.trailers for batch in held),
        done=held[-1].done,
    )


def _keep_ragged(batch: TextBatch, place: int, done: _Pass) -> None:
    """Reject the rows with a wrong number of cells."""
    if not batch.ragged:
        return
    lines = np.array([odd.line for odd in batch.ragged], dtype=np.int64) + place * PLACE
    values = [mask_cells(odd.cells) for odd in batch.ragged[:50]]
    finding = Finding(Code.RAGGED, "", np.arange(len(lines), dtype=np.int64), values)
    done.ledger.add([finding], lines, None)
    done.rows += len(lines)
    done.rejected += len(lines)


def _keep(cleaned: Cleaned, item: Format, runs: Runs, done: _Pass) -> None:
    """Count a cleaned batch and put its accepted rows to the others."""
    done.rows += len(cleaned.lines)
    done.rejected += int(cleaned.rejected.sum())
    done.ledger.add(cleaned.findings, cleaned.lines, cleaned.money)
    done.ledger.add_words(cleaned.words, cleaned.lines)
    if len(done.preview) < PREVIEW_ROWS:
        done.preview += plain_rows(cleaned.understood.slice(0, PREVIEW_ROWS - len(done.preview)))
    runs.add(to_shape(cleaned.table, item))
    pa.default_memory_pool().release_unused()  # else what was freed stays with the process: 30 MB of 330


def _write_claims(
    runs: Runs, item: Format, out: Path, chunk_rows: int, done: _Pass, tally: Tally, on_progress: Progress | None
) -> list[ChunkInfo]:
    """Settle range by range and write the chunks.

    In one thread: settling ahead of the writing gained nothing on two cores and kept 20 MB more.
    """
    chunks: list[ChunkInfo] = []
    cutter = Cutter(chunk_rows)

    def write(pieces: Iterator[ChunkClaims]) -> None:
        for piece in pieces:
            tally.add(piece)
            chunks.append(write_chunk(out, len(chunks), piece))

    finished = 0
    for table in runs.ranges(max(RANGE_ROWS, chunk_rows)):
        if not table.num_rows:
            continue
        folded = fold(table, item)
        done.unchanged, done.older = done.unchanged + folded.unchanged, done.older + folded.older
        _keep_disputed(folded, item, done)
        write(cutter.add(folded.claims))
        finished += table.num_rows
        pa.default_memory_pool().release_unused()
        if on_progress:
            share = _CLEANING_SHARE + (1 - _CLEANING_SHARE) * min(1.0, finished / max(1, runs.rows))
            on_progress(round(done.rows * share), done.rows)
    write(cutter.rest())
    return chunks


def _keep_disputed(folded: Folded, item: Format, done: _Pass) -> None:
    """Reject hours, or counts, that the file tells twice with different numbers."""
    if not len(folded.disputed):
        return
    named = {"product_sku"} if item.kind is Kind.STOCK else {"hour", "moment"}
    header = next((column.headers[0] for column in item.columns if column.name in named), "hour")
    code = Code.COUNT_TWICE if item.kind is Kind.STOCK else Code.HOUR_TWICE
    finding = Finding(code, header, np.arange(len(folded.disputed), dtype=np.int64), [])
    done.ledger.add([finding], folded.disputed, None)
    done.rejected += len(folded.disputed)
