"""A diagnosis in words and numbers: the largest cause, what it takes or brings, and what cannot be told."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from common.money import format_count, format_money, format_share
from live.rules.why import Diagnosis

Names = Mapping[str, str]


def cause_sentence(told: Diagnosis, *, names: Names, currency: str) -> str:
    """Return the largest cause as one sentence with its numbers; "" without a gap."""
    said = _said(told, names, currency)
    if told.part == "none":
        return ""
    if told.part == "orders":
        return _("%(amount)s lie in the number of orders; traffic or conversion cannot be told without visitors.") % said
    if told.part == "unknown":
        return _("What %(amount)s come from cannot be told: the plan has no visitors or orders for these hours.") % said
    open_end = "" if told.is_clear else _("That is within the usual swing of an hour.")
    return " ".join(part for part in (_main(told, said), _more(told, said), open_end) if part)


def blind_words(told: Diagnosis) -> str:
    """Return what the data or the plan lack to say more; "" where nothing is lacking."""
    return {
        "visitors": _("Without the visitors of this sale nobody can say whether too few came or too few bought."),
        "channels": _("Which channel cannot be told: a traffic file tells visitors without their channels."),
        "unplanned": _("Which channel cannot be told: the plan of this sale has no channels."),
        "unmatched": _("Which channel cannot be told: many visitors stand under names that match no channel of the plan."),
    }.get(told.blind, "")


def part_words(part: str) -> str:
    """Return the name of a part of a gap."""
    return {
        "traffic": _("Traffic"),
        "conversion": _("Conversion"),
        "order_value": _("Order value"),
        "orders": _("Number of orders"),
        "unknown": _("Cannot tell"),
        "none": _("On plan"),
    }[part]


def _said(told: Diagnosis, names: Names, currency: str) -> dict[str, str]:
    def side(value: float | None) -> str:
        if value is None:
            return ""
        if told.part == "conversion":
            return format_share(value, 2)
        return format_money(round(value), currency) if told.part == "order_value" else format_count(round(value))

    return {
        "amount": format_money(abs(told.part_minor), currency),
        "actual": side(told.actual),
        "plan": side(told.due),
        "channel": names.get(told.channel or "", ""),
        "channel_amount": format_money(abs(told.channel_minor or 0), currency),
        "seen": format_count(told.channel_seen),
        "due": format_count(told.channel_due),
        "lever_amount": format_money(abs(told.lever_minor or 0), currency),
    }


def _main(told: Diagnosis, said: dict[str, str]) -> str:
    """Return the first half: the part, its amount, what is compared."""
    if told.is_short:
        words = {
            "traffic": _("Traffic takes %(amount)s: %(actual)s visitors against %(plan)s planned."),
            "conversion": _("Conversion takes %(amount)s: %(actual)s against %(plan)s planned."),
            "order_value": _("Order value takes %(amount)s: %(actual)s against %(plan)s planned."),
        }
    else:
        words = {
            "traffic": _("Traffic brings %(amount)s more: %(actual)s visitors against %(plan)s planned."),
            "conversion": _("Conversion brings %(amount)s more: %(actual)s against %(plan)s planned."),
            "order_value": _("Order value brings %(amount)s more: %(actual)s against %(plan)s planned."),
        }
    return words[told.part] % said


def _more(told: Diagnosis, said: dict[str, str]) -> str:
    """Return the second half: which channel, or whether the mix of tiers."""
    if told.channel is not None:
        if told.is_short:
            return _("Most of it from %(channel)s: %(seen)s of %(due)s visitors, %(channel_amount)s.") % said
        return _("Most of it from %(channel)s: %(seen)s visitors against %(due)s, %(channel_amount)s.") % said
    if told.lever == "mix":
        return _("%(lever_amount)s of it by the mix of tiers.") % said
    if told.lever == "within":
        return _("%(lever_amount)s of it within the tiers, by price or pieces an order.") % said
    return ""
