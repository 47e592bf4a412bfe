"""Customer service and warehouse in words: the first sentence, and one row for each with where it leads."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, ServiceRole
from common.moments import format_duration, format_moment
from common.money import format_count, format_money, format_share
from common.permissions import Permission, is_allowed
from common.sentences import halves, stopped
from dispatch.queries.due import DueView
from dispatch.queries.held import Standing
from live.queries.service import ServiceNow, Unpaid
from live.rules.service.replan import Change
from live.rules.service.waiting import Waiting

LONG_WAIT = 60


@dataclass(frozen=True)
class Row:
    """One line of the day: what it is, the trade word, the figure, what it means, a chip, and the page of its own."""

    label: str
    chinese: str
    figure: str
    note: str
    tone: str
    verdict: str
    address: str


@dataclass(frozen=True)
class ShownChange:
    """A proposed change in words, with what the button sends."""

    change: Change
    role: str
    words: str
    start: int


def wait_words(wait: Waiting | None) -> str:
    """Say how long those who ask wait."""
    if wait is None:
        return ""
    if wait.seconds is None:
        return _("the queue grows by {count} an hour").format(count=format_count(round(wait.growth)))
    if wait.seconds < 1:
        return _("no wait")
    return _("{time} on average").format(time=format_duration(wait.seconds))


def service_title(now: ServiceNow, zone: str) -> str:
    """Return the first sentence of the page."""
    if not now.has_shifts:
        return _("No shifts are laid: nobody can tell whether customer service holds.")
    more = next((change for change in now.changes if change.people > 0), None)
    if more is not None:
        words = _("{count} more needed for {role} from {time}")
        said = words.format(count=more.people, role=_role(more.role), time=format_moment(more.start, zone, date=False))
    else:
        said = _("Customer service holds for the hours ahead")
    if now.wait is None:
        return stopped(said)
    if now.wait.seconds is None:
        return _("{said}; now {wait}.").format(said=said, wait=wait_words(now.wait))
    return _("{said}; a buyer waits {wait} now.").format(said=said, wait=wait_words(now.wait))


def service_why(now: ServiceNow, zone: str) -> str:
    """Return what the sentence rests on."""
    if now.asked is None or now.hour is None:
        return _("No file tells inquiries yet: the plan alone counts.")
    hour = format_moment(now.hour, zone, date=False)
    share = format_share(abs(now.level - 1))
    if now.level >= 1.05:
        level = _("{share} more than planned in the last hours").format(share=share)
    elif now.level <= 0.95:
        level = _("{share} fewer than planned in the last hours").format(share=share)
    else:
        level = _("about as planned in the last hours")
    words = _("{asked} asked in the hour from {hour}, {level}; {people} are on shift, {at_work} of them at work.")
    return words.format(asked=format_count(now.asked), hour=hour, level=level, people=now.people, at_work=now.at_work)


def shown_changes(changes: list[Change], zone: str) -> list[ShownChange]:
    """Return the proposed changes in words."""
    found = []
    for change in changes:
        said = {
            "count": abs(change.people),
            "role": _role(change.role),
            "start": format_moment(change.start, zone, date=False),
            "end": format_moment(change.end, zone, date=False),
        }
        more, fewer = _("{role}: {count} more, {start} to {end}"), _("{role}: {count} fewer, {start} to {end}")
        words = (more if change.people > 0 else fewer).format(**said)
        found.append(ShownChange(change, change.role, words, int(change.start.timestamp())))
    return found


def rows_of(
    campaign: Campaign, user: object, now: ServiceNow, unpaid: Unpaid, due: DueView, held: Standing, at: datetime
) -> list[Row]:
    """Return one row each for customer service, unpaid orders, parcels and held refunds."""
    return [
        _service_row(campaign, now),
        _unpaid_row(campaign, unpaid),
        _parcel_row(due, user),
        _held_row(campaign, held, user, at),
    ]


def _service_row(campaign: Campaign, now: ServiceNow) -> Row:
    if now.wait is None:
        tone, verdict = "next", _("cannot tell")
    elif now.wait.seconds is None:
        tone, verdict = "behind", _("too few")
    elif now.wait.seconds > LONG_WAIT:
        tone, verdict = "watch", _("slow")
    else:
        tone, verdict = "done", _("holds")
    figure = "" if now.asked is None else _("{count} an hour").format(count=format_count(now.asked))
    note = _("{people} on shift").format(people=now.people) if now.has_shifts else _("no shifts laid")
    if words := wait_words(now.wait):
        note = halves(note, words)
    address = reverse("live:service-people", args=[campaign.pk])
    return Row(_("Inquiries"), "咨询", figure, note, tone, verdict, address)


def _unpaid_row(campaign: Campaign, unpaid: Unpaid) -> Row:
    currency = campaign.currency
    share = unpaid.orders / unpaid.placed if unpaid.placed else None
    note = _("{amount}; {share} of the orders placed in this sale").format(
        amount=format_money(unpaid.amount_minor, currency), share=format_share(share)
    )
    address = reverse("live:service-unpaid", args=[campaign.pk])
    if not unpaid.placed:
        return Row(_("Unpaid orders"), "未付款", "", _("no order placed yet"), "next", _("nothing yet"), address)
    tone, verdict = ("watch", _("chase")) if unpaid.orders else ("done", _("all paid"))
    return Row(_("Unpaid orders"), "未付款", format_count(unpaid.orders), note, tone, verdict, address)


def _parcel_row(due: DueView, user: object) -> Row:
    address = _open("dispatch:due", user)
    stores = [store.outlook for store in due.stores]
    waiting, late = sum(each.open for each in stores), sum(each.overdue for each in stores)
    soon = sum(each.within[2] for each in stores)
    if not due.stores:
        note = _("nothing waits to be shipped")
        return Row(_("Parcels to ship"), "发货", "0" if due.counted_at else "", note, "next", _("nothing yet"), address)
    note = _("{soon} due in 24 hours, {late} late").format(soon=format_count(soon), late=format_count(late))
    told = [each.gets_there for each in stores if each.gets_there is not None]
    if late:
        tone, verdict = "behind", _("late")
    elif not told:
        tone, verdict = "next", _("speed not known")
    else:
        tone, verdict = ("done", _("gets there")) if all(told) else ("watch", _("too slow"))
    return Row(_("Parcels to ship"), "发货", format_count(waiting), note, tone, verdict, address)


def _held_row(campaign: Campaign, held: Standing, user: object, at: datetime) -> Row:
    currency = campaign.currency
    address = _open("dispatch:guard", user)
    if not held.orders:
        note = _("no refund holds a parcel back")
        return Row(_("Held refunds"), "退款拦截", "0", note, "done", _("clear"), address)
    parts = [format_money(held.value_minor, currency)] if held.value_minor else []
    if held.oldest is not None:
        parts.append(_("the oldest for {time}").format(time=format_duration(at - held.oldest)))
    verdict = ngettext("{count} must not ship", "{count} must not ship", held.orders).format(count=format_count(held.orders))
    return Row(_("Held refunds"), "退款拦截", format_count(held.orders), "; ".join(parts), "hold", verdict, address)


def _open(name: str, user: object) -> str:
    """Return the address of a page of the warehouse for who may see it; "" for others."""
    if not is_allowed(user, Permission.VIEW_DISPATCH):
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _role(role: str) -> str:
    return str(ServiceRole(role).label)
