"""The sections of the papers, each a short card; a topic without data says so in one line."""

from collections import defaultdict
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.costs import case_of
from campaigns.models import Campaign
from campaigns.pages.offers import levels_of
from campaigns.queries.board import phase_spans
from campaigns.queries.odds import standing_odds
from campaigns.queries.prices import planned_prices
from campaigns.queries.shifts import settings_of, shift_rows
from campaigns.queries.tasks import by_department, task_rows
from campaigns.queries.traffic import PlannedChannel, TrafficPlan
from campaigns.queries.traffic_budget import traffic_budget
from campaigns.rules.odds import unknown
from campaigns.words.odds import chance, coverage
from campaigns.words.problems import clock, span_label
from campaigns.words.tasks import day_words
from campaigns.words.traffic import difference_words
from common.money import format_count, format_money, format_share
from common.papers import Bar, Block, Table
from inventory.models import Buffer, StockCount

MOST_OFFERS = 6
MOST_CHANNELS = 9
ON_PLATFORM = frozenset({"search", "content", "keyword_ads", "display_ads"})


def phases(campaign: Campaign) -> Block:
    """Say what each phase should bring."""
    spans = phase_spans(campaign=campaign)
    most = 8
    rows = tuple(
        (
            span.name,
            span_label(span.start_slot, span.end_slot, campaign.time_zone),
            format_share(span.share),
            format_money(span.target_minor, campaign.currency),
        )
        for span in spans[:most]
    )
    title = ngettext("{count} phase", "{count} phases", len(spans)).format(count=len(spans))
    more = (_("and {count} more").format(count=len(spans) - most),) if len(spans) > most else ()
    return Block(title, more, Table((_("Phase"), _("When"), _("Share"), _("Target")), rows, texts=frozenset({1})))


