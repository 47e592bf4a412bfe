"""Choose what the target follows: its phases, and the curve inside them."""

from collections.abc import Sequence

from accounts.models import User
from campaigns.drafts import PhaseDraft
from campaigns.models import Campaign, CurveKind
from campaigns.rules import curve as curve_rules
from campaigns.services.checking import check_phases
from campaigns.services.laying import rebuild, reshape, write_phases
from campaigns.services.versions import changing
from common.windows import Window


def set_phases(
    *, campaign: Campaign, actor: User | None, version: int, template: str, phases: Sequence[PhaseDraft] = ()
) -> Campaign:
    """Give the sale the phases of a template, or a person's own (template `custom`), and lay the target anew.

    Raises PlanError naming every phase that ends before it starts, lies outside the sale or overlaps another, and shares that
    do not make 100%; StalePlanError when the plan changed meanwhile.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="set_phases") as change:
        current = change.campaign
        window = Window(current.start_slot, current.end_slot)
        found = check_phases(template, phases, window, current.time_zone)
        current.template = template
        write_phases(current, found)
        rebuild(current, change)
    return change.campaign


def choose_curve(
    *,
    campaign: Campaign,
    actor: User | None,
    version: int,
    kind: str,
    hours: Sequence[int] = (),
    compare_with: Campaign | None = None,
) -> str:
    """Let the target follow another curve inside each phase; what each phase should bring stays.

    `hours` are weights for each hour of the sale and count with `by_hand`; without them by hand begins from the shape that
    stands. Returns "" or why the curve is flat instead (`no_sale`, `no_data`, `no_weekdays`, `no_hours`).
    Locked nodes keep their value.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="choose_curve") as change:
        current = change.campaign
        current.curve_kind = kind
        if compare_with is not None:
            current.compare_with = compare_with
        curve = None
        if kind == CurveKind.BY_HAND and hours:
            window = Window(current.start_slot, current.end_slot)
            curve = curve_rules.by_hand(hours, [hour.length for hour in window.hours(current.time_zone)])
        return reshape(current, change, curve)
