"""A change of the plan in words: what it was, from what to what, as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.drafts import NodeRef
from campaigns.models import Campaign, CurveKind, Occasion, StageKind, Template
from campaigns.parts import BY_NAME
from campaigns.words.phases import phase_name
from campaigns.words.problems import node_label
from common.moments import format_moment
from common.money import format_count, format_money, format_share
from orders.models import Shop

ACTIONS = {
    "create": gettext_lazy("Planned"),
    "change": gettext_lazy("Changed the plan"),
    "set_phases": gettext_lazy("Chose the phases"),
    "set_shift_settings": gettext_lazy("Changed what the shifts are worked out from"),
    "choose_curve": gettext_lazy("Chose the curve"),
    "edit_target": gettext_lazy("Edited the target"),
    "lock_target": gettext_lazy("Locked a part of the target"),
    "unlock_target": gettext_lazy("Unlocked a part of the target"),
    "edit_traffic": gettext_lazy("Changed the traffic plan"),
    "edit_costs": gettext_lazy("Changed the inputs of the profit"),
    "keep_scenario": gettext_lazy("Kept a scenario"),
    "adopt_scenario": gettext_lazy("Adopted a scenario"),
    "drop_scenario": gettext_lazy("Took a scenario away"),
    "set_prices": gettext_lazy("Changed prices"),
    "fill_prices": gettext_lazy("Filled prices by a rule"),
    "import_prices": gettext_lazy("Imported prices"),
    "set_price_terms": gettext_lazy("Changed the terms of the prices"),
    "undo": gettext_lazy("Took the last change back"),
    "add_offer": gettext_lazy("Added an offer"),
    "edit_offer": gettext_lazy("Changed an offer"),
    "copy_offer": gettext_lazy("Copied an offer"),
    "delete_offer": gettext_lazy("Deleted an offer"),
    "import_offers": gettext_lazy("Imported offers"),
    "clone": gettext_lazy("Cloned from an earlier sale"),
    "freeze": gettext_lazy("Froze the plan"),
    "set_gate": gettext_lazy("Changed what a gate asks"),
    "tick_point": gettext_lazy("Ticked a point of a gate"),
    "restore": gettext_lazy("Let an older version stand again"),
}
PARTS = {
    "name": gettext_lazy("Name"),
    "shops": gettext_lazy("Shops"),
    "starts_at": gettext_lazy("Starts"),
    "ends_at": gettext_lazy("Ends"),
    "template": gettext_lazy("Template of the phases"),
    "occasion": gettext_lazy("Occasion"),
    "revenue_target_minor": gettext_lazy("Revenue target"),
    "visitors_target": gettext_lazy("Visitors"),
    "conversion_target": gettext_lazy("Conversion"),
    "order_value_target_minor": gettext_lazy("Order value"),
    "inquiries_target": gettext_lazy("Inquiries"),
    "curve_kind": gettext_lazy("Curve"),
    "compare_with": gettext_lazy("Earlier sale"),
    "stages": gettext_lazy("Stages"),
    "phases": gettext_lazy("Phases"),
    "locks": gettext_lazy("Locked parts"),
    "phase_targets": gettext_lazy("Target of the phases"),
    "hours": gettext_lazy("Hours inside the phases"),
}


class Changed(Protocol):
    """Anything that carries changes: an entry of the trail, or the refusal of a stale save."""

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Each changed part with what it was and what it is."""
        ...


@dataclass(frozen=True)
class Changes:
    """Changes by themselves: each part with what it was and what it is."""

    changes: dict[str, tuple[Any, Any]]


