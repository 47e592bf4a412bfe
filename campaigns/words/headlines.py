"""The first line of each page of the plan: its answer in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, CurveKind, PlanLesson, StageKind
from campaigns.queries.board import PhaseSpan
from campaigns.queries.comparison import DAY_SLOTS, Comparison
from campaigns.queries.gates import Gate, current_gate
from campaigns.queries.pages import OVER, PLANNED, RUNNING, PlanState, Sale
from campaigns.queries.year import YearOfSales
from campaigns.words.problems import clock, day_label
from common.moments import format_duration, format_moment
from common.money import format_money, format_share
from common.windows import slot_of


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
    campaign = state.sale.campaign
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
    if state.sale.state == OVER:
        return Headline(_("{start}; the plan was {money}.").format(start=start, money=money), _target_of(campaign))
    return _of_checks(state, start, money)


def _of_checks(state: PlanState, start: str, money: str) -> Headline:
    """Say which checks are red and whether they keep the gate of the stage in hand shut."""
    campaign, failed, gate = state.sale.campaign, state.failed, state.gate
    day = _gate_day(state)
    why = " ".join(f"{check.name}: {check.found}" for check in failed[:3]) or (state.missing[0].found if state.missing else "")
    shut_by = {point.name for point in gate.shut_by} if gate else set()
    if failed:
        bad = ngettext("{count} of {all} checks is red", "{count} of {all} checks are red", len(failed)).format(
            count=len(failed), all=len(state.checks)
        )
        title = _("{start}: {missing}; the plan of {money} does not stand yet.").format(start=start, missing=bad, money=money)
        blocking = sum(check.name in shut_by for check in failed)
        if day and blocking == len(failed):
            title = ngettext(
                "{start}: {missing} and keeps the gate of {day} shut.",
                "{start}: {missing} and keep the gate of {day} shut.",
                blocking,
            ).format(start=start, missing=bad, day=day)
        elif day and blocking:
            title = ngettext(
                "{start}: {missing}; {count} of them keeps the gate of {day} shut.",
                "{start}: {missing}; {count} of them keep the gate of {day} shut.",
                blocking,
            ).format(start=start, missing=bad, day=day, count=blocking)
        return Headline(title, why, bad)
    if day and shut_by:
        bad = ngettext("{count} point keeps", "{count} points keep", len(shut_by)).format(count=len(shut_by))
        title = _("{start}: {missing} the gate of {day} shut.").format(start=start, missing=bad, day=day)
        return Headline(title, _("Open: {points}.").format(points=", ".join(sorted(shut_by))), bad)
    title = _("{start}: the plan of {money} stands.").format(start=start, money=money)
    return Headline(title, why or _("Every check is green; version {version}.").format(version=campaign.version))


def _gate_day(state: PlanState) -> str:
    """Write the last day of the stage whose gate is next, "" when every stage was left."""
    stage = next((stage for stage, _when in state.stages if state.gate and stage.kind == state.gate.stage), None)
    return "" if stage is None else day_label(slot_of(stage.ends_at) - 1, state.sale.campaign.time_zone)


def of_gates(campaign: Campaign, found: dict[str, Gate]) -> Headline:
    """Say which gate is next and how many points keep it shut."""
    gate = current_gate(found)
    if gate is None:
        return Headline(_("All four stages have been left."), _("What each gate asked stays below."))
    stage = StageKind(gate.stage).label
    if gate.is_open:
        return Headline(_("The gate of {stage} is open.").format(stage=stage), _("Every point is good: the stage may be left."))
    bad = ngettext("{count} point keeps", "{count} points keep", len(gate.shut_by)).format(count=len(gate.shut_by))
    names = ", ".join(point.name for point in gate.shut_by)
    title = _("{missing} the gate of {stage} shut.").format(missing=bad, stage=stage)
    return Headline(title, _("Open: {points}.").format(points=names), bad)


def of_lessons(campaign: Campaign, lessons: Sequence[PlanLesson], *, at: datetime) -> Headline:
    """Say how many lessons of the sale before are still open, or that the sale's own should be written down."""
    carried = [lesson for lesson in lessons if lesson.came_from_id]
    done = sum(lesson.is_done for lesson in carried)
    if carried:
        left = len(carried) - done
        title = _("Lessons of last time: {done} of {all} done").format(done=done, all=len(carried))
        return Headline(title, _("{count} still open; each is a task of its department.").format(count=left) if left else "")
    own = len(lessons)
    if at >= campaign.ends_at and not own:
        return Headline(_("The sale is over: what should be done otherwise next time?"), _("Write it down while it is fresh."))
    if own:
        return Headline(
            ngettext("{count} lesson for the next sale.", "{count} lessons for the next sale.", own).format(count=own),
            _("They come along when this sale is cloned."),
        )
    return Headline(_("No lessons yet."), _("Whatever goes wrong, and how it is mended: the next plan begins with it."))


def of_year(found: YearOfSales) -> Headline:
    """Say which share of the year's target the sales carry and what an ordinary day must bring."""
    planned = format_money(found.planned_minor, found.currency)
    if found.target_minor is None:
        title = _("{year}: the sales are planned to bring {money}.").format(year=found.year, money=planned)
        if not found.planned_minor:
            title = _("{year}: no sale is planned yet.").format(year=found.year)
        return Headline(title, _("Type what the whole year should bring, and it shows what is left for ordinary days."))
    left, per_day = found.left_minor or 0, found.per_day_minor or 0
    share = format_share(found.sales_share or Fraction(0), 1)
    if left < 0:
        bad = _("{money} more than the year’s target").format(money=format_money(-left, found.currency))
        title = _("{year}: the sales are planned to bring {over}.").format(year=found.year, over=bad)
        return Headline(title, _("Raise the target of the year or lower that of a sale."), bad)
    title = _("{year}: sales carry {share} of the target, an ordinary day must bring {money}.").format(
        year=found.year, share=share, money=format_money(per_day, found.currency)
    )
    why = ngettext(
        "{left} are left for {count} day without a sale.", "{left} are left for {count} days without a sale.", found.days_left
    ).format(left=format_money(left, found.currency), count=found.days_left)
    if found.last_year_minor is not None:
        why += " " + _("The year before brought {money}.").format(money=format_money(found.last_year_minor, found.currency))
    return Headline(title, why)


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
