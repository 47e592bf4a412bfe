"""What the data found, as the sentence of a lesson and its remedy."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.words.lessons import change_value
from campaigns.words.odds import input_label
from campaigns.words.phases import phase_name
from common.money import format_count, format_money, format_share
from live.measures import MEASURES
from live.rules.alerts.defaults import BY_CODE
from review.rules.lessons import Finding

Figures = dict[str, Any]


def finding_words(finding: Finding, currency: str) -> tuple[str, str]:
    """Return what happened and what to do next time, each with the figure that says so."""
    return _WORDS[finding.code](dict(finding.figures), currency)


def _task_late(figures: Figures, _currency: str) -> tuple[str, str]:
    days = ngettext("{count} day late", "{count} days late", figures["days"]).format(count=figures["days"])
    text = _("“{task}” is still open, {late}.") if figures["is_open"] else _("“{task}” was done {late}.")
    return text.format(task=figures["title"], late=days), _("Begin it earlier and look after it a week before it is due.")


def _phase_missed(figures: Figures, currency: str) -> tuple[str, str]:
    said = {
        "phase": phase_name(figures["phase"]),
        "share": format_share(figures["share"]),
        "missing": format_money(figures["missing"], currency),
    }
    return (
        _("Phase {phase} missed its target by {share}, {missing}.").format(**said),
        _("Split the target by what this sale sold hour by hour, or plan more traffic for these hours."),
    )


def _estimate_off(figures: Figures, currency: str) -> tuple[str, str]:
    values = {name: change_value(f"estimate:{figures['name']}", figures[name], currency) for name in ("low", "likely", "high")}
    actual = change_value(f"estimate:{figures['name']}", round(figures["actual"], 6), currency)
    text = _("{input} was planned at {likely} ({low} to {high}) and came to {actual}.")
    said = text.format(input=input_label(figures["name"]), actual=actual, **values)
    return said, _("Begin the next plan with {actual}.").format(actual=actual)


def _prices_fast(figures: Figures, _currency: str) -> tuple[str, str]:
    said = {"products": format_count(figures["products"]), "known": format_count(figures["known"]), "days": figures["days"]}
    return (
        _("{products} of {known} products were back at the ordinary price before the {days} days were over.").format(**said),
        _("Raise the prices step by step: the last visitors of the sale still buy."),
    )


def _prices_late(figures: Figures, _currency: str) -> tuple[str, str]:
    said = {"products": format_count(figures["products"]), "known": format_count(figures["known"]), "days": figures["days"]}
    return (
        _("{products} of {known} products still had the price of the sale after {days} days.").format(**said),
        _("Give somebody the list of steps for each day: who bought in the sale feels cheated otherwise."),
    )


def _sent_refunded(figures: Figures, _currency: str) -> tuple[str, str]:
    count = figures["parcels"]
    text = ngettext(
        "{count} parcel left although the money was asked back.", "{count} parcels left although the money was asked back.", count
    )
    return text.format(count=format_count(count)), _("Scan every parcel at the packing table: the guard stops what is refunded.")


def _parcels_late(figures: Figures, _currency: str) -> tuple[str, str]:
    said = {"count": format_count(figures["parcels"]), "share": format_share(figures["share"], 1)}
    return _("{count} parcels left after their hours, {share} of all.").format(**said), _(
        "Pack the hot products before the sale and agree on more pick-ups by the courier."
    )


def _chase(figures: Figures) -> dict[str, str]:
    return {
        "shop": figures["shop"],
        "asked": format_share(figures["asked"]),
        "alone": format_share(figures["alone"]),
    }


def _chase_more(figures: Figures, _currency: str) -> tuple[str, str]:
    return (
        _("{shop}: of the buyers asked to pay {asked} paid, of those left alone {alone}.").format(**_chase(figures)),
        _("Keep asking, with the same script."),
    )


def _chase_less(figures: Figures, _currency: str) -> tuple[str, str]:
    return (
        _("{shop}: asking did harm. {asked} of the buyers asked paid, of those left alone {alone}.").format(**_chase(figures)),
        _("Change the script: ask what is unclear, and ask later."),
    )


def _buffer(figures: Figures) -> dict[str, str]:
    return {
        "flat": format_share(figures["flat"]),
        "needed": format_share(figures["needed"]),
        "left": format_count(figures["left"]),
        "gone": format_count(figures["gone"]),
    }


def _buffer_large(figures: Figures, _currency: str) -> tuple[str, str]:
    text = _("{left} pieces are left over: {flat} was held beyond the plan, {needed} would have kept nine in ten in stock.")
    return text.format(**_buffer(figures)), _("Hold a smaller flat share.")


def _buffer_small(figures: Figures, _currency: str) -> tuple[str, str]:
    text = _("{gone} products sold out: {flat} was held beyond the plan, {needed} would have kept nine in ten in stock.")
    return text.format(**_buffer(figures)), _("Hold a larger flat share.")


def _card(figures: Figures, currency: str) -> dict[str, str]:
    return {
        "card": figures["title"],
        "share": format_share(figures["share"], signed=True),
        "low": format_share(figures["low"], signed=True),
        "high": format_share(figures["high"], signed=True),
        "money": format_money(figures["minor"], currency, signed=True),
    }


def _card_worked(figures: Figures, currency: str) -> tuple[str, str]:
    text = _("“{card}” worked: {share} ({low} to {high}) in the hours after it, {money}.")
    return text.format(**_card(figures, currency)), _("Prepare it before the sale, so that it can begin at once.")


def _card_harmed(figures: Figures, currency: str) -> tuple[str, str]:
    text = _("“{card}” did harm: {share} ({low} to {high}) in the hours after it, {money}.")
    return text.format(**_card(figures, currency)), _("Do not take this card again for the same cause.")


def _alert_ignored(figures: Figures, _currency: str) -> tuple[str, str]:
    code = figures["watch"]
    name = str(MEASURES[BY_CODE[code].measure].label) if code in BY_CODE else code
    said = {"alert": name, "times": figures["times"], "answered": figures["answered"], "value": f"{figures['value']:g}"}
    return (
        _("The alert “{alert}” came {times} times, {answered} of them were acknowledged.").format(**said),
        _("Set its threshold to {value}, so that half as many come and each is answered.").format(**said),
    )


_WORDS: dict[str, Callable[[Figures, str], tuple[str, str]]] = {
    "task_late": _task_late,
    "phase_missed": _phase_missed,
    "estimate_off": _estimate_off,
    "prices_fast": _prices_fast,
    "prices_late": _prices_late,
    "sent_refunded": _sent_refunded,
    "parcels_late": _parcels_late,
    "chase_more": _chase_more,
    "chase_less": _chase_less,
    "buffer_large": _buffer_large,
    "buffer_small": _buffer_small,
    "card_worked": _card_worked,
    "card_harmed": _card_harmed,
    "alert_ignored": _alert_ignored,
}