def curve(campaign: Campaign, plan: TrafficPlan) -> Block:
    """Draw the target of each hour; a sale of several days shows each day's hours as they follow."""
    hours = traffic_budget(campaign, plan).target_hours
    highest = max((revenue for _window, revenue in hours), default=0) or 1
    step = max(1, len(hours) // 8)
    bars = tuple(
        Bar(revenue / highest, clock(window.start, campaign.time_zone) if place % step == 0 else "")
        for place, (window, revenue) in enumerate(hours[:120])
    )
    best = max(hours, key=lambda hour: hour[1])
    title = _("Target by the hour: most from {time}, {money}").format(
        time=clock(best[0].start, campaign.time_zone), money=format_money(best[1], campaign.currency)
    )
    return Block(title, bars=bars, is_wide=True)


def product_range(campaign: Campaign) -> Block:
    """Say how many A, B and C products there are and what they cost the buyer."""
    tiers: dict[str, list[int]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for product in planned_prices(campaign):
        counts[product.tier] += 1
        if product.asked_minor is not None:
            tiers[product.tier].append(product.asked_minor)
    title = _("Range")
    if not counts:
        return Block(title, (_("No products are known yet: import the shop's product list."),))
    names = {"A": _("A draws visitors"), "B": _("B in the middle"), "C": _("C earns"), "": _("without a tier")}
    rows = tuple(
        (names[tier], format_count(counts[tier]), _span(tiers[tier], campaign.currency)) for tier in names if counts[tier]
    )
    whole = sum(counts.values())
    said = ngettext("Range: {count} product", "Range: {count} products", whole).format(count=format_count(whole))
    return Block(said, table=Table((_("Tier"), _("Products"), _("Asked price")), rows))


def offers(campaign: Campaign) -> Block:
    """Tell the offers in words, in the order in which they are applied."""
    lines = [line for level in levels_of(campaign, with_costs=False) for line in level.lines]
    if not lines:
        return Block(_("Offers"), (_("No offer is planned yet."),))
    told = tuple(f"{line.offer.name}: {line.words}" for line in lines[:MOST_OFFERS])
    more = (_("and {count} more").format(count=len(lines) - MOST_OFFERS),) if len(lines) > MOST_OFFERS else ()
    return Block(ngettext("{count} offer", "{count} offers", len(lines)).format(count=len(lines)), told + more)


def traffic(campaign: Campaign, plan: TrafficPlan, *, with_costs: bool) -> Block:
    """Tell the channels with what they bring and cost, the largest first; the cost for those who may see it."""
    if not plan.lines:
        return Block(_("Traffic"), (_("No channel is planned yet."),))
    lines = sorted(plan.lines, key=lambda line: -line.plan.revenue_minor)
    shown, rest = lines[:MOST_CHANNELS], lines[MOST_CHANNELS:]
    rows = [_channel_row(str(line.kind.name), [line], campaign) for line in shown]
    if rest:
        rows.append(_channel_row(_("{count} others").format(count=len(rest)), rest, campaign))
    table = ((_("Channel"), _("Visitors"), _("Revenue"), _("Cost")), *rows, _channel_row(_("All"), lines, campaign))
    head, *rows, foot = table if with_costs else [row[:-1] for row in table]
    return Block(
        _("Traffic: {difference}").format(difference=difference_words(plan, campaign)), table=Table(head, tuple(rows), foot)
    )


def from_outside(plan: TrafficPlan, written: str) -> Block:
    """Say how many visitors the shop brings to the platform itself, and what a person wrote about it."""
    outside = [line for line in plan.lines if line.kind.key not in ON_PLATFORM]
    count = sum(line.plan.visitors for line in outside)
    words = tuple(written.splitlines()) if written else ()
    if not count:
        return Block(_("Brought from outside"), words or (_("No visitors from outside are planned yet."),))
    title = _("{count} visitors from outside, {share} of all").format(
        count=format_count(count, "tile"), share=format_share(Fraction(count, plan.sums.visitors))
    )
    named = ", ".join(f"{line.kind.name} {format_count(line.plan.visitors, 'tile')}" for line in outside if line.plan.visitors)
    return Block(title, (named, *words))


def stock(campaign: Campaign) -> Block:
    """Say what was counted on the shelf, newest count of each SKU, and what is kept back."""
    shops = campaign.shops.all()
    newest: dict[tuple[int, str], int] = {}
    last: datetime | None = None
    for shop, sku, at, units in (
        StockCount.objects.filter(shop__in=shops).order_by("counted_at").values_list("shop_id", "sku", "counted_at", "units")
    ):
        newest[shop, sku], last = units, at
    if last is None:
        return Block(_("Stock"), (_("No stock was counted yet."),))
    buffers = Buffer.objects.filter(shop__in=shops, campaign_no=campaign.pk).values_list("units", "expected")
    kept = sum(max(0, units - round(expected)) for units, expected in buffers)
    counted = ngettext(
        "{pieces} pieces of {count} SKU, last counted {day}.",
        "{pieces} pieces of {count} SKUs, last counted {day}.",
        len(newest),
    )
    pieces, count = format_count(sum(newest.values())), format_count(len(newest))
    said = [counted.format(pieces=pieces, count=count, day=day_words(last.astimezone(ZoneInfo(campaign.time_zone)).date()))]
    if kept:
        said.append(_("{pieces} of them are kept in reserve.").format(pieces=format_count(kept)))
    return Block(_("Stock ready"), tuple(said))


def odds(campaign: Campaign) -> Block:
    """Tell the odds of a profit and of the target, and the range of the profit."""
    standing = standing_odds(campaign)
    if standing is None:
        return Block(_("Odds"), (_("The odds of a profit are not worked out yet."),))
    low, middle, high = (format_money(standing.result.profit[place], campaign.currency) for place in (9, 49, 89))
    said: tuple[str, ...] = (
        _("Profit {low} to {high} in eight of ten cases, {middle} in the middle.").format(low=low, high=high, middle=middle),
        _("The target is reached in {share} of them.").format(share=chance(standing.p_target)),
    )
    gaps = unknown(case_of(standing.costs))
    if gaps:
        return Block(_("Odds"), (coverage(gaps), *said))
    title = _("{share} odds of a profit").format(share=chance(standing.result.p_profit))
    return Block(capfirst(title), said)


def tasks(campaign: Campaign, at: datetime) -> Block:
    """Tell department by department what comes next, who does it and when."""
    departments = by_department(task_rows(campaign=campaign, at=at))
    if not departments:
        return Block(_("Who does what when"), (_("No tasks are laid yet."),), is_wide=True)
    rows = []
    for part in departments:
        following = part.following
        rows.append(
            (
                str(part.department.label),
                _("{done} of {total}").format(done=part.done, total=part.total),
                following.title if following else _("all done"),
                (following.owner or _("nobody yet")) if following else "",
                day_words(following.due_on) if following else "",
            )
        )
    late = sum(part.late for part in departments)
    title = _("Who does what when: {done} of {total} done").format(
        done=sum(part.done for part in departments), total=sum(part.total for part in departments)
    )
    if late:
        title = _("{title}, {late} late").format(title=title, late=late)
    head = (_("Department"), _("Done"), _("Next"), _("Owner"), _("Due"))
    return Block(title, table=Table(head, tuple(rows), texts=frozenset({2, 3})), is_wide=True)


def shifts(campaign: Campaign) -> Block:
    """Say how many shifts customer service has and whether their places are filled."""
    rows = shift_rows(campaign, settings_of(campaign))
    if not rows:
        return Block(_("Customer service"), (_("No shifts are laid yet."),))
    wanted, still = sum(row.places_wanted for row in rows), sum(row.open_needed + row.open_reserve for row in rows)
    title = ngettext("Customer service: {count} shift", "Customer service: {count} shifts", len(rows)).format(count=len(rows))
    said = _("{filled} of {wanted} places have a name, the reserve included.").format(
        filled=format_count(wanted - still), wanted=format_count(wanted)
    )
    return Block(title, (said,))


def _channel_row(name: str, lines: list[PlannedChannel], campaign: Campaign) -> tuple[str, ...]:
    return (
        name,
        format_count(sum(line.plan.visitors for line in lines), "tile"),
        format_money(sum(line.plan.revenue_minor for line in lines), campaign.currency),
        format_money(sum(line.plan.cost_minor for line in lines), campaign.currency),
    )


def _span(amounts: list[int], currency: str) -> str:
    if not amounts:
        return ""
    low, high = format_money(min(amounts), currency), format_money(max(amounts), currency)
    return low if low == high else _("{low} to {high}").format(low=low, high=high)
