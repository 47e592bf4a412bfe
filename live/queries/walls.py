"""What a wall asks for at each look: which screen it is, which sale, whether anything has changed. Small questions on indexes."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Sum

from accounts.services import digest_of
from campaigns.models import Campaign
from campaigns.queries.tasks import TaskRow, task_rows
from inventory.models import NEVER_MINUTE, Product, RunOut, RunOutState, StockDay
from live.models import Severity, WallScreen
from live.page.alerts.words import name_of
from live.queries import shown
from live.queries.alerts.incidents import incidents_key, open_incidents

AT_HAND_SECONDS = 15
MOST_PRODUCTS = 3
TOKEN_LENGTH = 43  # of 256 random bits in URL-safe base 64


@dataclass(frozen=True)
class Trouble:
    """One incident as a wall shows it: words without amounts, whose it is, since when; urgent ones stand first."""

    text: str
    who: str
    is_urgent: bool
    since: datetime


@dataclass(frozen=True)
class Going:
    """A product that runs out: its title, and the UTC minute at which it is likely gone."""

    title: str
    minute: int
    is_alert: bool


def wall_of(token: str) -> WallScreen | None:
    """Return the standing screen with this secret; None for any other text. What cannot be a secret asks nothing."""
    if len(token) != TOKEN_LENGTH:
        return None
    return WallScreen.objects.standing().filter(digest=digest_of(token)).first()


def campaign_of(screen: WallScreen, *, at: datetime) -> int | None:
    """Return the number of the sale a screen shows: its own, else the one at hand, asked for every 15 seconds at most."""
    if screen.campaign_id is not None:
        return screen.campaign_id
    key = f"live.wall.at-hand.{int(at.timestamp()) // AT_HAND_SECONDS}"
    found: int | None = cache.get(key)
    if found is None:
        campaign = shown.current_campaign(at=at)
        found = campaign.pk if campaign else 0
        cache.set(key, found, AT_HAND_SECONDS)
    return found or None


def beside_key(campaign_id: int) -> str:
    """Return a text that changes when something beside the board does: stock of the shops, tasks, incidents."""
    shops = Campaign.shops.through.objects.filter(campaign=campaign_id).values("shop")
    stock = StockDay.objects.filter(shop__in=shops).aggregate(sum=Sum("version"))["sum"] or 0
    tasks = Campaign.objects.filter(pk=campaign_id).aggregate(sum=Sum("tasks__version"))["sum"] or 0
    return f"{stock}.{tasks}.{incidents_key(campaign_id=campaign_id)}"


def troubles(campaign_id: int) -> list[Trouble]:
    """Return the open incidents of a sale by their names, which hold no amounts, the urgent and the oldest first."""
    found = [
        Trouble(
            name_of(one),
            one.acknowledged_by.shown_name if one.acknowledged_by else "",
            one.severity == Severity.URGENT,
            one.opened_at,
        )
        for one in open_incidents(campaign_id=campaign_id)
    ]
    return sorted(found, key=lambda trouble: (not trouble.is_urgent, trouble.since))


def going(campaign_id: int) -> tuple[list[Going], int]:
    """Return the products that run out first in the sale's shops, and how many are gone already."""
    shops = list(Campaign.shops.through.objects.filter(campaign=campaign_id).values_list("shop", flat=True))
    rows = RunOut.objects.filter(shop__in=shops)
    first = list(
        rows.filter(goes_minute__lt=NEVER_MINUTE)
        .exclude(state__in=[RunOutState.GONE, RunOutState.UNCOUNTED])
        .first_gone()[:MOST_PRODUCTS]
    )
    named = {
        (shop, sku): title
        for shop, sku, title in Product.objects.filter(shop__in=shops, sku__in={row.sku for row in first}).values_list(
            "shop_id", "sku", "title"
        )
    }
    found = [
        Going(named.get((row.shop_id, row.sku)) or row.sku, row.goes_minute, row.state == RunOutState.ALERT) for row in first
    ]
    return found, rows.filter(state=RunOutState.GONE, hourly__gt=0).count()


def late_tasks(campaign: Campaign, *, at: datetime) -> list[TaskRow]:
    """Return the open tasks of a sale that are late or blocked, the first due first."""
    return [row for row in task_rows(campaign=campaign, at=at) if row.is_open and (row.days_late or row.due_at <= at)]
