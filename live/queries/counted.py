"""Count a campaign's board from the plan and the numbers. Every number comes through `metrics.queries.numbers`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from campaigns import queries as plans
from campaigns.models import Campaign
from campaigns.queries.shops import foreign_shops, own_shops
from common.windows import Window, hour_of, local_time, slot_of, slot_start
from live.queries.channels import channel_facts
from live.queries.earlier import earlier_sales
from live.rules.age import SETTLES_AFTER
from live.rules.board import PhaseWindow, figures_of
from live.rules.causes import causes_of
from live.rules.ledger import Facts, Ledger, Plan
from live.rules.outlook import outlook_of
from live.rules.traffic import ShopTraffic, known_slots, merge_traffic
from metrics import queries as metrics
from orders.models import Shop

SCHEMA = 2  # raised when the shape of a board changes, so that old snapshots are told apart
DAY_SLOTS = 144


@dataclass(frozen=True)
class ShopData:
    """How far one shop's data reach, at the moment that is asked for.

    `is_silent`: none of its orders since the start of the sale are known; it does not hold the others back.
    """

    shop: Shop
    orders_as_of: datetime | None
    traffic_as_of: datetime | None
    stale_hours: int
    is_silent: bool


def count_board(*, campaign: Campaign, at: datetime) -> dict[str, Any]:
    """Return the whole board of a campaign with the data known at `at`, JSON-able.

    The board stands where the shop with the oldest orders stands: before that moment all orders of all shops are known, and
    target and actual speak about the same slots. Nothing depends on `at` but the cut (data that reach beyond it are cut there).
    """
    window = Window(campaign.start_slot, campaign.end_slot)
    reach = _reach(campaign, at)
    speaking = [one for one in reach if not one.is_silent]
    as_of = min((one.orders_as_of for one in speaking if one.orders_as_of), default=None)
    cut = 0 if as_of is None else min(window.length, max(0, slot_of(as_of) - window.start))
    plan = _plan(campaign, window)
    traffic = [_traffic(one, window) for one in speaking]
    facts = _facts(campaign, window, cut, traffic, plan)
    hours = [(hour.start - window.start, hour.end - window.start) for hour in window.hours(campaign.time_zone)]
    ledger, phases = Ledger(plan, facts, hours), _phases(campaign, window)
    figures = figures_of(ledger, phases, _curves(campaign, window), lambda offset: _iso(slot_start(window.start + offset)))
    counting = [(phase.counts_from, phase.counts_to) for phase in phases]
    return {
        "schema": SCHEMA,
        "campaign": _campaign(campaign),
        "data": _data(campaign, reach, as_of, window, cut, known_slots(traffic, cut=cut)),
        **figures,
        "causes": causes_of(ledger, channel_facts(campaign=campaign, window=window), counting),
        "outlook": outlook_of(
            ledger,
            phases=counting,
            days=_days(campaign, window),
            earlier=earlier_sales(campaign=campaign),
        ),
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _reach(campaign: Campaign, at: datetime) -> list[ShopData]:
    """Return how far the data of each shop reach, never beyond `at`."""
    found = []
    for fresh in metrics.freshness(shops=own_shops(campaign)):
        orders = min(fresh.orders_as_of, at) if fresh.orders_as_of else None
        traffic = min(fresh.traffic_as_of, at) if fresh.traffic_as_of else None
        is_silent = orders is None or orders <= campaign.starts_at
        found.append(ShopData(fresh.shop, orders, traffic, fresh.stale_hours, is_silent))
    return found


def _plan(campaign: Campaign, window: Window) -> Plan:
    arrays = plans.target_arrays(campaign=campaign)
    if arrays.start_slot != window.start or arrays.table.shape[1] != window.length:
        return Plan([0] * window.length, [0] * window.length, [0] * window.length, [0] * window.length)
    return Plan(*arrays.table.tolist())


def _facts(campaign: Campaign, window: Window, cut: int, traffic: Sequence[ShopTraffic], plan: Plan) -> Facts:
    names = ["revenue", "paid_orders", "refunds"]
    sales = _by_slot(own_shops(campaign), window, names)
    return Facts(
        cut,
        sales["revenue"],
        sales["paid_orders"],
        sales["refunds"],
        merge_traffic(traffic, cut=cut, visitors_plan=plan.visitors),
    )


def _by_slot(shops: Sequence[Shop], window: Window, names: Sequence[str]) -> dict[str, list[int]]:
    """Return each number of every slot of the window; a slot without sales holds 0."""
    values = {name: [0] * window.length for name in names}
    for row in metrics.numbers(shops=shops, window=window, by="slot", names=names):
        if row.start_slot is not None and row.start_slot in window:
            for name in names:
                values[name][row.start_slot - window.start] = int(row.values[name] or 0)
    return values


def _traffic(data: ShopData, window: Window) -> ShopTraffic:
    """Return the hours a shop reported that touch the sale; hours are those of the shop's own clock."""
    zone = data.shop.time_zone
    last = hour_of(window.end - 1, zone)
    whole = Window(hour_of(window.start, zone), max(window.end, next(Window(last, last + 6).hours(zone)).end))
    hours = {}
    for row in metrics.numbers(shops=[data.shop], window=whole, by="hour", names=["visitors", "inquiries"]):
        seen, asked = row.values["visitors"], row.values["inquiries"]
        if row.start_slot is not None and row.end_slot is not None and (seen, asked) != (None, None):
            hours[row.start_slot - window.start, row.end_slot - window.start] = (
                None if seen is None else int(seen),
                None if asked is None else int(asked),
            )
    known = None if data.traffic_as_of is None else int((data.traffic_as_of - window.start_at).total_seconds())
    return ShopTraffic(hours, known)


