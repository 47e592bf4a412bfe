"""What is wrong with a plan, in sentences a person can act on; and the words for the nodes of the target.

The rules name a problem by its code (`campaigns.rules.problems`); here stands what it means and how it is mended.
"""

from collections.abc import Iterable
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from campaigns.drafts import NodeRef
from campaigns.models import Campaign, StageKind
from campaigns.rules.problems import Problem
from campaigns.rules.target_tree import Node
from campaigns.words.phases import phase_name
from common.moments import format_moment
from common.money import format_money, format_share
from common.windows import local_time, slot_start

MONEY = {"reached", "wanted", "difference", "locked"}
SHARES_BP = {"total_bp", "difference_bp"}
SENTENCES: dict[str, str | Promise] = {
    "name_missing": gettext_lazy("Give the sale a name."),
    "shops_missing": gettext_lazy("Choose at least one shop."),
    "shops_differ": gettext_lazy(
        "One plan counts in one currency and by one clock, but these shops have {kinds}. Plan a sale for each."
    ),
    "sale_ends_before_it_starts": gettext_lazy("The sale must end after it starts."),
    "sale_too_long": gettext_lazy("A sale may last {days} days at most; cut it into several."),
    "off_slot": gettext_lazy("{moment} is not on a step of ten minutes; take :00, :10, :20, :30, :40 or :50."),
    "figures_missing": gettext_lazy("Three of the four figures give the fourth; give this one or another ({count} missing)."),
    "figures_contradict": gettext_lazy(
        "Visitors × conversion × order value make {reached}, which is {difference} from the target of {wanted}. "
        "Leave one of the four empty and it is worked out."
    ),
    "figure_too_low": gettext_lazy("This must be above zero."),
    "figure_too_high": gettext_lazy("This is more than the program counts; check the number of zeros."),
    "conversion_not_a_share": gettext_lazy(
        "Conversion lies between 0 and 100 per cent; this makes {conversion}: more orders than visitors cannot be."
    ),
    "phases_missing": gettext_lazy("A sale needs at least one phase."),
    "phase_ends_before_it_starts": gettext_lazy("Phase {number}, {name}, must end after it starts."),
    "phase_outside_sale": gettext_lazy("Phase {number}, {name}, lies outside the sale."),
    "phase_share_out_of_range": gettext_lazy("The share of phase {number}, {name}, must lie between 0 and 100 per cent."),
    "phases_overlap": gettext_lazy("{second} begins before {first} has ended; cut one of them."),
    "shares_not_whole": gettext_lazy("The shares make {total_bp}; they must make 100%, the difference is {difference_bp}."),
    "stage_missing": gettext_lazy("Say when {stage} is."),
    "stage_ends_before_it_starts": gettext_lazy("{stage} must end after it starts."),
    "stages_overlap": gettext_lazy("{stage} begins before {first} has ended."),
    "value_below_zero": gettext_lazy("A target cannot be below zero."),
    "value_too_high": gettext_lazy("This is more than the program counts; check the number of zeros."),
    "value_not_money": gettext_lazy("Write an amount like 1,250,000 or 1250000.50, or a share of the total like 12.5%."),
    "node_unknown": gettext_lazy("This part of the target is no longer there; the phases have changed. Reload the page."),
    "no_demand": gettext_lazy(
        "No product of these shops sold in the last eight weeks or has a planned price: bring in orders, or plan prices."
    ),
    "cut_out_of_range": gettext_lazy("A cut lies between 0 and 99.99 per cent."),
    "back_days_out_of_range": gettext_lazy("Prices go back in 1 to 30 days."),
    "node_locked": gettext_lazy("This value is locked. Unlock it first."),
    "ancestor_locked": gettext_lazy("It cannot change while {nodes} above it is locked. Unlock that first."),
    "only_child": gettext_lazy("Nothing beside it can follow. Tick “raise the total” or edit the total itself."),
    "locks_exceed": gettext_lazy("Too much is spoken for: what stays fixed makes {locked} of {wanted}. Unlock or lower {nodes}."),
    "locks_fall_short": gettext_lazy(
        "Everything beside it is locked: what stays fixed makes {locked} of {wanted}. Unlock {nodes}, or raise the total."
    ),
    "above_parent": gettext_lazy(
        "The part above has only {wanted}, so nothing would be left to follow. Write less, or tick “raise the total”."
    ),
    "stage_unknown": gettext_lazy("A sale has no such stage."),
    "stage_left": gettext_lazy("{stage} has been left already."),
    "stage_before": gettext_lazy("{first} must be left before {stage}."),
    "stage_not_left": gettext_lazy("This stage was not left, or a later one has been left since."),
    "gate_shut": gettext_lazy("The gate is shut: {points}. To leave the stage all the same, write down why."),
    "check_unknown": gettext_lazy("There is no check named {code}."),
    "point_empty": gettext_lazy("A point of a gate needs words."),
    "point_unknown": gettext_lazy("This point is no longer there; reload the page."),
    "lesson_empty": gettext_lazy("Write what was learned."),
    "lesson_kind_unknown": gettext_lazy("There is no such kind of lesson."),
    "lesson_rule_unknown": gettext_lazy("A rule of the playbook is written like P8 or L9; leave it empty without one."),
    "lesson_owner_unknown": gettext_lazy("There is no such person who may sign in."),
    "change_unknown": gettext_lazy("The plan has no such default; choose one of the list."),
    "change_without_value": gettext_lazy("Say what the default becomes."),
    "change_out_of_bounds": gettext_lazy(
        "This default cannot become that: days are whole, a share lies between nothing and all."
    ),
    "lesson_unknown": gettext_lazy("This lesson is no longer there; reload the page."),
    "department_unknown": gettext_lazy("There is no such department."),
    "already_frozen": gettext_lazy("Version {number} is frozen already, as “{name}”."),
    "freeze_unnamed": gettext_lazy("Give the frozen version a name, like “approved by the boss”."),
    "year_unknown": gettext_lazy("Choose a year between 2000 and 2100."),
    "year_stale": gettext_lazy("Somebody set {reached} meanwhile. Look at it, then save once more."),
    "version_unknown": gettext_lazy("This plan has no version {number}."),
    "odds_figures_missing": gettext_lazy("Write low, likely and high, or none of the three."),
    "odds_needed": gettext_lazy("Without visitors, conversion and order value there is nothing to reckon with."),
    "odds_below_zero": gettext_lazy("This cannot be below zero."),
    "odds_share_above_all": gettext_lazy("A share lies between 0 and 100 per cent."),
    "odds_too_high": gettext_lazy("This is more than the program counts; check the number of zeros."),
    "odds_not_in_order": gettext_lazy("Low, likely and high must rise, or be equal."),
    "scenario_name_missing": gettext_lazy("Give the scenario a name."),
    "scenarios_full": gettext_lazy("{count} scenarios are kept; take one away first."),
    "scenario_unknown": gettext_lazy("This scenario is no longer there. Reload the page."),
    "outcome_without_odds": gettext_lazy("This sale never had odds, so there is nothing to hold the outcome against."),
    "nothing_to_undo": gettext_lazy("There is no earlier version to go back to."),
}
FALLBACKS: dict[str, str | Promise] = {
    "no_sale": gettext_lazy("No earlier sale is chosen, so the target is flat inside each phase."),
    "no_data": gettext_lazy("The earlier sale has no orders in this program, so the target is flat inside each phase."),
    "no_weekdays": gettext_lazy("The four same weekdays before have no orders, so the target is flat inside each phase."),
    "no_hours": gettext_lazy("No hours were written, so the target is flat inside each phase."),
}
UNSEEN: dict[str, str | Promise] = {
    "no_sale": gettext_lazy("No earlier sale is chosen."),
    "no_data": gettext_lazy("The earlier sale has no orders in this program."),
    "no_weekdays": gettext_lazy("The four same weekdays before have no orders."),
}


