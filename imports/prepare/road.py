"""The way of a file from bytes to claims."""

from collections.abc import Callable, Mapping
from pathlib import Path

from imports.prepare.answers import Prepared


def prepare(
    *,
    path: Path,
    filename: str,
    format_key: str,
    mapping: Mapping[str, str] | None = None,
    zone: str,
    currency: str,
    out: Path,
    hash_key: bytes,
    chunk_rows: int = 100_000,
    now: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Prepared:
    """Read a file, check its rows and write what it claims into the folder `out`.

    `format_key`: a key of `formats.registry`, or "mapped:orders", "mapped:lines", "mapped:traffic" with `mapping` (flat name ->
    header). `zone`: IANA name of the shop's clock. `hash_key` keys the hash of buyers that are an e-mail or a phone. `now`: epoch
    seconds, the door's clock, against times in the future. `on_progress(done, total)` hears estimated rows. Writes
    claims-NNNN.{orders,lines,traffic}.parquet and rejected.csv. Raises RefusedFile when the file as a whole cannot be used.
    """
    raise NotImplementedError
