"""Under which provenance the facts of a block stand after an export has claimed them. Pure: no Django, no clock.

What is aimed at: all facts of a block under one provenance, which holds nothing else, so that its digest speaks for them and
one row moves when the next export agrees. What a narrow export has split is brought together again by the next whole one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from orders.claims import Source
from orders.rules.provenance import Layers, claim


@dataclass(frozen=True)
class Met:
    """Facts under one provenance that one block of claims meets; `rows`: what their claims stand for."""

    provenance: int
    block: int
    facts: int
    rows: int


@dataclass(frozen=True)
class Standing:
    """A provenance as it stands, with the number of all its facts."""

    layers: Layers
    facts: int


@dataclass(frozen=True)
class Move:
    """The facts of a block under `old` go under `new` (the same number: that one is written anew); the newcomer wins `won`."""

    old: int
    block: int
    new: int
    won: int


@dataclass(frozen=True)
class Homes:
    """What is to be written. A number below 0 stands for a new provenance: -1 is the first of `made`, -2 the second.

    `kept`: provenances as they are afterwards, none left under those with 0 facts. `fresh`: where the new facts of a block go.
    `whole`: the provenance that holds exactly the facts of a block, with the values it claims. `gained`: those that hold facts
    they did not hold before. `older`: those whose facts had nothing to learn from an older export.
    """

    moves: tuple[Move, ...]
    made: tuple[Standing, ...]
    kept: Mapping[int, Standing]
    fresh: Mapping[int, int]
    whole: Mapping[int, int]
    gained: frozenset[int]
    older: tuple[int, ...]


_Group = tuple[int, Layers]  # facts of one block that will have the same layers


def find_homes(*, sizes: Sequence[int], met: Iterable[Met], standing: Mapping[int, Standing], source: Source, says: int) -> Homes:
    """Decide where the facts of each block go when `source` claims the fields `says` of all of them.

    `sizes`: how many claims each block has; those not `met` are new. `standing`: every provenance met.

    >>> old, new = Source(100, "a"), Source(200, "b")
    >>> homes = find_homes(sizes=[3], met=[Met(7, 0, 2, 2)], standing={7: Standing(((old, 1),), 2)}, source=new, says=1)
    >>> homes.moves, homes.kept, homes.fresh, homes.whole
    ((Move(old=7, block=0, new=7, won=1),), {7: Standing(layers=((Source(as_of=200, digest='b'), 1),), facts=3)}, {0: 7}, {0: 7})
    """
    met = sorted(met, key=lambda each: (-each.facts, each.provenance, each.block))
    outcome = {number: claim(each.layers, source, says) for number, each in standing.items()}
    _, first = claim((), source, says)
    unmet = list(sizes)
    groups: dict[_Group, list[Met]] = {}
    for each in met:
        unmet[each.block] -= each.facts
        won, following = outcome[each.provenance]
        if won:
            groups.setdefault((each.block, following), []).append(each)
    for block, count in enumerate(unmet):
        if count:
            groups.setdefault((block, first), [])
    home, made = _homes(groups, met, standing)

    moves = tuple(
        Move(each.provenance, block, home[block, following], outcome[each.provenance][0])
        for (block, following), members in groups.items()
        for each in members
    )
    fresh = {block: home[block, first] for block, count in enumerate(unmet) if count}
    facts = {number: each.facts for number, each in standing.items()} | {-1 - place: 0 for place in range(len(made))}
    gained = set(fresh.values())
    for each, move in zip((each for members in groups.values() for each in members), moves, strict=True):
        facts[move.old] -= each.facts
        facts[move.new] += each.facts
        if move.old != move.new:
            gained.add(move.new)
    for block, number in fresh.items():
        facts[number] += unmet[block]
    layers = {home[group]: group[1] for group in groups}
    touched = {number for move in moves for number in (move.old, move.new)} | set(fresh.values())
    return Homes(
        moves=moves,
        made=tuple(Standing(following, facts[-1 - place]) for place, following in enumerate(made)),
        kept={
            number: Standing(layers.get(number, standing[number].layers), facts[number])
            for number in sorted(touched)
            if number >= 0
        },
        fresh=fresh,
        whole=_whole(sizes, met, groups, home, outcome, facts, says),
        gained=frozenset(number for number in gained if number >= 0),
        older=tuple(
            sorted(number for number, each in standing.items() if says and not outcome[number][0] and not _knows(each, source))
        ),
    )


def _knows(standing: Standing, source: Source) -> bool:
    return any(other == source for other, _ in standing.layers)


def _homes(
    groups: Mapping[_Group, Sequence[Met]], met: Sequence[Met], standing: Mapping[int, Standing]
) -> tuple[dict[_Group, int], list[Layers]]:
    """Give each group a provenance: the largest of its own all of whose facts were met, else a new one."""
    seen: dict[int, int] = {}
    for each in met:
        seen[each.provenance] = seen.get(each.provenance, 0) + each.facts
    home: dict[_Group, int] = {}
    taken: set[int] = set()
    made: list[Layers] = []
    for group, members in groups.items():
        for each in members:  # the largest first
            if each.provenance not in taken and seen[each.provenance] == standing[each.provenance].facts:
                home[group] = each.provenance
                taken.add(each.provenance)
                break
        else:
            made.append(group[1])
            home[group] = -len(made)
    return home, made


def _whole(
    sizes: Sequence[int],
    met: Sequence[Met],
    groups: Mapping[_Group, Sequence[Met]],
    home: Mapping[_Group, int],
    outcome: Mapping[int, tuple[int, Layers]],
    facts: Mapping[int, int],
    says: int,
) -> dict[int, int]:
    """Name the blocks all of whose facts end under one provenance that holds no others, with every value as claimed."""
    whole = {}
    for group, members in groups.items():
        block = group[0]
        if facts[home[group]] == sizes[block] and all(outcome[each.provenance][0] == says for each in members):
            whole[block] = home[group]
    if not says:
        whole |= {each.block: each.provenance for each in met if each.facts == sizes[each.block] == facts[each.provenance]}
    return whole
