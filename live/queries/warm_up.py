"""The warm-up of a sale: favourites, carts, inquiries by the hour, beside earlier sales at the same time (W2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Q

from campaigns import queries as plans
from campaigns.models import Campaign, StageKind
from campaigns.queries.shops import own_shops
from common.windows import Window, slot_of
from inventory.queries.interest import Interest, interest_mark, interest_of
from live.rules.warm_up import Earlier, Foretold, foretell, needed_carts, trend
from metrics import queries as metrics
from orders.models import Shop

NAMES = ("favourites", "carts", "inquiries")
USUAL_DAYS = 7
MOST_SALES = 3
HOUR_SLOTS = 6
INTEREST_SECONDS = 600


@dataclass(frozen=True)
class WarmUpHour:
    """One hour before the start: what came (None: not known), and what came in the same hour before each earlier sale."""

    hours_before: int
    counts: dict[str, int | None]
    earlier: list[dict[str, int | None]]


@dataclass(frozen=True)
class WarmUpProduct:
    """One product: what is known so far, the carts of the earlier sale by the same time, their ratio; None: not known."""

    interest: Interest
    carts_then: int | None
    trend: float | None


@dataclass(frozen=True)
class WarmUp:
    """The warm-up so far, at `known_to` (the last hour of traffic that is known, or the start of the sale).

    `shared_from`: the place of the first hour that this warm-up and those of the earlier sales all know; what is held against
    them, `compared`, is counted from there, for an hour nobody told is not an hour without carts.
    """

    start: int
    known_to: int
    totals: dict[str, int | None]
    earlier_names: list[str]
    trends: dict[str, float | None]
    hours: list[WarmUpHour]
    shared_from: int
    compared: dict[str, int | None]
    first_orders: int
    foretold: Foretold | None
    odds: float | None
    needed: int | None
    products: list[WarmUpProduct]


def warm_up_of(*, campaign: Campaign, at: datetime) -> WarmUp:
    """Return how the warm-up stands with the traffic known at `at`; hours of all shops are put together by slots.

    It begins with the stage, or seven days before the sale where none is planned. Earlier sales are those of the same occasion in
    these shops, and the one it is compared with, the last three; a sale without carts before it is left out.
    """
    shops = own_shops(campaign)
    stage = campaign.stages.filter(kind=StageKind.WARM_UP).first()
    start = slot_of(stage.starts_at if stage else campaign.starts_at - timedelta(days=USUAL_DAYS))
    known = min((slot_of(each.traffic_as_of) for each in metrics.freshness(shops=shops) if each.traffic_as_of), default=start)
    end = max(start, min(campaign.start_slot, known, slot_of(at)))
    end -= (end - start) % HOUR_SLOTS
    mine = _by_hour(shops, start, end)
    lead, length = campaign.start_slot - end, campaign.start_slot - start
    spans = plans.phase_spans(campaign=campaign)
    first = (spans[0].counts_to_slot if spans else campaign.end_slot) - campaign.start_slot
    found = [(sale, _by_hour(own_shops(sale), sale.start_slot - length, sale.start_slot - lead)) for sale in _earlier(campaign)]
    told = [(sale, hours) for sale, hours in found if _total(hours, "carts")]
    shared = max((_first_known(hours) for hours in (mine, *(hours for _sale, hours in told))), default=0)
    earlier = [Earlier(_total(hours[shared:], "carts") or 0, _orders(sale, first)) for sale, hours in told]
    arrays = plans.target_arrays(campaign=campaign)
    planned = int(arrays.paid_orders[:first].sum())
    compared = {name: _total(mine[shared:], name) for name in NAMES}
    forecast = foretell(compared["carts"] or 0, earlier)
    return WarmUp(
        start=start,
        known_to=end,
        totals={name: _total(mine, name) for name in NAMES},
        earlier_names=[sale.name for sale, _hours in told],
        trends={name: trend(compared[name], [_total(hours[shared:], name) or 0 for _sale, hours in told]) for name in NAMES},
        hours=_hours(mine, [hours for _sale, hours in told], lead),
        shared_from=shared,
        compared=compared,
        first_orders=planned,
        foretold=forecast,
        odds=forecast.p_at_least(planned) if forecast and planned else None,
        needed=needed_carts(planned, earlier) if planned else None,
        products=_products(shops, start + HOUR_SLOTS * shared, end, told[0][0] if told else None, lead),
    )


Hours = list[dict[str, int | None]]


def _by_hour(shops: Sequence[Shop], start: int, end: int) -> Hours:
    """Return each hour's counts from slot `start` on, all shops together; None where no shop told it."""
    hours: Hours = [dict.fromkeys(NAMES) for _hour in range(max(0, end - start) // HOUR_SLOTS)]
    if not hours:
        return hours
    for shop in shops:
        for row in metrics.numbers(shops=[shop], window=Window(start, end), by="hour", names=list(NAMES)):
            place = ((row.start_slot or start) - start) // HOUR_SLOTS
            for name in NAMES:
                value = row.values[name]
                if value is not None and place < len(hours):
                    hours[place][name] = (hours[place][name] or 0) + int(value)
    return hours


def _total(hours: Hours, name: str) -> int | None:
    known = [value for hour in hours if (value := hour[name]) is not None]
    return sum(known) if known else None


def _earlier(campaign: Campaign) -> list[Campaign]:
    same = Q(occasion=campaign.occasion, shops__in=campaign.shops.values("pk"))
    chosen = Q(pk=campaign.compare_with_id)
    rows = Campaign.objects.filter(same | chosen, ends_at__lte=campaign.starts_at).exclude(pk=campaign.pk)
    return list(rows.order_by("-starts_at", "-pk").distinct()[:MOST_SALES])


def _orders(sale: Campaign, slots: int) -> int:
    window = Window(sale.start_slot, min(sale.end_slot, sale.start_slot + slots))
    return int(metrics.slot_series(shops=own_shops(sale), window=window, name="paid_orders").sum())


def _hours(mine: Hours, earlier: Sequence[Hours], lead: int) -> list[WarmUpHour]:
    count = len(mine)
    return [
        WarmUpHour(
            (lead // HOUR_SLOTS) + count - place,
            counts,
            [hours[place] if place < len(hours) else dict.fromkeys(NAMES) for hours in earlier],
        )
        for place, counts in enumerate(mine)
    ]


def _first_known(hours: Hours) -> int:
    """Return the place of the first hour whose carts somebody told; 0 where nobody told any."""
    return next((place for place, hour in enumerate(hours) if hour["carts"] is not None), 0)


def _products(shops: Sequence[Shop], start: int, end: int, sale: Campaign | None, lead: int) -> list[WarmUpProduct]:
    then: dict[tuple[int, str], int | None] = {}
    if sale is not None:
        window = (sale.start_slot - lead - (end - start), sale.start_slot - lead)
        then = {(row.shop_id, row.sku): row.carts for row in _interest(own_shops(sale), *window)}
    found = []
    for row in _interest(shops, start, end):
        carts = then.get((row.shop_id, row.sku))
        found.append(WarmUpProduct(row, carts, trend(row.carts, [carts] if carts else [])))
    return found


def _interest(shops: Sequence[Shop], start: int, end: int) -> list[Interest]:
    """Return the interest in each product, added up once a process for all who look, until an import brings others."""
    key = f"live.interest.{'.'.join(str(shop.pk) for shop in shops)}.{start}.{end}.{interest_mark(shops)}"
    found: list[Interest] | None = cache.get(key)
    if found is None:
        found = interest_of(shops, start=start, end=end)
        cache.set(key, found, INTEREST_SECONDS)
    return found
