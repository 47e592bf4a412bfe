"""Repairs a form offers beside an error: what was typed, changed by one click, for the person to look at and save."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from campaigns.drafts import PlanDraft
from campaigns.forms.fields import moment, written
from campaigns.forms.plan import PhaseFormSet, PlanForm
from campaigns.rules.figures import resolve
from campaigns.rules.problems import PlanError, Problem
from campaigns.rules.split import split
from common.money import format_count, format_money, format_share

FIGURES = ("revenue", "visitors", "conversion", "order_value")


@dataclass(frozen=True)
class Repair:
    """One button: what it says, and the value it sends."""

    label: str
    value: str


def offered(problems: Iterable[Problem], draft: PlanDraft | None, currency: str) -> list[Repair]:
    """Return the repairs for these problems, each once."""
    codes = {problem.code for problem in problems}
    found = []
    if "figures_contradict" in codes and draft is not None:
        found += _fourth_figures(draft, currency)
    if "shares_not_whole" in codes:
        found.append(Repair(_("Scale the shares to 100%"), "scale_shares"))
    if "phases_overlap" in codes:
        found.append(Repair(_("Let each phase end where the next begins"), "cut_overlaps"))
    if "phase_outside_sale" in codes:
        found.append(Repair(_("Move the phases with the start"), "move_phases"))
        found.append(Repair(_("Cut the phases to the sale"), "cut_to_sale"))
    if "off_slot" in codes:
        found.append(Repair(_("Round the times to ten minutes"), "round_times"))
    if "figure_too_low" in codes and draft is not None and _is_below_zero(draft):
        found.append(Repair(_("Take the minus sign away"), "no_minus"))
    if "sale_ends_before_it_starts" in codes:
        found.append(Repair(_("Let it last until midnight"), "one_day"))
    if codes & {"stages_overlap", "stage_ends_before_it_starts"}:
        found.append(Repair(_("Take the proposed stage dates"), "propose_stages"))
    return found


def repaired(data: QueryDict, repair: str) -> QueryDict:
    """Return what was typed with the repair made; an unknown repair changes nothing."""
    fixed = data.copy()
    if repair.startswith("clear:") and repair.removeprefix("clear:") in FIGURES:
        fixed[repair.removeprefix("clear:")] = ""
    elif repair == "no_minus":
        for name in (*FIGURES, "inquiries"):
            fixed[name] = str(fixed.get(name, "")).lstrip("-−－ ")
    elif repair == "propose_stages":
        for name in ("preparation_on", "warm_up_on", "closing_on"):
            fixed[name] = ""
    elif repair == "one_day":
        fixed["ends_on"], fixed["ends_time"] = data.get("starts_on", ""), "24:00"
    elif repair == "round_times":
        for name in [name for name in fixed if name.endswith("_time")]:
            fixed[name] = _rounded(str(fixed[name]))
    elif repair in {"scale_shares", "cut_overlaps", "move_phases", "cut_to_sale"}:
        _mend_phases(fixed, repair)
    return fixed


def _is_below_zero(draft: PlanDraft) -> bool:
    figures = (draft.revenue_target_minor, draft.visitors_target, draft.order_value_target_minor, draft.inquiries_target)
    return any(figure is not None and figure < 0 for figure in figures)


def _fourth_figures(draft: PlanDraft, currency: str) -> list[Repair]:
    given: dict[str, Any] = {
        "revenue": draft.revenue_target_minor,
        "visitors": draft.visitors_target,
        "conversion": draft.conversion_target,
        "order_value": draft.order_value_target_minor,
    }
    found = []
    for name in given:
        three: dict[str, Any] = {**given, name: None}
        try:
            full = resolve(
                revenue_minor=three["revenue"],
                visitors=three["visitors"],
                conversion=three["conversion"],
                order_value_minor=three["order_value"],
            )
        except PlanError:
            continue
        label = {
            "revenue": _("Revenue {value}").format(value=format_money(full.revenue_minor, currency)),
            "visitors": _("{value} visitors").format(value=format_count(full.visitors)),
            "conversion": _("Conversion {value}").format(value=format_share(full.conversion, 2)),
            "order_value": _("Order value {value}").format(value=format_money(full.order_value_minor, currency)),
        }[name]
        found.append(Repair(label, f"clear:{name}"))
    return found


def _mend_phases(data: QueryDict, repair: str) -> None:
    """Change the typed phases in place; phases that cannot be read stay as they were typed."""
    plan, phases = PlanForm(data), PhaseFormSet(data, prefix="phases")
    if not phases.is_valid():
        return
    plan.is_valid()
    kept = [(form, form.cleaned_data) for form in phases.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    if repair == "scale_shares":
        parts = split(10_000, [max(0, round(said["share"] * 10_000)) for _prefix, said in kept]).tolist()
        for (typed, _said), part in zip(kept, parts, strict=True):
            data[f"{typed.prefix}-share"] = f"{part / 100:g}"
        return
    spans = [
        _Typed(typed.prefix or "", _minutes(said["from_on"], said["from_time"]), _minutes(said["to_on"], said["to_time"]))
        for typed, said in kept
    ]
    spans.sort(key=lambda span: span.start)
    if repair == "cut_overlaps":
        for first, second in pairwise(spans):
            first.end = min(first.end, second.start)
    elif all(name in plan.cleaned_data for name in ("starts_on", "starts_time", "ends_on", "ends_time")):
        start = _minutes(plan.cleaned_data["starts_on"], plan.cleaned_data["starts_time"])
        end = _minutes(plan.cleaned_data["ends_on"], plan.cleaned_data["ends_time"])
        by = start - spans[0].start if repair == "move_phases" and spans else 0
        for span in spans:
            span.start, span.end = max(start, min(span.start + by, end)), max(start, min(span.end + by, end))
    for span in spans:
        _type(data, f"{span.prefix}-from", span.start, end=False)
        _type(data, f"{span.prefix}-to", span.end, end=True)


@dataclass
class _Typed:
    """A phase as it was typed: the prefix of its fields, and its ends in wall-clock minutes."""

    prefix: str
    start: int
    end: int


def _type(data: QueryDict, name: str, minutes: int, *, end: bool) -> None:
    """Write wall-clock minutes into a day and a time field."""
    day, time = written(moment(date.min + timedelta(days=minutes // 1440), minutes % 1440, "UTC"), "UTC", end=end)
    data[f"{name}_on"], data[f"{name}_time"] = day.isoformat(), f"{time // 60}:{time % 60:02}"


def _minutes(day: date, minutes: int) -> int:
    """Count wall-clock minutes from the first day of the calendar: order and distance without a zone."""
    return (day - date.min).days * 1440 + minutes


def _rounded(text: str) -> str:
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdigit() and minutes.isdigit()):
        return text
    whole = min(24 * 60, (int(hours) * 60 + int(minutes) + 5) // 10 * 10)
    return f"{whole // 60}:{whole % 60:02}"
