"""Opening the demo shop: its people, its shops, last year's sale, its files down the main road, and the sale that runs now.

Everything goes through the services that people's clicks go through. Opening it again with the same story changes nothing.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import create_demo_people
from campaigns.models import Campaign, CurveKind
from campaigns.queries.traffic_proposal import proposal
from campaigns.services import create_campaign, line_draft, match_channel, save_traffic
from campaigns.services.prices import check_prices, set_prices
from customers.services import refill_buyers
from imports import services
from imports.demo import catalogue, days, prices
from imports.demo.abnormal import watch_orders
from imports.demo.exports import LAST_SALE, SETTLED, DemoFile, write_all
from imports.demo.looking_back import look_back, plan_last_year
from imports.demo.planning import plan_the_rest
from imports.demo.stocking import name_suppliers, run_the_warehouse
from imports.demo.story import Outlook, tell
from imports.demo.talking import talk
from imports.demo.tasks import give_tasks
from imports.models import ImportJob, Source, State
from inventory.queries.market import selection
from inventory.services import choose, refill_levels, retier, score_products
from live.services import recompute_board, refresh_stock
from orders.models import Shop
from orders.services import create_shop

AHEAD = 1.08  # the target lies this much above what the sale would reach if no page were broken
LAST_YEAR = 0.97  # last year's was made
CHOSEN = 160  # so many colours and sizes of a shop, the best of the selection, were chosen for the sale
ROUND = 100_000  # targets are whole thousands of yuan


class DemoFailed(Exception):  # noqa: N818 - told to the person at the command line
    """A file of the demo shop did not go in; the message says which and why."""


@dataclass(frozen=True)
class Opened:
    """What stands afterwards: the logins (name, password, role), the sale that runs, and what became of the rows."""

    logins: list[tuple[str, str, str]]
    campaign: Campaign
    counts: dict[str, int]


def is_open() -> bool:
    """Tell whether the demo shop stands already."""
    return Shop.objects.filter(name=catalogue.SHOPS[0].name).exists()


def open_demo(*, seed: int, orders: int, now: datetime, folder: Path, say: Callable[[str], None]) -> Opened:
    """Write the files of the demo shop into `folder` and bring all of it in. `say` gets a line of progress now and then.

    Raises DemoFailed when a file is refused or fails.
    """
    story = tell(seed=seed, orders=orders, now=now)
    logins = create_demo_people()
    actor = User.objects.filter(username=logins[0][0]).first() if logins else None
    shops = {item.key: _shop(item, actor) for item in catalogue.SHOPS}
    all_shops = list(shops.values())
    files = list(write_all(story, folder))
    say(_("%(files)d files are written into %(folder)s.") % {"files": len(files), "folder": folder})
    counts = dict.fromkeys(("inserted", "changed", "unchanged", "older", "rejected"), 0)
    _import([file for file in files if file.part == LAST_SALE], shops, actor, counts, say)
    last = _sale(sale_name(story.last), story.last, story.last_result, LAST_YEAR, all_shops, actor, None)
    campaign = _sale(sale_name(story.today), story.today, story.outlook, AHEAD, all_shops, actor, last)
    earlier = _sale(earlier_name(story.earlier), story.earlier, story.earlier_result, LAST_YEAR, all_shops, actor, None)
    _import([file for file in files if file.part not in {LAST_SALE, SETTLED}], shops, actor, counts, say)
    _price(campaign, actor, all_shops, now)
    _invite(campaign, actor)
    plan_last_year(last=last, actor=actor)
    _import([file for file in files if file.part == SETTLED], shops, actor, counts, say)
    name_suppliers(actor=actor)
    plan_the_rest(campaign=campaign, actor=actor, now=now)
    run_the_warehouse(campaign=campaign, actor=actor, at=now)
    give_tasks(campaign=campaign, actor=actor, now=now)
    for each in (earlier, last, campaign):
        recompute_board(campaign=each, at=now)
    for shop in all_shops:
        refresh_stock(shop=shop, at=now)
    watch_orders(shops=all_shops, now=now)
    talk(shops=all_shops, now=now)
    look_back(sales=[earlier, last, campaign], last=last, actor=actor, at=now)
    return Opened(logins, campaign, counts)


def _shop(item: catalogue.DemoShop, actor: User | None) -> Shop:
    found = Shop.objects.filter(name=item.name).first()
    return found or create_shop(actor=actor, name=item.name, platform=item.platform, currency="CNY", time_zone=str(days.ZONE))


def _import(
    files: list[DemoFile], shops: Mapping[str, Shop], actor: User | None, counts: dict[str, int], say: Callable[[str], None]
) -> None:
    worker = f"demo-{os.getpid()}"
    for file in files:
        job = services.receive(
            file=file.path,
            filename=file.path.name,
            actor=actor,
            source=Source.DEMO,
            shop=shops[file.shop_key],
            load_when_ready=True,
            ring=False,
        )
        services.look_at(job_id=job.pk, worker=worker)
        job = ImportJob.objects.get(pk=job.pk)
        while job.state in {State.QUEUED, State.RUNNING}:
            if services.run_road(job_id=job.pk, worker=worker) is None and job.shop is not None:
                services.finish_interrupted(shop=job.shop, worker=worker)
            job = ImportJob.objects.get(pk=job.pk)
        if job.state != State.DONE:
            raise DemoFailed(f"{file.path.name}: {job.error or job.get_state_display()}")
        for name in counts:
            counts[name] += job.counts[name]
        say(f"{file.path.name}: {job.rows_total}")


def _price(campaign: Campaign, actor: User | None, shops: list[Shop], now: datetime) -> None:
    """Plan the prices of the sale and hold them against what was paid before, unless that was done."""
    if campaign.prices.exists():
        return
    for shop in shops:
        retier(shop=shop, at=now)
        score_products(shop=shop)
        choose(actor=actor, shop=shop, skus=selection(shop)[:CHOSEN].values_list("sku", flat=True), at=now)
        refill_levels(shop=shop)
        refill_buyers(shop=shop, at=now)
    set_prices(campaign=campaign, actor=actor, version=campaign.version, prices=prices.price_list(campaign))
    campaign.refresh_from_db()
    check_prices(campaign=campaign, at=now)


def _invite(campaign: Campaign, actor: User | None) -> None:
    """Plan the visitors of the sale as they came in the one before, unless that was done; the shop's own word is taught first."""
    if campaign.traffic.exists():
        return
    match_channel(actor=actor, name=catalogue.OLD_BUYERS, channel="old_sms")
    found = proposal(campaign)
    if found is not None:
        lines = [line_draft(line) for line in found.lines]
        save_traffic(campaign=campaign, actor=actor, version=campaign.version, lines=lines)
        campaign.refresh_from_db()


