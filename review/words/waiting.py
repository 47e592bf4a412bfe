"""What pages of the review say while a worker has not prepared them: not begun, being prepared, failed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEADS: dict[str, Promise] = {
    "review": _("Review"),
    "effect": _("What the sale brought"),
    "after": _("After the sale"),
}
_AHEAD: dict[str, Promise] = {
    "review": _("This sale has not begun: there is nothing to look back on."),
    "effect": _("This sale is not over: what it brought is measured after its end."),
    "after": _("The sale is not over: the days after it are still to come."),
}
_FAILED: dict[str, Promise] = {
    "review": _("The review could not be prepared."),
    "effect": _("What the sale brought could not be measured."),
    "after": _("The days after the sale could not be counted."),
}
_WAITING: dict[str, Promise] = {
    "review": _("The review is being prepared; look again in a minute."),
    "effect": _("What the sale brought is being measured; look again in a minute."),
    "after": _("The days after the sale are being counted; look again in a few minutes."),
}


def waiting_title(topic: str, *, is_ahead: bool, has_failed: bool) -> str:
    """Return the first line of the page of a topic: review, effect, after."""
    return str((_AHEAD if is_ahead else _FAILED if has_failed else _WAITING)[topic])