def sentence(problem: Problem, *, currency: str = "CNY", zone: str = "UTC", campaign: Campaign | None = None) -> str:
    """Return the sentence of a problem in the reader's language, its money, moments and nodes written out."""
    values: dict[str, object] = {}
    for name, value in problem.values.items():
        if name in MONEY and isinstance(value, int):
            values[name] = format_money(value, currency, signed=name == "difference")
        elif name in SHARES_BP:
            values[name] = format_share(Fraction(value, 10_000), 2, signed=name == "difference_bp")
        elif name == "conversion":
            values[name] = format_share(value, 2)
        elif name == "moment":
            values[name] = format_moment(value, zone)
        elif name in {"kinds", "points"}:
            values[name] = ", ".join(value)
        elif name == "nodes":
            values[name] = _listed(value, campaign)
        elif name == "stage" or (name == "first" and problem.code in {"stages_overlap", "stage_before"}):
            values[name] = str(StageKind(value).label)
        elif name in {"name", "first", "second"} and problem.code != "already_frozen":
            values[name] = phase_name(str(value))
        else:
            values[name] = value
    return str(SENTENCES[problem.code]).format(**values)


def node_label(campaign: Campaign, ref: NodeRef) -> str:
    """Return what a node is called: the whole sale, 11 Nov, a phase's name, 9:00 to 10:00."""
    zone = campaign.time_zone
    if ref.level == "total":
        return _("The whole sale")
    if ref.level == "day":
        phase = campaign.phases.filter(end_slot__gt=ref.start_slot).order_by("number").first()
        return day_label(phase.start_slot if phase else ref.start_slot, zone)
    if ref.level == "phase":
        phase = campaign.phases.filter(end_slot__gt=ref.start_slot).order_by("number").first()
        return phase_name(phase.name) if phase else _("Phase")
    return span_label(ref.start_slot, ref.end_slot, zone)


def day_label(slot: int, zone: str) -> str:
    """Write the day of the shop's clock that holds a slot: 11 Nov."""
    return format_moment(slot_start(slot), zone).partition(", ")[2]


def span_label(start: int, end: int, zone: str) -> str:
    """Write a run of slots by the shop's clock: 9:00 to 10:30, the end of a day as 24:00; with its days where it has several."""
    times = [clock(start, zone), clock(end, zone, end=True)]
    if local_time(start, zone).date() != local_time(end - 1, zone).date():
        times = [f"{times[0]}, {day_label(start, zone)}", f"{times[1]}, {day_label(end - 1, zone)}"]
    return pgettext("from one time to another", "{start} to {end}").format(start=times[0], end=times[1])


def clock(slot: int, zone: str, *, end: bool = False) -> str:
    """Write the time of day at which a slot begins; midnight as the end of something is 24:00."""
    at = local_time(slot, zone)
    if end and at.hour == at.minute == 0:
        return "24:00"
    return f"{at.hour}:{at.minute:02}"


def _listed(nodes: Iterable[Node], campaign: Campaign | None) -> str:
    if campaign is None:
        return _("the locked parts")
    start = campaign.start_slot
    names = [node_label(campaign, NodeRef(node.level, node.start + start, node.end + start)) for node in nodes]
    return ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
