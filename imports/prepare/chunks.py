"""Claims on disk: one Parquet file per chunk and table."""

from pathlib import Path
from typing import Any


def read_chunk(out: Path, index: int) -> Any:
    """Give the claims of one chunk back as `orders.claims.ChunkClaims`."""
    raise NotImplementedError