def lines_of(
    entry: Changed, campaign: Campaign, said: Mapping[str, Any] | None = None, *, with_costs: bool = True
) -> list[tuple[str, str, str]]:
    """Return (part, what it was, what it is now) for each changed part, in words; costs for those who may see them.

    `said` is what the version says beside its difference: an edit of the target names the edited part, and the phases that
    only followed are left out.
    """
    names = dict(Campaign.objects.values_list("pk", "name")) if "compare_with" in entry.changes else {}
    shops = dict(Shop.objects.values_list("pk", "name")) if "shops" in entry.changes else {}
    lines, changes = [], dict(entry.changes)
    if said and "was_minor" in said:
        money = [format_money(said[name], campaign.currency, "exact") for name in ("was_minor", "value_minor")]
        lines.append((node_label(campaign, NodeRef(*said["node"])), *money))
    if lines or "phases" in changes:
        changes.pop("phase_targets", None)
    if lines:
        changes.pop("phases", None)
    for part, (then, now) in changes.items():
        if part in BY_NAME:
            of_part = BY_NAME[part]
            tell = of_part.lines if with_costs else of_part.lines_without_costs or of_part.lines
            lines.extend(tell(campaign, then, now))
        elif part in PARTS:
            before, after = _only_what_differs(then, now) if part in {"phases", "phase_targets"} else (then, now)
            lines.append((str(PARTS[part]), *(_written(part, value, campaign, names, shops) for value in (before, after))))
    return [(part, was, now) for part, was, now in lines]


def lines_by_part(
    changes: Mapping[str, tuple[Any, Any]], by: Mapping[str, Sequence[str]], campaign: Campaign, *, with_costs: bool
) -> list[tuple[str, str, str, str]]:
    """Return (part, what it was, what it is, who changed it) for every changed part of two versions, in words."""
    found = []
    for part, pair in changes.items():
        people = ", ".join(name or _("the program") for name in by.get(part, ()))
        found += [(*line, people) for line in lines_of(Changes({part: pair}), campaign, with_costs=with_costs)]
    return found


def _only_what_differs(then: Any, now: Any) -> tuple[Any, Any]:
    """Leave out what is the same in both lists, when they are equally long."""
    if not isinstance(then, list) or len(then) != len(now):
        return then, now
    pairs = [(old, new) for old, new in zip(then, now, strict=True) if old != new]
    return [old for old, _new in pairs], [new for _old, new in pairs]


def action_words(action: str) -> str:
    """Return what was done."""
    return str(ACTIONS.get(action, action))


def _written(part: str, value: Any, campaign: Campaign, names: dict[int, str], shops: dict[int, str]) -> str:
    if value is None:
        return ""
    currency, zone = campaign.currency, campaign.time_zone
    if part in {"revenue_target_minor", "order_value_target_minor"}:
        return format_money(value, currency, "exact")
    if part in {"visitors_target", "inquiries_target"}:
        return format_count(value)
    if part == "conversion_target":
        return format_share(Fraction(str(value)), 2)
    if part in {"starts_at", "ends_at"}:
        return format_moment(datetime.fromisoformat(value), zone, year=True)
    if part == "curve_kind":
        return str(CurveKind(value).label)
    if part == "template":
        return str(Template(value).label)
    if part == "occasion":
        return str(Occasion(value).label)
    if part == "compare_with":
        return names.get(value, _("a deleted sale"))
    if part == "shops":
        return ", ".join(shops.get(pk, "?") for pk in value)
    return _listed(part, value, campaign)


def _listed(part: str, value: Any, campaign: Campaign) -> str:
    currency, zone = campaign.currency, campaign.time_zone
    if part == "hours":
        if not value:
            return ""
        words = ngettext("{count} slot differs, {money} moved", "{count} slots differ, {money} moved", value[0])
        return words.format(count=format_count(value[0]), money=format_money(value[1], currency))
    if part == "phases":
        return ", ".join(f"{phase_name(phase[0])} {format_share(Fraction(phase[4], 10_000), 2)}" for phase in value)
    if part == "phase_targets":
        return ", ".join(format_money(minor, currency) for minor in value)
    if part == "locks":
        return ", ".join(node_label(campaign, NodeRef(*lock)) for lock in value) or _("none")
    if part == "stages":
        return ", ".join(
            f"{StageKind(kind).label} {format_moment(datetime.fromisoformat(start), zone).partition(', ')[2]}"
            for kind, (start, _end) in sorted(value.items(), key=lambda item: str(item[1]))
        )
    return str(value)
