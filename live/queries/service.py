"""Customer service and warehouse of a sale as they stand: inquiries and people, unpaid orders, parcels, held refunds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from campaigns.models import Campaign, ShiftSettings
from campaigns.queries import shifts as roster
from campaigns.queries.shops import own_shops
from campaigns.rules.staffing.contacts import ROLES
from campaigns.rules.staffing.demand import people_by_half_hour
from common.windows import Window, slot_of
from dispatch.queries.due import DueView, due_view
from dispatch.queries.held import Standing, standing_holds
from live.rules.service.replan import HALF_HOUR, Change, HalfHour, changes, level
from live.rules.service.waiting import Waiting, waiting
from metrics import queries as metrics
from orders.models import Shop

Board = dict[str, Any]
AHEAD = timedelta(hours=12)
RECENT_HOURS = 3


@dataclass(frozen=True)
class Ahead:
    """One half hour ahead of pre-sale: contacts expected, people needed and there, what those who ask will wait."""

    start: datetime
    expected: float
    needed: int
    there: int
    wait: Waiting


@dataclass(frozen=True)
class ServiceNow:
    """Customer service at a moment.

    `asked`: inquiries of the last known hour (None: no file tells), which begins at `hour`; `planned` of it. `people` are on
    shift for pre-sale now, `at_work` without those at breaks. `level`: inquiries of the last hours against their plan.
    """

    hour: datetime | None
    asked: int | None
    planned: int | None
    people: int
    at_work: int
    wait: Waiting | None
    level: float
    ahead: list[Ahead]
    changes: list[Change]
    has_shifts: bool


@dataclass(frozen=True)
class Unpaid:
    """Orders of the sale that were placed and are not paid; `placed` all of them. Amounts in minor units."""

    orders: int
    amount_minor: int
    placed: int


@dataclass(frozen=True)
class UnpaidHour:
    """One hour of the sale: orders placed in it, and of them those not paid, with their amount."""

    start: datetime
    placed: int
    unpaid: int
    amount_minor: int


def service_now(*, campaign: Campaign, board: Board, at: datetime) -> ServiceNow:
    """Return customer service at a moment, from the board's inquiries, the plan and the roster."""
    settings = _with_rate(roster.settings_of(campaign), board)
    found = roster.demand(campaign=campaign, settings=settings)
    levels = _levels(board)
    contacts = {role: values * levels[role] for role, values in found.contacts.items()}
    handling, promise = roster.handling_of(settings), roster.service_of(settings)
    needed = people_by_half_hour(contacts, handling=handling, service=promise)
    rows = roster.shift_rows(campaign, settings)
    there = roster.staffed(rows, campaign, len(needed["presale"]))
    seconds = handling.effective("presale")

    def wait_of(per_hour: float, people: int) -> Waiting:
        at_work = int(people * (1 - handling.away_share) + 1e-9)
        return waiting(per_hour=per_hour, at_work=at_work, handling_seconds=seconds, promised_seconds=promise.seconds)

    first = max(0, (at - campaign.starts_at) // HALF_HOUR)
    places = range(first, min(len(needed["presale"]), first + AHEAD // HALF_HOUR))
    starts = {place: campaign.starts_at + place * HALF_HOUR for place in places}
    ahead = [
        Ahead(
            starts[place],
            float(contacts["presale"][place]),
            needed["presale"][place],
            there["presale"][place],
            wait_of(2 * float(contacts["presale"][place]), there["presale"][place]),
        )
        for place in places
    ]
    asked = _last_hour(board)
    people = there["presale"][first] if first < len(there["presale"]) and at >= campaign.starts_at else 0
    half_hours = [
        HalfHour(starts[place], role, float(contacts[role][place]), needed[role][place], there[role][place])
        for role in ROLES
        for place in places
    ]
    return ServiceNow(
        hour=None if asked is None else datetime.fromisoformat(asked["start"]),
        asked=None if asked is None else asked["inquiries"]["actual"],
        planned=None if asked is None else asked["inquiries"]["due"],
        people=people,
        at_work=int(people * (1 - handling.away_share) + 1e-9),
        wait=None if asked is None or not people else wait_of(asked["inquiries"]["actual"], people),
        level=levels["presale"],
        ahead=ahead,
        changes=changes(half_hours) if rows else [],
        has_shifts=bool(rows),
    )


def unpaid(*, campaign: Campaign) -> Unpaid:
    """Return the orders of the sale that were placed and are not paid."""
    names = ["unpaid_orders", "unpaid_amount", "placed_orders"]
    window = Window(campaign.start_slot, campaign.end_slot)
    [row] = metrics.numbers(shops=own_shops(campaign), window=window, by="total", names=names)
    orders, amount, placed = (int(row.values[name] or 0) for name in names)
    return Unpaid(orders, amount, placed)


def unpaid_hours(*, campaign: Campaign, at: datetime) -> list[UnpaidHour]:
    """Return the hours of the sale up to a moment, the latest first; shops of several clocks are told by the sale's."""
    names = ["placed_orders", "unpaid_orders", "unpaid_amount"]
    end = min(campaign.end_slot, slot_of(at) + 1)
    if end <= campaign.start_slot:
        return []
    whole = Window(campaign.start_slot, end)
    rows = metrics.numbers(shops=own_shops(campaign), window=whole, by="slot", names=names)
    found = []
    for hour in whole.hours(campaign.time_zone):
        mine = [row.values for row in rows if row.start_slot is not None and hour.start <= row.start_slot < hour.end]
        placed, orders, amount = (sum(int(values[name] or 0) for values in mine) for name in names)
        found.append(UnpaidHour(hour.start_at, placed, orders, amount))
    return found[::-1]


def parcels(*, campaign: Campaign, at: datetime) -> DueView:
    """Return what must leave the warehouses of the sale's shops, and when."""
    return due_view(shops=_shops(campaign), at=at)


def held(*, campaign: Campaign, at: datetime) -> Standing:
    """Return the orders of the sale's shops that are held and have not left."""
    return standing_holds(shops=_shops(campaign), at=at)


def _shops(campaign: Campaign) -> list[Shop]:
    return list(campaign.shops.order_by("name"))


def _last_hour(board: Board) -> dict[str, Any] | None:
    """Return the last whole hour whose inquiries are known; the running one only where none is whole."""
    known: list[dict[str, Any]] = [hour for hour in board["hours"] if hour["inquiries"]["actual"] is not None]
    whole = [hour for hour in known if hour["state"] == "known" and not hour["inquiries"]["missing_slots"]]
    return whole[-1] if whole else None


def _levels(board: Board) -> dict[str, float]:
    """Return how much more than planned comes, by role: inquiries of the last hours, paid orders for the other two."""
    return {
        "presale": _level(board["hours"], "inquiries"),
        "aftersale": _level(board["hours"], "paid_orders"),
        "chase": _level(board["hours"], "paid_orders"),
    }


def _level(hours: Sequence[dict[str, Any]], name: str) -> float:
    known = [hour[name] for hour in hours if hour[name]["actual"] is not None and hour[name]["due"]][-RECENT_HOURS:]
    if not known:
        return 1.0
    return level(sum(each["actual"] for each in known), sum(each["due"] for each in known))


def _with_rate(settings: ShiftSettings, board: Board) -> ShiftSettings:
    """Return the settings with the contacts per visitor that were seen, where neither plan nor settings tell any."""
    so_far = board["so_far"]
    planned, asked, came = so_far["inquiries"]["target"], so_far["inquiries"]["actual"], so_far["visitors"]["actual"]
    if settings.presale_rate is None and not planned and asked and came:
        settings.presale_rate = asked / came
    return settings


def change_of(now: ServiceNow, *, role: str, start: datetime) -> Change | None:
    """Return the proposed change of a role that begins at a moment; None where it is no longer proposed."""
    return next((each for each in now.changes if each.role == role and each.start == start), None)
