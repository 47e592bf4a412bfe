"""What dispatch says: the answers at the packing table, first lines of its pages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import sentences
from common.moments import format_moment
from common.money import format_count, format_money
from dispatch.hold_words import line_words
from dispatch.queries.check import Told
from dispatch.rules.answers import Word

# The word in the reader's language, and the trade word beside it.
WORDS: dict[Word, tuple[Any, str]] = {
    Word.SHIP: (gettext_lazy("SHIP"), "发货"),
    Word.STOP: (gettext_lazy("STOP"), "拦截"),
    Word.ASK: (gettext_lazy("ASK"), "询问"),
}
# Reason of an answer -> why, what to do. "asked" has its moment put before it where that is known.
REASONS: dict[str, tuple[Any, Any]] = {
    "clear": (gettext_lazy("Nothing stands against it."), ""),
    "gone": (gettext_lazy("The platform has it as shipped already."), ""),
    "without": (gettext_lazy("The refunded goods were taken out."), ""),
    "asked": (gettext_lazy("The buyer asked for the money back. Do not ship."), gettext_lazy("Put the parcel aside, label off.")),
    "returning": (gettext_lazy("The refund is agreed. Do not ship."), gettext_lazy("Put the parcel aside, label off.")),
    "refunded": (
        gettext_lazy("The money is back with the buyer. Do not ship."),
        gettext_lazy("Put the parcel aside, label off."),
    ),
    "by_hand": (gettext_lazy("Held by hand. Do not ship."), gettext_lazy("Put the parcel aside; the office knows why.")),
    "not_paid": (gettext_lazy("This order is not paid."), gettext_lazy("Put the parcel aside.")),
    "merged": (gettext_lazy("An order in the same parcel is held."), gettext_lazy("Put the parcel aside, label off.")),
    "part": (gettext_lazy("Part refund: some of it comes out."), ""),
    "part_unknown": (gettext_lazy("Part refund; for what is not told."), gettext_lazy("Ask the office what comes out.")),
    "unsure": (gettext_lazy("The platform's word for its refund is not known."), gettext_lazy("Ask the office.")),
    "unknown": (gettext_lazy("This number is not known."), gettext_lazy("Scan again, or scan the other number.")),
    "rubbish": (gettext_lazy("This is no order number and no waybill."), gettext_lazy("Scan the number again.")),
    "not_loaded": (gettext_lazy("No file has told of this order yet."), gettext_lazy("Ask the office to import.")),
    "state_unknown": (gettext_lazy("Whether it is paid is not known."), gettext_lazy("Ask the office.")),
    "replaced": (gettext_lazy("This label was replaced by another."), gettext_lazy("Scan the order number.")),
    "old_list": (gettext_lazy("No network, and the list is too old."), gettext_lazy("Put it aside until the network is back.")),
    "no_list": (gettext_lazy("No network, and no list is loaded."), gettext_lazy("Put it aside until the network is back.")),
    "not_listed": (gettext_lazy("No network, and not on the list."), gettext_lazy("Put it aside until the network is back.")),
}


def spoken(told: Told) -> dict[str, Any]:
    """Return an answer as the packing table shows it: word, why, what to do, what to take out, facts; plain texts."""
    word, chinese = WORDS[told.word]
    why, do = (str(text) for text in REASONS[told.answer.code])
    zone = told.shop.time_zone if told.shop else "UTC"
    if told.word is not Word.SHIP and told.hold is not None and told.hold.asked_at is not None:
        why = _("Refund asked at {time}.").format(time=format_moment(told.hold.asked_at, zone)) + " " + why
    if len(told.orders) > 1 and told.word is Word.STOP:
        why = _("One of {count} orders in this parcel.").format(count=len(told.orders)) + " " + why
    take_out = [line_words(line) for line in told.hold.lines or []] if told.answer.code == "part" and told.hold else []
    order = told.answer.order
    facts = [
        _("Order {number}").format(number=short(order.order_no)) if order else "",
        told.waybill,
        format_money(told.value_minor, told.shop.currency, "exact") if told.value_minor is not None and told.shop else "",
        ngettext("{count} piece", "{count} pieces", told.units).format(count=told.units)
        if told.units and told.word is Word.SHIP
        else "",
    ]
    return {
        "word": told.word.value,
        "code": told.answer.code,
        "title": str(word),
        "chinese": chinese,
        "why": why,
        "do": do,
        "take_out": take_out,
        "facts": [fact for fact in facts if fact],
        "order": order.order_no if order else "",
        "shop": order.shop_id if order else None,
    }


def short(number: str) -> str:
    """Shorten a long number to the end that people compare.

    >>> short("4012345678901239140"), short("A17")
    ('…9140', 'A17')
    """
    return f"…{number[-4:]}" if len(number) > 10 else number


def headline(held: int, value: str, stopped: int, lost: int, refunded: int) -> tuple[str, str]:
    """Return the first line of the guard's page and the sentence below it."""
    if not held and not lost and not refunded:
        return _("Nothing is held: every paid order may ship."), _("Orders whose money is asked back stand here by themselves.")
    what = ngettext(
        "{count} paid order must wait: its refund is open", "{count} paid orders must wait: their refund is open", held
    ).format(count=format_count(held))
    title = _("{what}, worth {value}.").format(what=what, value=value) if value else sentences.stopped(what)
    why = ngettext(
        "{count} parcel was stopped at the table today.", "{count} parcels were stopped at the table today.", stopped
    ).format(count=format_count(stopped))
    if refunded:
        more = ngettext("{count} order that is refunded stops there too.", "{count} that are refunded stop there too.", refunded)
        why = more.format(count=format_count(refunded)) + " " + why
    if lost:
        gone = ngettext("{count} order left although refunded", "{count} orders left although refunded", lost)
        why += " " + _("{gone} in the last 30 days: a loss.").format(gone=gone.format(count=format_count(lost)))
    return title, why
