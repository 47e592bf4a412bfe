"""Take the blocks of a chunk that say what the facts are already: only who has the word moves, and no row is looked at."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from django.db import connection

from orders import provenances
from orders.claims import ChunkClaims, Source
from orders.facts import LINES, ORDERS, TRAFFIC, Facts
from orders.models import Shop
from orders.rules.blocks import Blocked, blocked
from orders.rules.homes import Standing
from orders.rules.provenance import claim


@dataclass(frozen=True)
class Part:
    """One table of a chunk, cut into blocks, with the fields its file speaks on."""

    facts: Facts
    says: list[str]
    blocks: Blocked

    @property
    def sizes(self) -> dict[str, int]:
        """How many facts each block has, by its digest."""
        return dict(zip(self.blocks.digests, self.blocks.sizes.tolist(), strict=True))

    @property
    def rows(self) -> list[int]:
        """How many rows of the file each block stands for."""
        if not len(self.blocks.sizes):
            return []
        weights = self.blocks.claims.column("rows").to_numpy()
        ends = np.cumsum(self.blocks.sizes)
        return [int(each) for each in np.add.reduceat(weights, ends - self.blocks.sizes, dtype=np.int64)]


@dataclass(frozen=True)
class Rest:
    """What is left of a chunk to be compared, each None when nothing is; and what became of the rows that agreed."""

    orders: Part | None
    lines: Part | None
    traffic: Part | None
    unchanged: int
    older: int


def cut_up(facts: Facts, claims: pa.Table | None) -> Part | None:
    """Cut a table of claims into blocks; None for nothing."""
    if claims is None or claims.num_rows == 0:
        return None
    says = facts.spoken(claims)
    return Part(facts, says, blocked(claims, facts.key, says, about=facts.name))


def agree(shop: Shop, source: Source, chunk: ChunkClaims) -> Rest:
    """Let the source have its word on the blocks that are known, and return the others.

    The lines of orders are known together with their orders or not at all: what an order's lines come to is counted by both.
    """
    orders, lines, traffic = (
        cut_up(facts, claims) for facts, claims in ((ORDERS, chunk.orders), (LINES, chunk.lines), (TRAFFIC, chunk.traffic))
    )
    unchanged = older = 0
    left: dict[int, Part | None] = {id(None): None}
    for parts in ([orders, lines], [traffic]):
        present = [part for part in parts if part is not None]
        known = [provenances.known_blocks(connection, shop.pk, part.sizes) for part in present]
        stands = [[digest in found for digest in part.blocks.digests] for part, (found, _) in zip(present, known, strict=True)]
        if len(present) == 2:
            stands = _together(stands[0], stands[1], _beside(*present))
        for part, (found, standing), agreed in zip(present, known, stands, strict=True):
            same, old = _take(source, part, found, standing, agreed)
            unchanged, older = unchanged + same, older + old
            left[id(part)] = _without(part, agreed)
    return Rest(left[id(orders)], left[id(lines)], left[id(traffic)], unchanged=unchanged, older=older)


def _beside(orders: Part, lines: Part) -> list[int]:
    """Return for each block of lines the block of orders it belongs to."""
    first_orders, first_lines = (_first_keys(part) for part in (orders, lines))
    return [max(0, bisect_right(first_orders, key) - 1) for key in first_lines]


def _first_keys(part: Part) -> list[str]:
    firsts = np.cumsum(part.blocks.sizes) - part.blocks.sizes
    return list(part.blocks.claims.column(part.facts.key[0]).take(pa.array(firsts)).to_pylist())


def _together(orders: Sequence[bool], lines: Sequence[bool], beside: Sequence[int]) -> list[list[bool]]:
    """Keep only the blocks known in both tables.

    >>> _together([True, True, False], [True, False, True], [0, 1, 2])
    [[True, False, False], [True, False, False]]
    """
    both = list(orders)
    for known, order in zip(lines, beside, strict=True):
        both[order] = both[order] and known
    return [both, [both[order] for order in beside]]


def _take(
    source: Source, part: Part, found: dict[str, int], standing: dict[int, Standing], agreed: Sequence[bool]
) -> tuple[int, int]:
    """Write down where the source has the word on these blocks; return the rows unchanged, and those it is older for."""
    numbers = {found[digest]: rows for digest, rows, known in zip(part.blocks.digests, part.rows, agreed, strict=True) if known}
    says = part.facts.bits(part.says)
    moved: dict[int, Standing] = {}
    unchanged = older = 0
    for number, rows in numbers.items():
        each = standing[number]
        won, following = claim(each.layers, source, says)
        if won:
            moved[number] = Standing(following, each.facts)
        if not won and says and all(other != source for other, _ in each.layers):
            older += rows
        else:
            unchanged += rows
    provenances.write(connection, moved)
    return unchanged, older


def _without(part: Part, agreed: Sequence[bool]) -> Part | None:
    if all(agreed):
        return None
    return Part(part.facts, part.says, part.blocks.only([not each for each in agreed]))