def sale_name(day: date) -> str:
    """Name a sale after its day; it is a Double 11 wherever it falls.

    >>> sale_name(date(2026, 11, 11)), sale_name(date(2026, 11, 22))
    ('Double 11 2026 双11', 'Double 11 on 2026-11-22 双11')
    """
    return _name_of(day, (11, 11), "Double 11", "双11")


def earlier_name(day: date) -> str:
    """Name the sale before last year's after its day; it is a 618 wherever it falls.

    >>> earlier_name(date(2025, 6, 18)), earlier_name(date(2025, 6, 29))
    ('618 2025 年中大促', '618 on 2025-06-29 年中大促')
    """
    return _name_of(day, (6, 18), "618", "年中大促")


def _name_of(day: date, usual: tuple[int, int], name: str, chinese: str) -> str:
    """Name a sale by its year where it falls on its usual month and day, else by its date."""
    when = f"{day.year}" if (day.month, day.day) == usual else f"on {day.isoformat()}"
    return f"{name} {when} {chinese}"


def _sale(
    name: str, day: date, outlook: Outlook, level: float, shops: list[Shop], actor: User | None, last: Campaign | None
) -> Campaign:
    """Plan the sale of this day with a target `level` times what it can reach, unless it is planned already."""
    planned = Campaign.objects.filter(name=name).first()
    if planned is not None:
        return planned
    start = datetime.fromtimestamp(days.midnight(day), UTC)
    revenue = int(outlook.revenue * outlook.sound * level) // ROUND * ROUND + ROUND
    return create_campaign(
        actor=actor,
        name=name,
        shops=shops,
        starts_at=start,
        ends_at=start + timedelta(days=1),
        revenue_target_minor=revenue,
        visitors_target=max(1, outlook.visitors * 9 // 10),
        order_value_target_minor=max(1, outlook.revenue // max(1, outlook.paid_orders)),
        inquiries_target=outlook.inquiries * 9 // 10,
        curve_kind=CurveKind.LAST_SALE if last else CurveKind.FLAT,
        compare_with=last,
    )
