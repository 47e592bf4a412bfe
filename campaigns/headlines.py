"""The first line of each page of the plan: its answer in a sentence."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, CurveKind
from campaigns.queries.board import PhaseSpan
from campaigns.queries.comparison import DAY_SLOTS, Comparison
from campaigns.queries.pages import OVER, PLANNED, RUNNING, PlanState, Sale
from campaigns.sentences import clock, day_label
from common.moments import format_duration, format_moment
from common.money import format_money, format_share


@dataclass(frozen=True)
class Headline:
    """The sentence and the line below it. `bad` is the part of the sentence that is set in cinnabar, or ""."""

    title: str
    why: str
    bad: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        """The sentence before the bad part, the bad part, the sentence after it."""
        return self.title.partition(self.bad) if self.bad else (self.title, "", "")


def of_list(sales: list[Sale], *, at: datetime) -> Headline:
    """Say what runs, or what comes next, or that nothing is planned."""
    running = [sale for sale in sales if sale.state == RUNNING]
    planned = [sale for sale in sales if sale.state == PLANNED]
    if running:
        first = running[0].campaign
        left = format_duration(first.ends_at - at)
        title = _("{name} is running: {left} to go.").format(name=first.name, left=left)
        more = ngettext(
            "{count} other sale runs at the same time.", "{count} other sales run at the same time.", len(running) - 1
        )
        return Headline(title, more.format(count=len(running) - 1) if len(running) > 1 else _target_of(first))
    if planned:
        first, days = planned[0].campaign, planned[0].days
        title = ngettext("{name} starts in {days} day.", "{name} starts in {days} days.", days).format(name=first.name, days=days)
        if days == 0:
            title = _("{name} starts today at {time}.").format(
                name=first.name, time=format_moment(first.starts_at, first.time_zone)
            )
        return Headline(title, _target_of(first))
    if sales:
        last = sales[0].campaign
        return Headline(_("Nothing is planned; the last sale was {name}.").format(name=last.name), _target_of(last))
    return Headline(
        _("No sale is planned yet."),
        _("A plan needs a name, a window and three of four figures; phases, stages and the target of every ten minutes follow."),
    )


def of_plan(state: PlanState, *, at: datetime) -> Headline:
    """Say how the plan stands: the days to go and what is missing."""
    campaign, missing = state.sale.campaign, state.missing
    money = format_money(campaign.revenue_target_minor, campaign.currency)
    if state.sale.state == RUNNING:
        start = _("It runs, {left} to go").format(left=format_duration(campaign.ends_at - at))
    elif state.sale.state == OVER:
        days = state.sale.days
        start = (
            ngettext("It ended {days} day ago", "It ended {days} days ago", days).format(days=days) if days else _("It has ended")
        )
    else:
        days = state.sale.days
        start = ngettext("{days} day to go", "{days} days to go", days).format(days=days) if days else _("It starts today")
    failed = [check for check in missing if check.state == "failed" and state.sale.state != OVER]
    if failed:
        bad = ngettext("{count} thing is missing", "{count} things are missing", len(failed)).format(count=len(failed))
        title = _("{start}: {missing} before the plan of {money} can stand.").format(start=start, missing=bad, money=money)
        return Headline(title, " ".join(check.found for check in failed), bad)
    title = _("{start}: the plan of {money} stands.").format(start=start, money=money)
    if state.sale.state == OVER:
        return Headline(_("{start}; the plan was {money}.").format(start=start, money=money), _target_of(campaign))
    if missing:
        return Headline(title, missing[0].found)
    return Headline(title, _("Every check is green; version {version}.").format(version=campaign.version))


def of_target(campaign: Campaign, phases: list[tuple[PhaseSpan, Fraction]]) -> Headline:
    """Say how the target is spread: what is due by the end of the first phase, and what is locked."""
    money = format_money(campaign.revenue_target_minor, campaign.currency)
    first, due = phases[0]
    title = _("{money} over {count} phases: {share} is due by {time}.").format(
        money=money, count=len(phases), share=format_share(due), time=_when(first.counts_to_slot, campaign)
    )
    if len(phases) == 1:
        title = _("{money} in one phase.").format(money=money)
    locks = campaign.locks.count()
    exact = _("The ten-minute slots add up to {money} to the last cent.").format(
        money=format_money(campaign.revenue_target_minor, campaign.currency, "exact")
    )
    locked = ngettext("{count} part is locked.", "{count} parts are locked.", locks).format(count=locks) if locks else ""
    return Headline(title, f"{exact} {locked}".strip())


def of_curve(found: Comparison, campaign: Campaign, phases: list[tuple[PhaseSpan, Fraction]]) -> str:
    """Name the curve's finding: what is due by the end of the second phase, and what the earlier sale had by then.

    A sale that is drawn by the day is looked at after half of its days.
    """
    span, due = phases[min(1, len(phases) - 1)]
    end_slot = span.counts_to_slot
    if found.is_by_day:
        end_slot = found.window.start + found.window.length // (2 * DAY_SLOTS) * DAY_SLOTS
        due = Fraction(float(found.running()[end_slot - found.window.start - 1]))
    time = _when(end_slot, campaign)
    earlier = found.shapes[str(CurveKind.LAST_SALE)]
    if earlier.fallback or campaign.compare_with is None or len(phases) == 1:
        return _("Target curve: {share} by {time}").format(share=format_share(due), time=time)
    had = found.running(str(CurveKind.LAST_SALE))[end_slot - found.window.start - 1]
    return _("Target curve: {share} by {time}, {name} had {had}").format(
        share=format_share(due), time=time, name=campaign.compare_with.name, had=format_share(had)
    )


def _when(end_slot: int, campaign: Campaign) -> str:
    """Write the end of something by the shop's clock, with its day when the sale has several."""
    time, zone = clock(end_slot, campaign.time_zone, end=True), campaign.time_zone
    if campaign.end_slot - campaign.start_slot <= 144:
        return time
    return f"{time}, {day_label(end_slot - 1, zone)}"


def _target_of(campaign: Campaign) -> str:
    return _("Target {money}, {start} to {end}.").format(
        money=format_money(campaign.revenue_target_minor, campaign.currency),
        start=format_moment(campaign.starts_at, campaign.time_zone),
        end=format_moment(campaign.ends_at, campaign.time_zone),
    )
