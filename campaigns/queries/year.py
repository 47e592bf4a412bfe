"""The calendar of a year: its sales with their stages and targets, what they leave to the ordinary days (playbook C7)."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from campaigns.models import Campaign, Stage, YearTarget
from campaigns.queries.clones import sold_in
from campaigns.queries.target import target_arrays
from common.windows import Window, day_window
from metrics import queries as metrics_queries
from orders.models import Shop


@dataclass(frozen=True)
class Bar:
    """One stage of a sale on the calendar, days of the shop's clock, both inclusive, cut to the year."""

    kind: str
    first: date
    last: date


@dataclass(frozen=True)
class YearSale:
    """One sale in a year: its stages, how much of its target and of its days fall into the year, money in minor units.

    `share` is of the year's target, None where none is set; `actual_minor` what it really sold, None where not known or not
    begun.
    """

    campaign: Campaign
    bars: tuple[Bar, ...]
    first: date
    last: date
    days: int
    target_minor: int
    share: Fraction | None
    actual_minor: int | None


@dataclass(frozen=True)
class YearOfSales:
    """A year in one currency.

    `days_left` are its days without a sale, `left_minor` what they must bring together, `per_day_minor` each.
    """

    year: int
    currency: str
    target_minor: int | None
    sales: tuple[YearSale, ...]
    days: int
    days_left: int
    last_year_minor: int | None

    @property
    def planned_minor(self) -> int:
        """What the sales should bring in the year."""
        return sum(sale.target_minor for sale in self.sales)

    @property
    def left_minor(self) -> int | None:
        """What is left for the ordinary days; below zero when the sales are planned to bring more than the year's target."""
        return None if self.target_minor is None else self.target_minor - self.planned_minor

    @property
    def per_day_minor(self) -> int | None:
        """What an ordinary day must bring, rounded up; None without a target, and when no ordinary day is left."""
        left = self.left_minor
        return None if left is None or not self.days_left else -(-left // self.days_left)

    @property
    def sales_share(self) -> Fraction | None:
        """The sales' share of the year's target."""
        return Fraction(self.planned_minor, self.target_minor) if self.target_minor else None


def currencies() -> list[str]:
    """Return the currencies of the shops and the sales, each once, the shops' first."""
    shops = Shop.objects.order_by("pk").values_list("currency", flat=True)
    sales = Campaign.objects.order_by("pk").values_list("currency", flat=True)
    return list(dict.fromkeys([*shops, *sales]))


def year_of_sales(*, year: int, currency: str, at: datetime) -> YearOfSales:
    """Return the calendar of a year in one currency as it stands at a moment; sales that touch the year by their live days."""
    row = YearTarget.objects.filter(year=year, currency=currency).first()
    target = row.revenue_minor if row else None
    begin, end = date(year, 1, 1), date(year, 12, 31)
    found = [_sale(campaign, begin, end, target, at) for campaign in _of_year(year, currency)]
    sales = tuple(sale for sale in found if sale is not None)
    taken = {sale.first + timedelta(days=n) for sale in sales for n in range(sale.days)}
    days = 366 if isleap(year) else 365
    return YearOfSales(year, currency, target, sales, days, days - len(taken), _last_year(year - 1, currency))


def overlapping(campaign: Campaign) -> list[Campaign]:
    """Return the other sales that share a shop and a moment of their live windows with this one, by their start."""
    shops = campaign.shops.values("pk")
    others = Campaign.objects.overlapping(campaign.starts_at, campaign.ends_at).exclude(pk=campaign.pk)
    return list(others.filter(shops__in=shops).distinct().order_by("starts_at"))


def _of_year(year: int, currency: str) -> QuerySet[Campaign]:
    """Return the sales of a currency that touch the year or come within a day of it by UTC."""
    first, last = datetime(year, 1, 1, tzinfo=ZoneInfo("UTC")), datetime(year + 1, 1, 1, tzinfo=ZoneInfo("UTC"))
    near = Campaign.objects.overlapping(first - timedelta(days=1), last + timedelta(days=1))
    return near.filter(currency=currency).prefetch_related("stages", "shops").order_by("starts_at")


def _sale(campaign: Campaign, begin: date, end: date, target: int | None, at: datetime) -> YearSale | None:
    first, last = _day(campaign.starts_at, campaign), _day(campaign.ends_at - timedelta(seconds=1), campaign)
    if last < begin or first > end:
        return None
    inside = campaign.revenue_target_minor
    if first < begin or last > end:
        inside = _target_within(campaign, begin, end)
    cut_first, cut_last = max(first, begin), min(last, end)
    return YearSale(
        campaign=campaign,
        bars=tuple(bar for stage in campaign.stages.all() if (bar := _bar(stage, campaign, begin, end))),
        first=cut_first,
        last=cut_last,
        days=(cut_last - cut_first).days + 1,
        target_minor=inside,
        share=Fraction(inside, target) if target else None,
        actual_minor=sold_in(campaign) if campaign.starts_at <= at else None,
    )


def _target_within(campaign: Campaign, begin: date, end: date) -> int:
    """Return the part of a sale's target that falls into the year by the shop's clock."""
    arrays = target_arrays(campaign=campaign)
    start = day_window(begin, campaign.time_zone).start - arrays.start_slot
    stop = day_window(end, campaign.time_zone).end - arrays.start_slot
    return int(arrays.revenue[max(0, start) : max(0, stop)].sum())


def _bar(stage: Stage, campaign: Campaign, begin: date, end: date) -> Bar | None:
    first, last = _day(stage.starts_at, campaign), _day(stage.ends_at - timedelta(seconds=1), campaign)
    return None if last < begin or first > end else Bar(stage.kind, max(first, begin), min(last, end))


def _last_year(year: int, currency: str) -> int | None:
    """Return what all shops of the currency really sold in a year by their own clocks; None when nothing is known."""
    total, is_known = 0, False
    for shop in Shop.objects.filter(currency=currency):
        first = day_window(date(year, 1, 1), shop.time_zone).start
        last = day_window(date(year, 12, 31), shop.time_zone).end
        rows = metrics_queries.numbers(shops=[shop], window=Window(first, last), by="total", names=["revenue"])
        value = rows[0].values["revenue"] if rows else None
        if value:
            total, is_known = total + int(value), True
    return total if is_known else None


def _day(moment: datetime, campaign: Campaign) -> date:
    return moment.astimezone(ZoneInfo(campaign.time_zone)).date()
