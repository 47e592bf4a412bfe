"""What the forms of the plan show before anybody typed: a new sale's proposal, or the plan as it stands."""

from datetime import date, timedelta
from typing import Any

from campaigns.forms.fields import percent, written
from campaigns.models import Campaign, CurveKind, Occasion, Template
from campaigns.rules import occasions
from campaigns.rules.occasions import next_dates
from campaigns.rules.phases import PhasePlan, double_11
from campaigns.rules.stages import CLOSING_DAYS, PREPARATION_DAYS, WARM_UP_DAYS
from campaigns.words.phases import phase_name, phase_tells
from common.money import exponent_of, from_minor
from common.windows import Window, day_window, slot_start
from orders.models import Shop


def of_new(*, today: date, occasion: str = "") -> dict[str, Any]:
    """Propose the next occasion (Double 11 unless another is named; `own` begins tomorrow) of the only shop there is."""
    shops = list(Shop.objects.all()[:2])
    key = occasion if occasion in Occasion.values else str(Occasion.DOUBLE_11)
    dates = next_dates(key, today)
    phases = occasions.BY_KEY[key].phases if key in occasions.BY_KEY else str(Template.FLAT)
    if dates is None:
        day = today + timedelta(days=PREPARATION_DAYS)
        dates = occasions.Proposed(today, day - timedelta(days=WARM_UP_DAYS), day, day, day + timedelta(days=CLOSING_DAYS))
    past = Campaign.objects.filter(ends_at__date__lt=today).order_by("-starts_at")
    earlier = past.filter(occasion=key).first() or past.first()
    return {
        "name": "" if key == Occasion.OWN else f"{Occasion(key).label} {dates.starts_on.year}",
        "occasion": key,
        "shops": shops if len(shops) == 1 else [],
        "starts_on": dates.starts_on,
        "starts_time": 0,
        "ends_on": dates.ends_on,
        "ends_time": 24 * 60,
        "preparation_on": dates.preparation_on,
        "warm_up_on": dates.warm_up_on,
        "closing_on": dates.closing_on,
        "template": phases,
        "compare_with": earlier,
        "curve_kind": CurveKind.LAST_SALE if earlier else CurveKind.FLAT,
    }


def of_plan(campaign: Campaign) -> dict[str, Any]:
    """Show the plan as it stands; the figure that was worked out stays empty, so that it follows the others again."""
    zone, exponent = campaign.time_zone, exponent_of(campaign.currency)
    starts, ends = written(campaign.starts_at, zone), written(campaign.ends_at, zone, end=True)
    stages = {stage.kind: stage for stage in campaign.stages.all()}
    shown: dict[str, Any] = {
        "name": campaign.name,
        "occasion": campaign.occasion,
        "shops": list(campaign.shops.all()),
        "starts_on": starts[0],
        "starts_time": starts[1],
        "ends_on": ends[0],
        "ends_time": ends[1],
        "preparation_on": written(stages["preparation"].starts_at, zone)[0],
        "warm_up_on": written(stages["warm_up"].starts_at, zone)[0],
        "closing_on": written(stages["closing"].ends_at, zone, end=True)[0],
        "revenue": f"{from_minor(campaign.revenue_target_minor, exponent):,}",
        "visitors": f"{campaign.visitors_target:,}",
        "conversion": percent(campaign.conversion_target),
        "order_value": f"{from_minor(campaign.order_value_target_minor, exponent):,}",
        "inquiries": f"{campaign.inquiries_target:,}",
        "template": campaign.template,
        "compare_with": campaign.compare_with,
        "curve_kind": campaign.curve_kind,
    }
    if campaign.derived_figure:
        shown[campaign.derived_figure] = ""
    return shown


def phases_of_plan(campaign: Campaign) -> list[dict[str, Any]]:
    """Show the phases as they stand, to be changed into phases of one's own."""
    rows = campaign.phases.values_list("name", "tells", "start_slot", "end_slot", "share_bp")
    return [_phase(PhasePlan(*row), campaign.time_zone) for row in rows]


def phases_of_new(*, day: date, zone: str) -> list[dict[str, Any]]:
    """Show the five phases of a one-day sale, to be changed into phases of one's own."""
    window = day_window(day, zone)
    return [_phase(phase, zone) for phase in double_11(Window(window.start, window.end), zone)]


def _phase(phase: PhasePlan, zone: str) -> dict[str, Any]:
    from_on, from_time = written(slot_start(phase.start), zone)
    to_on, to_time = written(slot_start(phase.end), zone, end=True)
    return {
        "name": phase_name(phase.name),
        "tells": phase_tells(phase.tells),
        "from_on": from_on,
        "from_time": from_time,
        "to_on": to_on,
        "to_time": to_time,
        "share": f"{phase.share_bp / 100:g}",
    }
