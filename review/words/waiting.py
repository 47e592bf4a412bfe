"""What pages of the review say while a worker has not prepared them: not begun, being prepared, failed."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Waiting(NamedTuple):
    """The words of one page: its name, and its first line before its time, after a failed try, while it is prepared."""

    head: Promise
    ahead: Promise
    failed: Promise
    under_way: Promise


WAITING = {
    "review": Waiting(
        _("Review"),
        _("This sale has not begun: there is nothing to look back on."),
        _("The review could not be prepared."),
        _("The review is being prepared; look again in a minute."),
    ),
    "effect": Waiting(
        _("What the sale brought"),
        _("This sale is not over: what it brought is measured after its end."),
        _("What the sale brought could not be measured."),
        _("What the sale brought is being measured; look again in a minute."),
    ),
    "after": Waiting(
        _("After the sale"),
        _("The sale is not over: the days after it are still to come."),
        _("The days after the sale could not be counted."),
        _("The days after the sale are being counted; look again in a few minutes."),
    ),
}
