"""What the pages say when something cannot be done to the stock."""

from django.utils.translation import gettext as _


def refused(code: str) -> str:
    """Say why a reserve cannot be kept or released."""
    return {
        "units": _("Write a whole number of pieces, at least 1."),
        "kept": _("Pieces of this product are kept back already; release them first."),
        "released": _("Somebody else released this reserve meanwhile."),
        "much": _("So many pieces are not kept back."),
        "reason": _("Say why: it stands in the trail."),
    }[code]
