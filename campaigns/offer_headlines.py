"""The first line of the pages around offers: the answer in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.headlines import Headline


def of_offers(count: int, doubtful: int) -> Headline:
    """Say how many offers the sale has, and how many need a look."""
    if not count:
        return Headline(
            _("The sale offers nothing yet."),
            _("Begin with the ready-made steps, or choose a kind; each offer says in a sentence what it gives and who pays."),
        )
    start = ngettext("{count} offer", "{count} offers", count).format(count=count)
    if doubtful:
        bad = ngettext("{count} needs a look", "{count} need a look", doubtful).format(count=doubtful)
        return Headline(_("{offers}: {doubtful}.").format(offers=start, doubtful=bad), _order_words(), bad)
    return Headline(_("{offers}, none contradicts another.").format(offers=start), _order_words())


def _order_words() -> str:
    return _("First come the offers on pieces, then those on the order, then the platform's, then gifts and freight.")
