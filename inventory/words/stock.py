"""What the program says of stock: first lines of pages, headers of files, what is wrong with a count or a reserve."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_count
from inventory.queries.levels import StockSummary
from inventory.services import CountError, ReserveError
from orders.models import Shop


def level_headers() -> list[str]:
    """Return the headers of the exported stock list in the language of the page."""
    return [
        "SKU", _("Title"), _("Tier"), _("On hand"), _("Unpaid"), _("Unshipped"), _("Reserve"), _("Available"), _("Short by"),
        _("Listed"), _("Listed less available"), _("Counted at"), _("Alert line"),
    ]  # fmt: skip


def stock_title(shop: Shop, told: StockSummary) -> tuple[str, str]:
    """Return the first line of the stock list and the tone of its end: is-behind, is-watch or nothing."""
    if told.short:
        words = ngettext(
            "{shop} has promised {units} pieces more than there are, of {skus} product.",
            "{shop} has promised {units} pieces more than there are, of {skus} products.",
            told.short,
        )
        return words.format(shop=shop.name, units=format_count(told.short_units), skus=format_count(told.short)), "is-behind"
    if told.low:
        words = ngettext(
            "{skus} product of {shop} is at its alert line or gone.",
            "{skus} products of {shop} are at their alert line or gone.",
            told.low,
        )
        return words.format(shop=shop.name, skus=format_count(told.low)), "is-watch"
    words = _("Nothing of {shop} is short: {units} pieces may be sold.")
    return words.format(shop=shop.name, units=format_count(told.available)), ""


def why_count(error: CountError) -> str:
    """Say why a count cannot be kept."""
    return {
        "negative": _("There cannot be less than nothing on a shelf: write 0 or more."),
        "large": _("This is more than ten million pieces."),
        "future": _("This moment is still to come."),
        "sku": _("Write which SKU was counted."),
        "closed": _("This stocktake is closed; its counts stand."),
        "unknown": _("Nobody knows this SKU. Look at the label again, or count it as new."),
        "later": _("Somebody counted this SKU again afterwards; take that count back first."),
        "seen": _("Somebody counted it meanwhile; look at their number first."),
    }.get(error.code, _("This cannot be kept."))


def why_reserve(error: ReserveError) -> str:
    """Say why a reserve cannot be kept or released."""
    return {
        "units": _("Keep back between one and ten million pieces."),
        "kept": _("Pieces of this product are kept back already; release them first."),
        "released": _("Somebody released it a moment ago."),
        "much": _("That is more than is kept back, or nothing."),
        "reason": _("Say why: the reason stays in the trail."),
    }.get(error.code, _("This cannot be done."))
