"""What the pages of asking say: first lines, results, why somebody stands on a list, what reaching out brought."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.money import format_count, format_money, format_share
from customers import words
from customers.models import Buyer
from desk.models import WorkKind
from desk.queries.chase import Waiting
from desk.queries.worklist import WorkItem
from desk.rules.audiences import ConsentMode, Reason, Returning
from desk.rules.chase.results import Result
from desk.rules.effect import Effect
from desk.rules.worklist.results import WorkResult

RESULTS: dict[str, Any] = {
    Result.ASKED.value: gettext_lazy("asked, thinks it over"),
    Result.PROMISED.value: gettext_lazy("promised to pay"),
    Result.NO_ANSWER.value: gettext_lazy("no answer"),
    Result.UNWILLING.value: gettext_lazy("does not want it"),
    Result.WRONG_NUMBER.value: gettext_lazy("wrong number"),
    WorkResult.REACHED.value: gettext_lazy("spoken to"),
    WorkResult.LATER.value: gettext_lazy("put off a week"),
}
WORK_RESULTS: dict[str, Any] = RESULTS | {WorkResult.UNWILLING.value: gettext_lazy("does not want to be called")}
REASONS: dict[str, Any] = {
    Reason.FORGOTTEN.value: gettext_lazy("forgotten on request"),
    Reason.BARRED.value: gettext_lazy("on the list of those not to contact"),
    Reason.REFUND.value: gettext_lazy("an open refund"),
    Reason.REFUSED.value: gettext_lazy("refused such messages"),
    Reason.UNASKED.value: gettext_lazy("nobody has asked whether they agree"),
    Reason.SAME_PERSON.value: gettext_lazy("another account of the same person is on the list"),
}
RETURNING: dict[str, Any] = {
    Returning.ANY.value: gettext_lazy("all the same"),
    Returning.WON.value: gettext_lazy("won in the last three months"),
    Returning.CAME_BACK.value: gettext_lazy("came back in the last three months"),
    Returning.SILENT.value: gettext_lazy("silent for three months"),
}
CONSENTS: dict[str, Any] = {
    ConsentMode.AGREED.value: gettext_lazy("only who agreed"),
    ConsentMode.NOT_REFUSED.value: gettext_lazy("everybody who has not refused"),
}


def name_of(key: str, buyer: Buyer | None = None) -> str:
    """Call an account as people do; also one that has no summary yet."""
    return words.name_of(buyer or Buyer(buyer_key=key)) if key else _("a buyer the file does not name")


def buyers_words(count: int) -> str:
    """Say a number of buyers."""
    return ngettext("{count} buyer", "{count} buyers", count).format(count=format_count(count))


def chase_line(found: Waiting, currency: str) -> str:
    """Say how much waits from how many, and how much of it is likely to be paid."""
    if not found.count:
        return _("Nobody waits to be asked now.")
    return _("{amount} waits from {buyers}; about {expected} of it is likely to be paid.").format(
        amount=format_money(found.amount_minor, currency),
        buyers=buyers_words(found.count),
        expected=format_money(found.expected_minor, currency),
    )


def held_words(count: int) -> str:
    """Say how many are left out at random, never who."""
    if not count:
        return ""
    return ngettext(
        "{count} more is left out at random, so that it can be said what asking brings.",
        "{count} more are left out at random, so that it can be said what asking brings.",
        count,
    ).format(count=format_count(count))


def effect_line(effect: Effect, currency: str) -> str:
    """Say in one sentence what reaching out brought, or why nothing can be said."""
    if effect.verdict == "few":
        return _("Too few to say what it brought: {reached} reached, {held} left out.").format(
            reached=format_count(effect.reached.count), held=format_count(effect.held.count)
        )
    told = {
        "difference": points(effect.difference),
        "low": points(effect.low),
        "high": points(effect.high),
        "money": format_money(round(effect.money_minor or 0), currency, signed=True),
        "money_low": format_money(round(effect.money_low or 0), currency, signed=True),
        "money_high": format_money(round(effect.money_high or 0), currency, signed=True),
    }
    if effect.verdict == "unclear":
        return _("It cannot be told from chance: {difference} points ({low} to {high}), {money}.").format(**told)
    return _("It brought {difference} points more payments ({low} to {high}), {money} ({money_low} to {money_high}).").format(
        **told
    )


def points(value: float | None) -> str:
    """Write a difference of two shares in percentage points.

    >>> points(0.0524), points(-0.1)
    ('+5.2', '−10.0')
    """
    return "" if value is None else f"{100 * value:+.1f}".replace("-", "−")


def work_line(items: list[WorkItem]) -> str:
    """Say how many there are to reach, by reason."""
    if not items:
        return _("Nobody is to be called now.")
    counts = [(kind, sum(item.kind == kind for item in items)) for kind in WorkKind]
    parts = [_KINDS[kind](count) for kind, count in counts if count]
    return _("To reach in a quiet hour: {parts}.").format(parts=_(", ").join(parts))


_KINDS: dict[str, Any] = {
    WorkKind.CORE: lambda n: ngettext("{n} core buyer", "{n} core buyers", n).format(n=n),
    WorkKind.REVIEW: lambda n: ngettext("{n} bad review", "{n} bad reviews", n).format(n=n),
    WorkKind.CALL: lambda n: ngettext("{n} loyal buyer", "{n} loyal buyers", n).format(n=n),
    WorkKind.SECOND: lambda n: ngettext("{n} without a second purchase", "{n} without a second purchase", n).format(n=n),
}


def why(item: WorkItem, days: int | None) -> str:
    """Say why somebody stands on the work list; `days`: since their last order."""
    if item.kind is WorkKind.REVIEW and item.review is not None:
        stars = ngettext("{n} star", "{n} stars", item.review.stars or 0).format(n=item.review.stars)
        return _("{stars} for {product}: {text}").format(
            stars=stars, product=item.review.product or item.review.order_no or _("an order"), text=item.review.text
        )
    if item.kind is WorkKind.CORE and item.core is not None:
        return _("known by name; in touch every {days}").format(days=words.days_words(item.core.every_days))
    if item.buyer is None or days is None:
        return ""
    silent = words.days_words(days)
    if item.kind is WorkKind.SECOND:
        return _("bought once, in the last sale, {days} ago").format(days=silent)
    orders = words.orders_words(item.buyer.orders_count)
    spent = format_money(item.buyer.net_minor, item.shop.currency)
    return _("{orders}, {spent} spent and kept, silent for {days}").format(orders=orders, spent=spent, days=silent)


def say(item: WorkItem) -> str:
    """Say what to ask: a question, never a push."""
    if item.kind is WorkKind.REVIEW:
        return _("Thank them, say sorry in one sentence, ask what would make it good. Answer on the platform too.")
    if item.kind is WorkKind.CORE:
        return _("Ask how they are and what they miss in the shop; tell them first what is coming.")
    if item.kind is WorkKind.SECOND:
        return _("Ask how the first order fits; name one thing that goes with it.")
    return _("Ask how they are content and why they have not been back; listen, do not sell.")


def share_words(value: float | None) -> str:
    """Write a share, empty when it is not known."""
    return "" if value is None else format_share(value, 1)
