"""The shifts of a sale: what each half hour brings and needs, when shifts change, who works when."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from campaigns.models import Campaign, ServicePerson, ServiceRole, Shift, ShiftPlace, ShiftSettings
from campaigns.queries.board import target_slots
from campaigns.rules.staffing.contacts import INTERVAL_SECONDS, ROLES, Counts, Rates, contacts
from campaigns.rules.staffing.demand import HALF_HOUR, OUTBOUND, Handling, day_of, needed_on, people_by_half_hour, spans_of
from campaigns.rules.staffing.erlang import Service, answered_share
from campaigns.rules.staffing.handover import Handover, propose
from campaigns.rules.staffing.roster import Person, RestRules, WorkShift, broken_rules


@dataclass(frozen=True)
class Demand:
    """What a sale asks of customer service, by half hours from its start."""

    contacts: dict[str, Counts]
    people: dict[str, list[int]]
    handover: Handover
    is_proposed: bool
    first_half_hour: int

    @property
    def has_work(self) -> bool:
        """Whether anybody is needed at all."""
        return any(any(counts) for counts in self.people.values())


@dataclass(frozen=True)
class PlaceRow:
    """One person on one shift; in `is_reserve` they wait to be called. `broken`: rest rules this person's shifts break."""

    place: ShiftPlace
    is_reserve: bool
    broken: tuple[str, ...]


@dataclass(frozen=True)
class RoleRow:
    """One role on one shift: how many it needs and keeps in reserve, who is there, how many places are open."""

    role: str
    label: str
    needed: int
    reserve: int
    places: tuple[PlaceRow, ...]

    @property
    def open_needed(self) -> int:
        """Places of the work itself that nobody has."""
        return max(0, self.needed - len(self.places))

    @property
    def open_reserve(self) -> int:
        """Places of the reserve that nobody has."""
        return max(0, self.needed + self.reserve - len(self.places)) - self.open_needed


@dataclass(frozen=True)
class ShiftRow:
    """One shift with its roles; `number` counts from 1, moments are of the shop's clock."""

    shift: Shift
    number: int
    starts: datetime
    ends: datetime
    is_night: bool
    roles: tuple[RoleRow, ...]

    @property
    def places_wanted(self) -> int:
        """All places, the reserve included."""
        return sum(role.needed + role.reserve for role in self.roles)

    @property
    def open_needed(self) -> int:
        """Places of the work itself that nobody has, over all roles."""
        return sum(role.open_needed for role in self.roles)

    @property
    def open_reserve(self) -> int:
        """Places of the reserve that nobody has, over all roles."""
        return sum(role.open_reserve for role in self.roles)


def settings_of(campaign: Campaign) -> ShiftSettings:
    """Return the sale's settings; the product's defaults, unsaved, where nobody set any."""
    return ShiftSettings.objects.filter(campaign=campaign).first() or ShiftSettings(campaign=campaign)


def basis_of(campaign: Campaign, settings: ShiftSettings) -> int:
    """Return a check sum of all the shifts are worked out from: the planned slots and the settings."""
    slots = [(slot.slot, slot.visitors, slot.paid_orders, slot.inquiries) for slot in target_slots(campaign=campaign)]
    said = [
        (field.attname, str(field.value_from_object(settings)))
        for field in ShiftSettings._meta.concrete_fields
        if field.attname not in {"id", "campaign_id"}
    ]
    return zlib.crc32(repr((slots, said)).encode())


def demand(*, campaign: Campaign, settings: ShiftSettings) -> Demand:
    """Return contacts and people of each half hour of the sale, and when the shifts change."""
    slots = target_slots(campaign=campaign)
    arriving = contacts(
        visitors=[slot.visitors for slot in slots],
        paid_orders=[slot.paid_orders for slot in slots],
        inquiries=[slot.inquiries for slot in slots],
        rates=Rates(
            presale=None if settings.presale_rate is None else float(settings.presale_rate),
            aftersale=float(settings.aftersale_rate),
            aftersale_hours=settings.aftersale_hours,
            chase=float(settings.chase_rate),
        ),
    )
    people = people_by_half_hour(arriving, handling=handling_of(settings), service=service_of(settings))
    local = campaign.starts_at.astimezone(ZoneInfo(campaign.time_zone))
    first = local.hour * 2 + local.minute // 30
    if settings.moments:
        moments = sorted(settings.moments)
        return Demand(arriving, people, Handover((moments[0], moments[1], moments[2]), True), False, first)
    highest, _total = day_of([people[role] for role in ROLES], first=first)
    _highest, load = day_of([list(arriving[role]) for role in ROLES], first=first)
    proposed = propose(highest, load, shortest=round(settings.shortest_hours * 2), longest=round(settings.longest_hours * 2))
    return Demand(arriving, people, proposed, True, first)


def work_shifts(campaign: Campaign, found: Demand) -> list[tuple[datetime, datetime, dict[str, int]]]:
    """Return each shift of the sale with the people it needs by role; shifts that nobody needs are left out."""
    spans = spans_of(found.handover, start=campaign.starts_at, end=campaign.ends_at, zone=campaign.time_zone)
    rows = [(span.start, span.end, needed_on(span, found.people, start=campaign.starts_at)) for span in spans]
    return [row for row in rows if row[2]]


