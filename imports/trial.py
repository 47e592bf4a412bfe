"""Try a mapping on the first rows of a file, over the same road the whole file takes later."""

import csv
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imports.formats.base import Kind
from imports.prepare import ProblemGroup, RefusedFile, prepare


@dataclass(frozen=True)
class Trial:
    """What the first rows would become: the rows as understood, the findings, or why the table could not be read at all."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[ProblemGroup] = field(default_factory=list)
    refusal: str = ""


def try_mapping(
    *, headers: Sequence[str], sample: Sequence[Sequence[str]], kind: Kind, mapping: Mapping[str, Any], zone: str, currency: str
) -> Trial:
    """Read the sample rows under a mapping and tell what would be understood.

    The rows are written to a temporary file and prepared like any other, so that the preview cannot say something else than
    the import does. Nothing stays on disk. `zone` is an IANA name, `currency` an ISO code.
    """
    with tempfile.TemporaryDirectory(prefix="trial-") as place:
        folder = Path(place)
        path = folder / "sample.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([headers, *sample])
        try:
            prepared = prepare(
                path=path,
                filename=path.name,
                format_key=f"mapped:{kind}",
                mapping=mapping,
                zone=zone,
                currency=currency,
                out=folder,
                hash_key=b"preview",
            )
        except RefusedFile as refused:
            return Trial(refusal=refused.refusal.sentence)
    return Trial(rows=prepared.preview, problems=prepared.problems)