def _phases(campaign: Campaign, window: Window) -> list[PhaseWindow]:
    return [
        PhaseWindow(
            number=span.number,
            name=span.name,
            tells=span.tells,
            start=span.start_slot - window.start,
            end=span.end_slot - window.start,
            counts_from=span.counts_from_slot - window.start,
            counts_to=span.counts_to_slot - window.start,
            tells_key=span.tells_key,
        )
        for span in plans.phase_spans(campaign=campaign)
    ]


def _days(campaign: Campaign, window: Window) -> list[tuple[int, int]]:
    """Return the days of the campaign's clock that the sale touches, cut to it; none for a sale within one day."""
    days = [(day.start - window.start, day.end - window.start) for day in window.days(campaign.time_zone)]
    return days if len(days) > 1 else []


def _curves(campaign: Campaign, window: Window) -> dict[str, list[int]]:
    """Return the revenue a slot of the earlier sale, and of the day before a sale of at most one day, where any is known.

    Both lie on the sale's axis, slots since its start. A sale in another currency cannot be compared and is left out.
    """
    curves = {}
    earlier = campaign.compare_with
    if earlier is not None and earlier.currency == campaign.currency:
        length = min(window.length, earlier.end_slot - earlier.start_slot)
        curves["last"] = _revenue(own_shops(earlier), Window(earlier.start_slot, earlier.start_slot + length))
    if window.length <= DAY_SLOTS:
        start = slot_of(local_time(window.start, campaign.time_zone) - timedelta(days=1))
        curves["yesterday"] = _revenue(own_shops(campaign), Window(start, start + window.length))
    return {name: curve for name, curve in curves.items() if any(curve)}


def _revenue(shops: Sequence[Shop], window: Window) -> list[int]:
    return _by_slot(shops, window, ["revenue"])["revenue"]


def _campaign(campaign: Campaign) -> dict[str, Any]:
    earlier = campaign.compare_with
    return {
        "id": campaign.pk,
        "name": campaign.name,
        "version": campaign.version,
        "currency": campaign.currency,
        "time_zone": campaign.time_zone,
        "starts_at": _iso(campaign.starts_at),
        "ends_at": _iso(campaign.ends_at),
        "compared_with": earlier.name if earlier else None,
        "compared_year": local_time(earlier.start_slot, earlier.time_zone).year if earlier else None,
    }


def _data(
    campaign: Campaign, reach: Sequence[ShopData], as_of: datetime | None, window: Window, cut: int, traffic_cut: int
) -> dict[str, Any]:
    """Return how far the data reach: all shops together, and each of them."""
    final_from = campaign.ends_at + SETTLES_AFTER
    speaking = [one for one in reach if not one.is_silent]
    return {
        "as_of": _iso(as_of) if as_of else None,
        "counted_to": _iso(slot_start(window.start + cut)) if cut else None,
        "traffic_to": _iso(slot_start(window.start + traffic_cut)) if traffic_cut else None,
        "is_closed": cut >= window.length,
        "is_final": as_of is not None and as_of >= final_from,
        "final_from": _iso(final_from),
        "stale_hours": sum(one.stale_hours for one in reach),
        "left_out": [shop.name for shop in foreign_shops(campaign)],
        "shops": [
            {
                "id": one.shop.pk,
                "name": one.shop.name,
                "orders_as_of": _iso(one.orders_as_of) if one.orders_as_of else None,
                "traffic_as_of": _iso(one.traffic_as_of) if one.traffic_as_of else None,
                "is_silent": one.is_silent,
                "holds_back": len(speaking) > 1 and not one.is_silent and _is_behind(one, speaking),
            }
            for one in reach
        ],
    }


def _is_behind(one: ShopData, speaking: Sequence[ShopData]) -> bool:
    """Tell whether another shop's orders are known at least a slot further."""
    return any(
        slot_of(other.orders_as_of) > slot_of(one.orders_as_of) for other in speaking if other.orders_as_of and one.orders_as_of
    )
