"""How right the foresight was, in words: what may be said after so many sales, and what may not."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.money import format_count, format_share
from review.queries.calibration import Foresight
from review.rules.calibration import FEWEST, Band, Kept

KEPT = {
    Kept.TOO_FEW: gettext_lazy("too few sales to say"),
    Kept.TOO_NARROW: gettext_lazy("too narrow: it promised more than it held"),
    Kept.TOO_WIDE: gettext_lazy("too wide: it could promise more"),
    Kept.AS_PROMISED: gettext_lazy("as promised"),
}
QUARTERS = (
    gettext_lazy("First quarter"),
    gettext_lazy("Second quarter"),
    gettext_lazy("Third quarter"),
    gettext_lazy("Last quarter"),
)


def verdict(found: Foresight) -> str:
    """Return what stands out, else how many sales are still needed."""
    if not found.sales and not found.odds:
        return _("No sale has been scored yet")
    count = max(found.sales, len(found.odds))
    told = ngettext("%(count)s sale is scored", "%(count)s sales are scored", count) % {"count": format_count(count)}
    wrong = [name for name, band in _bands(found) if band.kept in {Kept.TOO_NARROW, Kept.TOO_WIDE}]
    if wrong:
        return _("%(told)s: badly measured are %(names)s") % {"told": told, "names": _(", ").join(wrong)}
    if any(band.kept is Kept.AS_PROMISED for _name, band in _bands(found)):
        return _("%(told)s: what was promised was held") % {"told": told}
    left = max(FEWEST - count, 1)
    more = ngettext("after %(count)s more it can be said", "after %(count)s more it can be said", left) % {"count": left}
    return _("%(told)s: too few to judge any promise; %(more)s") % {"told": told, "more": more}


def why(found: Foresight) -> str:
    """Return how the promises are judged."""
    if not found.sales and not found.odds:
        return ""
    return _(
        "A band of eight in ten should hold eight of ten outcomes. The hours of one sale and its products go wrong together, so "
        "sales are counted, not hours: before %(count)s sales nothing is judged."
    ) % {"count": FEWEST}


def odds_band(found: Foresight) -> Band:
    """Return how often the profit ended between the tenth and the ninetieth percentile of the odds made before."""
    one = found.calibration
    return Band(round(one.inside * one.count), one.count, one.count) if one else Band(0, 0, 0)


def band_words(band: Band) -> str:
    """Return how often a band held, and what may be said of it."""
    if band.share is None:
        return _("nothing was foreseen")
    return _("%(share)s inside; %(kept)s") % {"share": format_share(band.share), "kept": KEPT[band.kept]}


def _bands(found: Foresight) -> list[tuple[str, Band]]:
    return [
        (_("the odds of profit"), odds_band(found)),
        (_("the projections of the board"), found.projections),
        (_("the demand behind the buffers"), found.demand),
    ]
