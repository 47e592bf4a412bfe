"""Repairs the form of an offer shows beside an error: what was typed, changed by one click, to be looked at and saved."""

from collections.abc import Callable, Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.forms.fields import written
from campaigns.forms.offer_initial import share, typed_money
from campaigns.forms.offers import STEP_ROWS, OfferForm
from campaigns.forms.plan_repairs import Repair
from campaigns.models import Campaign
from campaigns.queries.offers import frame_of
from campaigns.rules.offers import ALL_BP, OfferDraft, cheaper_than, mended_steps
from campaigns.rules.problems import Problem
from campaigns.words.offers import amount
from common.windows import slot_start

SHARES = ("platform_share", "brand_share", "influencer_share")


def offered(problems: Iterable[Problem], campaign: Campaign) -> list[Repair]:
    """Return the repairs for these problems, each once."""
    found: list[Repair] = []
    for problem in problems:
        offer = _OFFERED.get(problem.code)
        for repair in offer(problem, campaign) if offer else ():
            if repair not in found:
                found.append(repair)
    return found


def repaired(data: QueryDict, repair: str, form: OfferForm) -> QueryDict:
    """Return what was typed with the repair made; an unknown repair, or a form that cannot be read, changes nothing."""
    fixed = data.copy()
    name, _colon, value = repair.partition(":")
    change = _CHANGES.get(name)
    if change is not None and form.is_valid():
        change(fixed, value, form)
    return fixed


def _payers(problem: Problem, _campaign: Campaign) -> list[Repair]:
    return [Repair(_("Give the rest to the shop"), "rest_to_shop")]


def _too_much(problem: Problem, campaign: Campaign) -> list[Repair]:
    count, price = problem.values["count"], problem.values["price"]
    leave = ngettext("Leave this product out", "Leave these {count} products out", count).format(count=count)
    lower = _("Take only {price} off").format(price=amount(price, campaign.currency))
    return [Repair(leave, "exclude_cheap"), Repair(lower, f"lower:{price}")]


def _minimum(problem: Problem, campaign: Campaign) -> list[Repair]:
    words = _("Ask for at least {money}").format(money=amount(problem.values["value"], campaign.currency))
    return [Repair(words, f"raise_minimum:{problem.values['value']}")]


def _below_zero(problem: Problem, _campaign: Campaign) -> list[Repair]:
    return [Repair(_("Take the minus sign away"), "no_minus")] if problem.values.get("value", -1) < 0 else []


_OFFERED: dict[str, Callable[[Problem, Campaign], list[Repair]]] = {
    "payers_not_whole": _payers,
    "payer_below_zero": _payers,
    "steps_not_rising": lambda _p, _c: [Repair(_("Put the steps in order"), "sort_steps")],
    "step_above_minimum": lambda _p, _c: [Repair(_("Leave out what gives more than was spent"), "drop_steps")],
    "repeats_needs_one_step": lambda _p, _c: [
        Repair(_("Keep only the first step"), "first_step"),
        Repair(_("Do not repeat"), "no_repeat"),
    ],
    "gives_more_than_minimum": _minimum,
    "offer_gives_more_than_price": _too_much,
    "value_below_zero": _below_zero,
    "value_not_positive": _below_zero,
    "deposit_counts_no_more": lambda _p, _c: [Repair(_("Swap the two amounts"), "swap_deposit")],
    "window_backwards": lambda _p, _c: [Repair(_("Let it run with the sale"), "sale_window")],
    "offer_window_half": lambda _p, _c: [Repair(_("Let it run with the sale"), "sale_window")],
    "offer_outside_sale": lambda _p, _c: [
        Repair(_("Cut it to the sale"), "cut_window"),
        Repair(_("Let it run with the sale"), "sale_window"),
    ],
    "off_slot": lambda _p, _c: [Repair(_("Round the times to ten minutes"), "round_times")],
    "offer_same_place": lambda p, _c: [
        Repair(_("Take priority {number}").format(number=p.values["free"]), f"priority:{p.values['free']}")
    ],
    "group_choice_differs": lambda _p, _c: [Repair(_("Choose as the others of the group"), "group_choice")],
    "limit_not_positive": lambda p, _c: [Repair(_("No limit"), f"clear:{p.field}")],
}


