"""Who works which shift: named people on places, with rest between shifts (playbook P12).

An assignment is solved as a mixed integer programme (HiGHS through scipy): first fill the places that the work needs, then
those of the reserve, then share the shifts evenly, then spare those who would rather not work at night.
The same input gives the same roster.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
import scipy

NEEDED, RESERVE, UNEVEN, NIGHT, LATER = 1_000.0, 300.0, 5.0, 1.0, 1e-4
SECONDS_TO_SOLVE = 5.0
DAYS_AT_ONCE = 3


@dataclass(frozen=True)
class Person:
    """One named person: the roles they can do, the days they are away, whether they work at night."""

    key: int
    roles: frozenset[str]
    away: frozenset[date] = frozenset()
    works_nights: bool = True


@dataclass(frozen=True)
class WorkShift:
    """One shift by the shop's clock, half open, and how many people of each role it needs and keeps in reserve."""

    key: int
    start: datetime
    end: datetime
    needed: Mapping[str, int]
    reserve: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_night(self) -> bool:
        """Whether it holds 3:00 in the morning."""
        three = self.start.replace(hour=3, minute=0, second=0, microsecond=0)
        return any(self.start <= three + timedelta(days=later) < self.end for later in (0, 1))

    def days(self) -> set[date]:
        """Return the dates it touches."""
        last = (self.end - timedelta(minutes=1)).date()
        return {self.start.date(), last}


@dataclass(frozen=True)
class RestRules:
    """What nobody may be asked beyond: hours between two shifts, shifts within seven days, nights within seven days."""

    hours_between: int = 11
    most_in_a_week: int = 6
    most_nights_in_a_week: int = 4


@dataclass(frozen=True)
class Place:
    """One person on one shift in one role."""

    shift: int
    role: str
    person: int


@dataclass(frozen=True)
class Roster:
    """The places that could be filled, and how many could not: {(shift, role): (needed but open, reserve open)}."""

    places: tuple[Place, ...]
    open: dict[tuple[int, str], tuple[int, int]]


def broken_rules(person: Person, shifts: Sequence[WorkShift], rules: RestRules) -> list[str]:
    """Name what one person's shifts break: `away`, `night`, `rest`, `week`, `nights`; empty when all is kept.

    >>> day = datetime(2026, 11, 11)
    >>> late = WorkShift(1, day.replace(hour=16), day + timedelta(days=1), {})
    >>> early = WorkShift(2, day + timedelta(days=1), day + timedelta(days=1, hours=8), {})
    >>> broken_rules(Person(1, frozenset(), works_nights=False), [late, early], RestRules())
    ['night', 'rest']
    """
    ordered = sorted(shifts, key=lambda shift: shift.start)
    found = []
    if any(shift.days() & person.away for shift in ordered):
        found.append("away")
    if not person.works_nights and any(shift.is_night for shift in ordered):
        found.append("night")
    if any(pair in _too_near(ordered, rules) for pair in zip(range(len(ordered)), range(1, len(ordered)), strict=False)):
        found.append("rest")
    if any(len(week) > rules.most_in_a_week for week in _weeks(ordered)):
        found.append("week")
    if any(sum(shift.is_night for shift in week) > rules.most_nights_in_a_week for week in _weeks(ordered)):
        found.append("nights")
    return found


def fill(people: Sequence[Person], shifts: Sequence[WorkShift], rules: RestRules, *, fixed: Collection[Place] = ()) -> Roster:
    """Return the best roster: places that `fixed` names stay as they are, all rest rules hold for the others.

    A person does one role in a shift. Fixed places count against the rules of that person but are never taken away.

    >>> day = datetime(2026, 11, 11)
    >>> shifts = [WorkShift(n, day + timedelta(hours=8 * n), day + timedelta(hours=8 * n + 8), {"presale": 1}) for n in range(3)]
    >>> found = fill([Person(1, frozenset({"presale"})), Person(2, frozenset({"presale"}))], shifts, RestRules())
    >>> sorted({place.person for place in found.places}), sum(needed for needed, _reserve in found.open.values())
    ([1, 2], 1)
    """
    shifts = sorted(shifts, key=lambda shift: (shift.start, shift.key))
    places = list(fixed)
    for piece in _pieces(shifts):
        places += _Problem(list(people), shifts, rules, places, piece).solve()
    places.sort(key=lambda place: (place.shift, place.role, place.person))
    counts: dict[tuple[int, str], int] = {}
    for place in places:
        counts[place.shift, place.role] = counts.get((place.shift, place.role), 0) + 1
    still_open = {}
    for shift in shifts:
        for role, needed in shift.needed.items():
            reserve, there = shift.reserve.get(role, 0), counts.get((shift.key, role), 0)
            missing = max(0, needed + reserve - there)
            if missing:
                of_reserve = min(missing, reserve)
                still_open[shift.key, role] = (missing - of_reserve, of_reserve)
    return Roster(tuple(places), still_open)


