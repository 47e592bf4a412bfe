"""What the program says of substitutes: why one fits, why one cannot be, which important products have none."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_count, format_share
from inventory.queries.substitutes import Covered
from inventory.rules.substitutes import Evidence
from inventory.services.substitutes import SubstituteError
from inventory.words.headline import Headline
from inventory.words.pairs import times
from orders.models import Shop

_ALIKE = 0.5


def substitutes_headline(shop: Shop | None, rows: Sequence[Covered]) -> Headline:
    """Say how many important products have nothing to stand in for them, and which substitutes are in."""
    if shop is None:
        return Headline(_("There is no shop yet."))
    if not rows:
        why = _("Important are products of tier A and those that sold most in the last 28 days: give tiers, or import orders.")
        return Headline(_("No important product of {shop} is known yet.").format(shop=shop.name), why)
    bare = [row for row in rows if not row.substitutes]
    led = [row for row in rows if row.led_by is not None]
    if bare:
        words = ngettext(
            "{count} of {all} important products has no substitute, first {title}.",
            "{count} of {all} important products have no substitute, first {title}.",
            len(bare),
        )
        title = words.format(count=len(bare), all=len(rows), title=bare[0].product.title or bare[0].product.sku)
    else:
        title = ngettext(
            "The {count} important product has a substitute lined up.",
            "All {count} important products have a substitute lined up.",
            len(rows),
        ).format(count=len(rows))
    if not led:
        return Headline(title, _("None is swapped in. Line up before the sale; swap in when the stock reaches the alert line."))
    why = ngettext(
        "{count} product is led by its substitute now.", "{count} products are led by their substitutes now.", len(led)
    )
    return Headline(title, why.format(count=len(led)))


def reason_of(evidence: Evidence) -> str:
    """Say what speaks for a substitute, and what is not known, in one line."""
    parts = []
    if evidence.same_category:
        parts.append(_("same category"))
    if evidence.title >= _ALIKE:
        parts.append(_("a title alike"))
    if evidence.price_gap is not None:
        parts.append(price_words(evidence.price_gap))
    if evidence.buyers and evidence.lift is not None and evidence.lift > 1:
        words = ngettext(
            "{count} buyer bought both, {times} times as often as by chance",
            "{count} buyers bought both, {times} times as often as by chance",
            evidence.buyers,
        )
        parts.append(words.format(count=format_count(evidence.buyers), times=times(evidence.lift)))
    if evidence.after is not None and evidence.after > 1:
        parts.append(_("sold {times} times its usual share while the other was gone").format(times=times(evidence.after)))
    if evidence.available is None:
        parts.append(_("stock not known"))
    else:
        parts.append(_("{count} available").format(count=format_count(evidence.available)))
    return "; ".join(parts)


def price_words(gap: float) -> str:
    """Say how a price lies beside another: the same, dearer, cheaper."""
    if abs(gap) < 0.005:
        return _("the same price")
    words = _("{share} dearer") if gap > 0 else _("{share} cheaper")
    return words.format(share=format_share(abs(gap)))


def why_not(error: SubstituteError) -> str:
    """Say why something cannot be done with a substitute, and what to do."""
    words = {
        "same": _("A product cannot stand in for itself."),
        "unknown": _("{other} is no product of this shop."),
        "withdrawn": _("{other} is withdrawn: put it on sale first."),
        "there": _("{other} is lined up already."),
        "many": _("Twenty substitutes are lined up; take one away first."),
        "taken": _("{other} leads the product already: swap it out first."),
        "led": _("{other} leads the product now: swap it out first."),
        "loop": _("The substitute is itself led by {other} now: choose another."),
        "out": _("Somebody took {other} away meanwhile."),
    }
    return words[error.code].format(other=error.other)
