"""The blocks of the review that tell facts rather than rows: buyers, service, the chase, pictures, tasks, disagreements."""

from typing import Any

from django.utils.translation import gettext as _

from common.money import format_count, format_money, format_share
from review.models import Disagreement
from review.pages.tables import Body, Column, Table, _table
from review.rules.cohorts import HORIZONS, unpacked
from review.words.after import within_words, won_title


def buyers(body: Body) -> Table:
    """Return the buyers won and who of them bought again, the old ones, and of these those of the three months before."""
    one = body["buyers"]
    won = unpacked(one["cohort"])
    again = [[within_words(far), far.buyers] for days in HORIZONS if (far := won.within(days)).day > days - HORIZONS[0]]
    rows = [
        [_("Won in the sale"), won.buyers], *again,
        [_("Old buyers"), one["old"]], [_("of these won or come back in the three months before"), one["won"] + one["came_back"]],
    ]  # fmt: skip
    return _table("buyers", won_title(won), [Column(_("Buyers")), Column(_("Value"), "count")], rows, body)


def service(body: Body) -> Table:
    """Return refunds, parcels in time and holds."""
    one = body["service"]
    left = one["in_time"] + one["late"]
    share = (
        body["money"]["amounts"]["refund"] / body["money"]["amounts"]["revenue"] if body["money"]["amounts"]["revenue"] else None
    )
    rows: list[list[Any]] = [
        [_("Given back, share of revenue"), format_share(share, 1)],
        [_("Refunds still open"), _both(one["open_refunds"], one["open_refund_minor"], body)],
        [_("Sent in time"), format_count(one["in_time"])],
        [_("Sent late"), format_count(one["late"])],
        [_("Not sent yet"), format_count(one["waiting"])],
        [_("Parcels held now"), _both(one["held"], one["held_minor"], body)],
        [_("Sent although money was asked back"), format_count(one["lost"])],
        *_contacts(one["contacts"]),
    ]
    title = (
        _("Service: %(share)s of the parcels left in time") % {"share": format_share(one["in_time"] / left, 1)}
        if left
        else _("Service: no parcel has left yet")
    )
    return _table("service", title, [Column(_("Service")), Column(_("Value"), "said")], rows, body)


def _contacts(one: dict[str, Any]) -> list[list[str | None]]:
    """Return contacts against agents; what nobody told is left empty."""
    asked, there = one["asked"], one["there"]
    planned = {"asked": format_count(asked), "planned": format_count(one["planned"])}
    hours = {"there": _("not told") if there is None else format_count(there), "needed": format_count(one["needed"])}
    each = {"each": format_count(asked / there) if asked is not None and there else "", "most": format_count(one["each"])}
    return [
        [_("Buyers who asked"), _("%(asked)s, plan %(planned)s") % planned if one["planned"] else planned["asked"]],
        [_("Hours of people for them"), _("%(there)s, needed %(needed)s") % hours if one["needed"] else format_count(there)],
        [_("Asked in an hour of each"), _("%(each)s; one can answer %(most)s") % each if each["each"] else None],
    ]


def _both(number: int, minor: int, body: Body) -> str:
    words = {"count": format_count(number), "amount": format_money(minor, body["currency"])}
    return _("%(count)s, %(amount)s") % words if number else format_count(0)


def chase(body: Body) -> Table:
    """Return what asking brought against those who were left alone, by shop."""
    verdicts = {"few": _("too few to say"), "more": _("asking helped"), "less": _("asking did harm"), "unclear": _("cannot tell")}
    rows = [
        [one["shop"], one["asked"], one["asked_paid"], one["alone"], one["alone_paid"], verdicts[one["verdict"]]]
        for one in body["service"]["chase"]
    ]
    columns = [
        Column(_("Shop")),
        Column(_("Were asked"), "count"),
        Column(_("paid"), "count"),
        Column(_("Left alone"), "count", is_wide=True),
        Column(_("paid"), "count", is_wide=True),
        Column(_("Verdict")),
    ]
    return _table("chase", _chased(body["service"]["chase"]), columns, rows, body)


def _chased(shops: list[dict[str, Any]]) -> str:
    """Say how many of those who were asked paid, and how many of those left alone, over all shops."""
    if not shops:
        return _("Chase: nobody was asked to pay")
    names = ("asked", "asked_paid", "alone", "alone_paid")
    words = {name: format_count(sum(one[name] for one in shops)) for name in names}
    return _("Chase: %(asked_paid)s of %(asked)s asked paid, of those left alone %(alone_paid)s of %(alone)s") % words


def pictures(body: Body) -> Table:
    """Return the tests of pictures."""
    rows = [
        [one["product"] or one["place"], one["pictures"], one["winner"] or _("no winner"), one["click_rate"]]
        for one in body["pictures"]
    ]
    won = sum(bool(one["winner"]) for one in body["pictures"])
    title = _("Pictures: %(won)s of %(all)s tests have a winner") % {"won": won, "all": len(rows)}
    title = title if rows else _("Pictures: none was tested")
    columns = [
        Column(_("Place")),
        Column(_("Pictures"), "count", is_wide=True),
        Column(_("Winner")),
        Column(_("Click rate"), "share"),
    ]
    return _table("pictures", title, columns, rows, body)


def tasks(body: Body) -> Table:
    """Return the tasks that are late."""
    one = body["tasks"]
    rows = [[task["title"], task["owner"] or _("nobody"), task["days"]] for task in one["late"]]
    words = {"late": len(rows), "done": one["done"], "all": one["all"]}
    title = _("Tasks: %(done)s of %(all)s done, %(late)s late") % words if one["all"] else _("Tasks: none was planned")
    return _table(
        "tasks", title, [Column(_("Task")), Column(_("Owner"), is_wide=True), Column(_("Days late"), "count")], rows, body
    )


def disagreements(body: Body) -> Table:
    """Return how many orders disagree, by what they disagree about."""
    kinds = dict(Disagreement.Kind.choices)
    rows = [[str(kinds[kind]), number] for kind, number in body["disagreements"].items()]
    title = _("Disagreements: %(count)s") % {"count": format_count(sum(body["disagreements"].values()))}
    return _table("disagreements", title, [Column(_("About")), Column(_("Orders"), "count")], rows, body)


def disagreeing(body: Body, found: Any) -> Table:
    """Return the orders that disagree, as found."""
    rows = [[one.order_no, one.get_kind_display(), one.orders_minor, one.settled_minor] for one in found]
    columns = [Column(_("Order")), Column(_("About")), Column(_("One side"), "money"), Column(_("Other side"), "money")]
    return _table("disagreements", disagreements(body).title, columns, rows, body)