def _too_near(ordered: Sequence[WorkShift], rules: RestRules) -> set[tuple[int, int]]:
    """Return the pairs of shifts (positions, ascending) between which nobody could rest long enough."""
    rest = timedelta(hours=rules.hours_between)
    return {
        (one, two)
        for one in range(len(ordered))
        for two in range(one + 1, len(ordered))
        if ordered[two].start < ordered[one].end + rest
    }


def _pieces(ordered: Sequence[WorkShift]) -> list[range]:
    """Return the positions of the shifts piece by piece, each of a few days: a long sale as one programme takes minutes."""
    if not ordered:
        return []
    piece_of = [(shift.start.date() - ordered[0].start.date()).days // DAYS_AT_ONCE for shift in ordered]
    return [range(piece_of.index(piece), len(ordered) - piece_of[::-1].index(piece)) for piece in sorted(set(piece_of))]


def _weeks(ordered: Sequence[WorkShift]) -> list[list[WorkShift]]:
    """Return for each shift those that start within the seven days from its start."""
    return [[later for later in ordered if first.start <= later.start < first.start + timedelta(days=7)] for first in ordered]


class _Problem:
    """The programme: one 0-or-1 variable for each person, shift and role that is possible, and slack for what stays open."""

    def __init__(self, people: list[Person], shifts: list[WorkShift], rules: RestRules, fixed: list[Place], piece: range) -> None:
        self.people, self.shifts, self.rules = people, shifts, rules
        self.position = {shift.key: number for number, shift in enumerate(shifts)}
        self.held: dict[int, set[int]] = {}  # person -> positions of the shifts they are fixed on
        self.filled: dict[tuple[int, str], int] = {}
        for place in fixed:
            self.held.setdefault(place.person, set()).add(self.position[place.shift])
            self.filled[place.shift, place.role] = self.filled.get((place.shift, place.role), 0) + 1
        self.near = _too_near(shifts, rules)
        self.choices = [
            (number, at, role)
            for number, person in enumerate(people)
            for at in piece
            for role in shifts[at].needed
            if self._is_possible(person, at, role)
        ]
        self.demands = [(at, role) for at in piece for role in shifts[at].needed]
        self.weeks = [[self.position[shift.key] for shift in week] for week in _weeks(shifts)]

    def _is_possible(self, person: Person, at: int, role: str) -> bool:
        shift, held = self.shifts[at], self.held.get(person.key, set())
        return (
            role in person.roles
            and not (shift.days() & person.away)
            and (person.works_nights or not shift.is_night)
            and at not in held
            and all((min(at, other), max(at, other)) not in self.near for other in held)
        )

    def solve(self) -> list[Place]:
        """Solve it and return the places that were free to choose."""
        if not self.choices:
            return []
        many, slack = len(self.choices), len(self.demands)
        beyond = many + 2 * slack
        width = beyond + 2 * len(self.people)
        cost, upper = np.zeros(width), np.ones(width)
        cost[:many] = [NIGHT * self.shifts[at].is_night for _person, at, _role in self.choices]
        cost[:many] += np.linspace(0, LATER, many)  # among equals the first: the same input gives the same roster
        cost[many : many + slack], cost[many + slack : beyond] = NEEDED, RESERVE
        cost[beyond:], upper[beyond:] = UNEVEN, len(self.shifts)
        rows = _Rows(width)
        columns: dict[tuple[int, str], list[int]] = {demand: [] for demand in self.demands}
        for number, (_person, at, role) in enumerate(self.choices):
            columns[at, role].append(number)
        for number, demand in enumerate(self.demands):
            wanted, reserve = self._wanted(*demand)
            upper[many + number], upper[many + slack + number] = wanted, min(reserve, wanted)
            rows.hold([*columns[demand], many + number, many + slack + number], wanted, wanted)
        places = sum(self._wanted(*demand)[0] for demand in self.demands) + sum(self.filled.values())
        self._hold_people(rows, beyond, places // len(self.people))
        found = scipy.optimize.milp(
            cost,
            constraints=rows.constraint(),
            integrality=np.ones(width, dtype=np.int64),
            bounds=scipy.optimize.Bounds(0, upper),
            options={"time_limit": SECONDS_TO_SOLVE, "mip_rel_gap": 0.02},
        )
        if found.x is None:
            raise ArithmeticError(f"The roster was not solved: {found.message}")
        chosen = [self.choices[number] for number in range(many) if found.x[number] > 0.5]
        return [Place(self.shifts[at].key, role, self.people[person].key) for person, at, role in chosen]

    def _wanted(self, at: int, role: str) -> tuple[int, int]:
        """Return how many places of a shift and role are still to fill, and the size of its reserve."""
        shift = self.shifts[at]
        reserve = shift.reserve.get(role, 0)
        return max(0, shift.needed[role] + reserve - self.filled.get((shift.key, role), 0)), reserve

    def _all_near(self, places: list[int]) -> bool:
        return all((one, two) in self.near for one in places for two in places if one < two)

    def _hold_people(self, rows: "_Rows", beyond: int, fair: int) -> None:
        """Hold each person to one role a shift, to rest between shifts and to the week's bounds.

        From the column `beyond` on stands for each person how many shifts they have more than their fair part, and after
        these how many more than one above it: the second costs again, so that the shifts spread evenly.
        """
        of_person: dict[int, dict[int, list[int]]] = {}
        for number, (person, at, _role) in enumerate(self.choices):
            of_person.setdefault(person, {}).setdefault(at, []).append(number)
        for person, shifts in of_person.items():
            held = self.held.get(self.people[person].key, set())
            every = [number for numbers in shifts.values() for number in numbers]
            for step in (0, 1):
                column = beyond + step * len(self.people) + person
                rows.hold(every, -np.inf, float(fair + step - len(held)), minus=column)
            for at, numbers in shifts.items():
                crowd = [at, *(later for later in shifts if (at, later) in self.near)]
                together = [number for place in crowd for number in shifts[place]]
                if len(together) > len(numbers) and self._all_near(crowd):
                    rows.hold(together, 0.0, 1.0)  # one row for all of them bounds tighter than one for each pair
                    continue
                rows.hold(numbers, 0.0, 1.0)
                for later in crowd[1:]:
                    rows.hold([*numbers, *shifts[later]], 0.0, 1.0)
            for week in self.weeks:
                self._hold_week(rows, week, shifts, held)

    def _hold_week(self, rows: "_Rows", week: list[int], shifts: dict[int, list[int]], held: set[int]) -> None:
        nights = [at for at in week if self.shifts[at].is_night]
        for places, most in ((week, self.rules.most_in_a_week), (nights, self.rules.most_nights_in_a_week)):
            numbers = [number for at in places for number in shifts.get(at, ())]
            if numbers and len(places) > most:
                rows.hold(numbers, -np.inf, float(max(0, most - len(held & set(places)))))


class _Rows:
    """The rows of the programme as they are found: each a sum of variables between two bounds."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.low: list[float] = []
        self.high: list[float] = []
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []

    def hold(self, columns: Sequence[int], low: float, high: float, *, minus: int | None = None) -> None:
        """Keep the sum of these variables, less that of `minus`, between two bounds."""
        every = [*columns] if minus is None else [*columns, minus]
        self.rows += [len(self.low)] * len(every)
        self.columns += every
        self.values += [1.0] * len(columns) + [-1.0] * (minus is not None)
        self.low.append(low)
        self.high.append(high)

    def constraint(self) -> "scipy.optimize.LinearConstraint":
        """Return all rows as scipy takes them."""
        matrix = scipy.sparse.coo_array((self.values, (self.rows, self.columns)), shape=(len(self.low), self.width))
        return scipy.optimize.LinearConstraint(matrix.tocsr(), self.low, self.high)