def _rest_to_shop(data: QueryDict, _value: str, form: OfferForm) -> None:
    said = form.cleaned_data
    others = [max(0, round((said.get(name) or 0) * ALL_BP)) for name in SHARES]
    whole = sum(others)
    for name, bp in zip(SHARES, others, strict=True):
        data[name] = share(bp if whole <= ALL_BP else bp * ALL_BP // whole)
    data["shop_share"] = share(ALL_BP - (whole if whole <= ALL_BP else sum(bp * ALL_BP // whole for bp in others)))


def _steps(data: QueryDict, steps: Iterable[tuple[int, int]], campaign: Campaign) -> None:
    kept = list(steps)
    for row in range(1, STEP_ROWS + 1):
        start, off = kept[row - 1] if row <= len(kept) else (None, None)
        data[f"step_{row}_from"], data[f"step_{row}_off"] = typed_money(start, campaign), typed_money(off, campaign)


def _exclude_cheap(data: QueryDict, _value: str, form: OfferForm) -> None:
    draft: OfferDraft = form.draft()
    cheap = [product.sku for product in cheaper_than(draft, frame_of(form.campaign).products)]
    data["excluded_skus"] = ", ".join(dict.fromkeys([*draft.excluded_skus, *cheap]))


def _lower(data: QueryDict, value: str, form: OfferForm) -> None:
    if value.isdecimal():
        data["counts" if "counts" in form.fields else "value"] = typed_money(int(value), form.campaign)


def _raise_minimum(data: QueryDict, value: str, form: OfferForm) -> None:
    if value.isdecimal():
        data["minimum"] = typed_money(int(value), form.campaign)


def _no_minus(data: QueryDict, _value: str, _form: OfferForm) -> None:
    for name in list(data):
        if name not in {"name", "note", "skus", "excluded_skus", "csrfmiddlewaretoken"} and str(data[name]).startswith(
            ("-", "−")
        ):
            data[name] = str(data[name]).lstrip("-− ")


def _no_repeat(data: QueryDict, _value: str, _form: OfferForm) -> None:
    data.pop("repeats", None)


def _swap_deposit(data: QueryDict, _value: str, _form: OfferForm) -> None:
    data["deposit"], data["counts"] = data.get("counts", ""), data.get("deposit", "")


def _sale_window(data: QueryDict, _value: str, _form: OfferForm) -> None:
    for name in ("starts_on", "starts_time", "ends_on", "ends_time"):
        data[name] = ""


def _cut_window(data: QueryDict, _value: str, form: OfferForm) -> None:
    draft, frame, zone = form.draft(), frame_of(form.campaign), form.campaign.time_zone
    start, end = max(draft.start_slot or 0, frame.start_slot), min(draft.end_slot or frame.end_slot, frame.end_slot)
    if end <= start:
        _sale_window(data, "", form)
        return
    for name, slot, is_end in (("starts", start, False), ("ends", end, True)):
        day, minutes = written(slot_start(slot), zone, end=is_end)
        data[f"{name}_on"], data[f"{name}_time"] = day.isoformat(), f"{minutes // 60}:{minutes % 60:02}"


def _round_times(data: QueryDict, _value: str, form: OfferForm) -> None:
    for name in ("starts_time", "ends_time"):
        minutes = form.cleaned_data.get(name)
        if minutes is not None:
            whole = min(24 * 60, (minutes + 5) // 10 * 10)
            data[name] = f"{whole // 60}:{whole % 60:02}"


def _priority(data: QueryDict, value: str, _form: OfferForm) -> None:
    if value.isdecimal():
        data["priority"] = value


def _group_choice(data: QueryDict, _value: str, form: OfferForm) -> None:
    other = form.campaign.offers.filter(group=form.cleaned_data["group"]).first()
    if other is not None:
        data["group_choice"] = other.group_choice


def _clear(data: QueryDict, value: str, _form: OfferForm) -> None:
    if value.startswith("limit_"):
        data[value] = ""
    elif value == "budget_minor":
        data["budget"] = ""


_CHANGES: dict[str, Callable[[QueryDict, str, OfferForm], None]] = {
    "rest_to_shop": _rest_to_shop,
    "sort_steps": lambda data, _v, form: _steps(data, mended_steps(form.draft().steps), form.campaign),
    "drop_steps": lambda data, _v, form: _steps(data, [s for s in form.draft().steps if 0 < s[1] <= s[0]], form.campaign),
    "first_step": lambda data, _v, form: _steps(data, form.draft().steps[:1], form.campaign),
    "no_repeat": _no_repeat,
    "raise_minimum": _raise_minimum,
    "exclude_cheap": _exclude_cheap,
    "lower": _lower,
    "no_minus": _no_minus,
    "swap_deposit": _swap_deposit,
    "sale_window": _sale_window,
    "cut_window": _cut_window,
    "round_times": _round_times,
    "priority": _priority,
    "group_choice": _group_choice,
    "clear": _clear,
}
