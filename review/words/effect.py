"""What a sale really brought, in words: the verdict first, then what made it up and what it rests on."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.money import format_count, format_money, format_share
from live.charts.axes import day_words
from review.rules.effect.measuring import BOTH_SIDES

Body = dict[str, Any]
PARTS = {
    "before": gettext_lazy("Before: people wait"),
    "during": gettext_lazy("The sale"),
    "after": gettext_lazy("After: they have bought"),
    "net": gettext_lazy("All together"),
}
SAID = {
    "more": gettext_lazy("more than chance"),
    "less": gettext_lazy("less than chance"),
    "cannot_tell": gettext_lazy("cannot tell"),
}


def verdict(body: Body) -> str:
    """Return the answer as one sentence."""
    if not body["parts"]:
        return _too_little(body)
    net, currency = body["parts"]["net"], body["currency"]
    words = {
        "amount": format_money(abs(net["effect"]), currency),
        "low": format_money(abs(net["effect_low"]), currency),
        "high": format_money(abs(net["effect_high"]), currency),
    }
    if net["said"] == "more":
        return _("The sale brought %(amount)s that would not have come without it (%(low)s to %(high)s)") % words
    if net["said"] == "less":
        words |= {"low": words["high"], "high": words["low"]}
        return _("With the sale %(amount)s less came than without it (%(low)s to %(high)s)") % words
    seen = format_money(net["seen"], currency)
    return _("Cannot tell what the sale brought: less than %(seen)s does not stand out of chance") % {"seen": seen}


def _too_little(body: Body) -> str:
    if body["missing"] is None:
        return _("Cannot tell what the sale brought: no whole day of it is known yet")
    if body["missing"]:
        more = ngettext("%(count)s more ordinary day is needed", "%(count)s more ordinary days are needed", body["missing"])
        return _("Cannot tell what the sale brought: %(more)s") % {"more": more % {"count": format_count(body["missing"])}}
    return _("Cannot tell what the sale brought: its days have no data")


def why(body: Body) -> str:
    """Return what the parts came to, the profit, and until when the days after may still change it."""
    told = []
    currency = body["currency"]
    for name, sentence in (
        ("during", _("The sale itself: %(amount)s.")),
        ("before", _("Before it, while people waited: %(amount)s.")),
        ("after", _("After it, when they had bought: %(amount)s.")),
    ):
        if name in body["parts"]:
            part = body["parts"][name]
            amount = format_money(part["effect"], currency, signed=True)
            if part["said"] == "cannot_tell":
                amount = _("%(amount)s (within chance)") % {"amount": amount}
            told.append(sentence % {"amount": amount})
    if body["profit"]:
        told.append(profit_words(body))
    if body["parts"] and not body["is_whole"]:
        day = day_words(date.fromisoformat(body["whole_from"]))
        told.append(_("The days after it count until %(day)s; until then this changes.") % {"day": day})
    return " ".join(told)


def profit_words(body: Body) -> str:
    """Return what it left in profit, with its interval."""
    one, currency = body["profit"], body["currency"]
    words = {name: format_money(one[name], currency, signed=True) for name in ("effect", "effect_low", "effect_high")}
    if one["effect_low"] <= 0 <= one["effect_high"]:
        return _("Profit: cannot tell (%(effect_low)s to %(effect_high)s).") % words
    return _("Profit: %(effect)s (%(effect_low)s to %(effect_high)s).") % words


def tile(body: Body) -> str:
    """Return the answer in one short line, for the page of the sale; empty while nothing is measured."""
    return _("%(sentence)s.") % {"sentence": verdict(body)} if body else ""


def basis(body: Body) -> list[str]:
    """Return what the answer rests on, sentence by sentence."""
    if not body["parts"]:
        return []
    days = {"days": format_count(body["history"]), "placebos": format_count(body["placebos"])}
    told = [
        _(
            "Learned from %(days)s ordinary days of these shops: how level, weekday and the days around go together. The "
            "interval is what the same reckoning missed by on %(placebos)s placebo sales, laid where no sale was; nine in ten "
            "lie inside."
        )
        % days
    ]
    if body["looks_back"]:
        told.append(
            _("Seen from the days before it alone, so the interval is wider: nobody sees yet whether a season has begun.")
        )
        if not body["is_whole"]:
            day = day_words(date.fromisoformat(body["whole_from"]) + timedelta(days=BOTH_SIDES))
            told.append(
                _("From %(day)s on it will be narrower, with two weeks of ordinary days after it as well.") % {"day": day}
            )
    if body["beside"]:
        told.append(_("Measured beside shops without a sale: %(names)s.") % {"names": _(", ").join(body["beside"])})
    if body["left_out"]:
        days_out = _(", ").join(day_words(date.fromisoformat(on)) for on in body["left_out"])
        told.append(_("Left out, for data are missing or another sale ran: %(days)s.") % {"days": days_out})
    if body["others"]:
        told.append(_("Shops of another currency are not in it: %(names)s.") % {"names": _(", ").join(body["others"])})
    if body["profit"]:
        words = {"share": format_share(body["profit"]["margin"]), "known": format_share(body["profit"]["known"])}
        told.append(_("An ordinary day leaves %(share)s of its revenue; the cost of %(known)s of it is known.") % words)
    else:
        told.append(_("Profit is not told: too few costs of products are known, or the review is not prepared."))
    return told


def key_words() -> str:
    """Return what the lines of the picture are."""
    return _(
        "Ink: what came. Grey, dashed: what would have come without the sale, with the band of nine in ten. "
        "Pale: the sale. Below: what it brought so far; where the band lies clear of the zero line it is "
        "more than chance."
    )