def shift_rows(campaign: Campaign, settings: ShiftSettings) -> list[ShiftRow]:
    """Return the shifts as they were laid, with who is on them."""
    zone = ZoneInfo(campaign.time_zone)
    shifts = list(campaign.shifts.prefetch_related("places__person"))
    works = {shift.pk: as_work(shift, zone) for shift in shifts}
    of_person: dict[int, list[WorkShift]] = {}
    for shift in shifts:
        for place in shift.places.all():
            of_person.setdefault(place.person_id, []).append(works[shift.pk])
    rules = rest_of(settings)
    people = {place.person_id: place.person for shift in shifts for place in shift.places.all()}
    broken = {pk: tuple(broken_rules(as_person(people[pk]), of_person[pk], rules)) for pk in people}
    return [
        ShiftRow(
            shift=shift,
            number=number,
            starts=works[shift.pk].start,
            ends=works[shift.pk].end,
            is_night=works[shift.pk].is_night,
            roles=tuple(_role_row(shift, role, broken) for role in ServiceRole if _is_used(shift, role)),
        )
        for number, shift in enumerate(shifts, 1)
    ]


def answered(settings: ShiftSettings, found: Demand, rows: Sequence[ShiftRow], campaign: Campaign) -> tuple[list[int], float]:
    """Return the people rostered on each half hour, reserve apart, and the share of all queue contacts answered in time.

    The share counts with those who are really on the roster, less the breaks; 1 where nobody asks.
    """
    handling, service = handling_of(settings), service_of(settings)
    there = staffed(rows, campaign, len(next(iter(found.contacts.values()))))
    asked = in_time = 0.0
    for queue in (role for role in ROLES if role not in OUTBOUND):
        seconds = handling.effective(queue)
        for number, people in zip(found.contacts[queue], there[queue], strict=True):
            at_work = int(people * (1 - handling.away_share) + 1e-9)
            share = answered_share(
                float(number) * seconds / INTERVAL_SECONDS, at_work, handling_seconds=seconds, within_seconds=service.seconds
            )
            asked, in_time = asked + float(number), in_time + float(number) * share
    return [sum(each) for each in zip(*there.values(), strict=True)], in_time / asked if asked else 1.0


def staffed(rows: Sequence[ShiftRow], campaign: Campaign, length: int) -> dict[str, list[int]]:
    """Return the people rostered on each of the first `length` half hours of a sale, by role, the reserve apart."""
    there = {role: [0] * length for role in ROLES}
    for row in rows:
        first = (row.starts - campaign.starts_at) // HALF_HOUR
        last = -((campaign.starts_at - row.ends) // HALF_HOUR)
        for role in row.roles:
            for place in range(max(0, first), min(last, length)):
                there[role.role][place] += min(len(role.places), role.needed)
    return there


def candidates(
    rows: Sequence[ShiftRow], campaign: Campaign, settings: ShiftSettings
) -> dict[tuple[int, str], list[ServicePerson]]:
    """Return for each shift and role with an open place who could take it without breaking a rest rule, fewest shifts first."""
    zone, rules = ZoneInfo(campaign.time_zone), rest_of(settings)
    people = list(ServicePerson.objects.filter(is_active=True).prefetch_related("places__shift"))
    works = {person.pk: [as_work(place.shift, zone) for place in person.places.all()] for person in people}
    known = {person.pk: as_person(person) for person in people}
    found: dict[tuple[int, str], list[ServicePerson]] = {}
    for row in rows:
        this = as_work(row.shift, zone)
        there = {place.place.person_id for each in row.roles for place in each.places}
        free = [person for person in people if person.pk not in there]
        free = [person for person in free if not broken_rules(known[person.pk], [*works[person.pk], this], rules)]
        free.sort(key=lambda person: (len(works[person.pk]), person.name))
        for role in row.roles:
            if role.open_needed or role.open_reserve:
                found[row.shift.pk, role.role] = [person for person in free if role.role in person.roles]
    return found


def as_person(person: ServicePerson) -> Person:
    """Return a person as the rules know them."""
    return Person(
        person.pk, frozenset(person.roles), frozenset(date.fromisoformat(day) for day in person.away), person.works_nights
    )


def as_work(shift: Shift, zone: ZoneInfo) -> WorkShift:
    """Return a shift as the rules know it, by the shop's clock."""
    return WorkShift(shift.pk, shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone), shift.needed, shift.reserve)


def rest_of(settings: ShiftSettings) -> RestRules:
    """Return the rest rules of the sale."""
    return RestRules(settings.rest_hours, settings.most_in_a_week, settings.most_nights_in_a_week)


def service_of(settings: ShiftSettings) -> Service:
    """Return what is promised to those who ask."""
    return Service(float(settings.answered_share), float(settings.answer_seconds), float(settings.busiest_share))


def handling_of(settings: ShiftSettings) -> Handling:
    """Return how long contacts take."""
    seconds = {
        "presale": float(settings.presale_seconds),
        "aftersale": float(settings.aftersale_seconds),
        "chase": float(settings.chase_seconds),
    }
    return Handling(seconds, settings.chats_at_once, float(settings.away_share))


def _is_used(shift: Shift, role: str) -> bool:
    return bool(shift.needed.get(role)) or any(place.role == role for place in shift.places.all())


def _role_row(shift: Shift, role: ServiceRole, broken: dict[int, tuple[str, ...]]) -> RoleRow:
    needed, reserve = shift.needed.get(role, 0), shift.reserve.get(role, 0)
    own = (place for place in shift.places.all() if place.role == role)
    places = sorted(own, key=lambda place: (not place.by_hand, place.pk))
    rows = tuple(PlaceRow(place, number >= needed, broken[place.person_id]) for number, place in enumerate(places))
    return RoleRow(str(role), str(role.label), needed, reserve, rows)
