"""The unpaid chase: whom to ask next, by keyboard; the list; the same as a file."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from accounts.services import record
from common.money import exponent_of, from_minor
from common.permissions import Permission, requires
from common.spreadsheets import Cell, download
from customers.models import Buyer
from customers.views.shops import shop_of
from desk.models import Chase
from desk.queries.chase import MOST_SHOWN, chase_card, in_hand, last_contact, shown, taken, waiting
from desk.queries.unpaid_scripts import said_to
from desk.rules.chase.results import KEYS, Result
from desk.services import ChaseError, report_result, take_chase, take_next, undo_result
from desk.services.leases import be_here
from desk.views.frame import address, frame
from desk.words import asking
from orders.models import Shop

MOST_EXPORTED = 20_000


@dataclass(frozen=True)
class Row:
    """One buyer of the list."""

    chase: Chase
    name: str
    buyer: Buyer | None
    holder: str
    is_mine: bool


@requires(Permission.ASK_BUYERS)
@require_GET
def chase(request: HttpRequest) -> HttpResponse:
    """Show whom this person has in hand with what to say, and who comes next."""
    shop, now = shop_of(request.GET), timezone.now()
    context = frame(request, shop, "chase")
    if shop is None:
        return render(request, "desk/asking/chase.html", context | {"line": _("There is no shop yet."), "why": "", "rows": []})
    be_here(actor=person(request), at=now)
    found = waiting(shop, now)
    mine = in_hand(person(request), now)
    undo = last_contact(person(request), now)
    context |= {
        "line": asking.chase_line(found, shop.currency),
        "why": asking.held_words(found.held_out),
        "found": found,
        "rows": rows_of(shop, request, now),
        "card": _card(request, mine, now) if mine is not None else None,
        "undo": undo,
        "undo_name": asking.name_of(undo.buyer_key) if undo else "",
        "undo_result": asking.RESULTS[undo.result] if undo else "",
        "results": [(key, result.value, asking.RESULTS[result.value]) for key, result in KEYS.items()],
        "now": now,
    }
    return render(request, "desk/asking/chase.html", context)


@requires(Permission.ASK_BUYERS)
@require_POST
def chase_next(request: HttpRequest) -> HttpResponse:
    """Take the next buyer in hand."""
    shop = shop_of(request.POST)
    if shop is not None and take_next(actor=person(request), shop=shop, at=timezone.now()) is None:
        messages.info(request, _("Nobody waits who is not in somebody's hand."))
    return redirect(address("chase", shop))


@requires(Permission.ASK_BUYERS)
@require_POST
def chase_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a certain buyer in hand."""
    row = get_object_or_404(Chase.objects.select_related("shop"), pk=pk, is_held=False)
    try:
        take_chase(actor=person(request), chase=row, at=timezone.now())
    except ChaseError as error:
        messages.error(request, said(error.code))
    return redirect(address("chase", row.shop))


@requires(Permission.ASK_BUYERS)
@require_POST
def chase_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what came of asking, and take the next buyer."""
    row = get_object_or_404(Chase.objects.select_related("shop"), pk=pk, is_held=False)
    now, who = timezone.now(), person(request)
    result = request.POST.get("result", "")
    if result not in set(Result):
        messages.error(request, _("Choose one of the results."))
        return redirect(address("chase", row.shop))
    try:
        report_result(actor=who, chase=row, result=Result(result), at=now)
    except ChaseError as error:
        messages.error(request, said(error.code))
    else:
        take_next(actor=who, shop=row.shop, at=now)
    return redirect(address("chase", row.shop))


@requires(Permission.ASK_BUYERS)
@require_POST
def chase_undo(request: HttpRequest) -> HttpResponse:
    """Take back what this person reported last."""
    shop, now = shop_of(request.POST), timezone.now()
    contact = last_contact(person(request), now)
    if contact is None:
        messages.error(request, said("late"))
        return redirect(address("chase", shop))
    try:
        undo_result(actor=person(request), contact=contact, at=now)
    except ChaseError as error:
        messages.error(request, said(error.code))
    else:
        messages.success(request, _("Taken back: {buyer}").format(buyer=asking.name_of(contact.buyer_key)))
    return redirect(address("chase", contact.shop))


@requires(Permission.MANAGE_DESK)
@require_GET
def chase_export(request: HttpRequest) -> HttpResponse:
    """Give who waits as a file, for a tool that sends the questions; those left out at random are not in it."""
    shop, now = shop_of(request.GET), timezone.now()
    if shop is None:
        return redirect("desk:chase")
    exponent = exponent_of(shop.currency)
    lines: list[list[Cell]] = [
        [_("Buyer"), _("Orders"), _("Amount"), _("Chance of payment"), _("Scarcity"), _("Rank"), _("Asked"), _("Until")]
    ]
    for one in shown(now).filter(shop=shop)[:MOST_EXPORTED]:
        until = f"{one.ends_at:%Y-%m-%dT%H:%M:%SZ}"
        amount = from_minor(one.amount_minor, exponent)
        lines.append([one.buyer_key, one.orders_count, amount, round(one.chance, 4), round(one.scarcity, 2),
                      from_minor(round(one.score), exponent), one.asked_count, until])  # fmt: skip
    record(actor=person(request), action="chase.export", target=shop.name, after={"buyers": len(lines) - 1})
    return download(shop.name, lines, name=f"unpaid-{shop.pk}", ending=request.GET.get("format", "csv"))


def rows_of(shop: Shop, request: HttpRequest, now: Any) -> list[Row]:
    """Return the first of the list, with who has them in hand."""
    chases = list(shown(now).filter(shop=shop).select_related("assigned_to", "shop")[:MOST_SHOWN])
    keys = [one.buyer_key for one in chases]
    buyers = {one.buyer_key: one for one in Buyer.objects.filter(shop=shop, buyer_key__in=keys).select_related("tier")}
    hands = taken(now)
    rows = []
    for one in chases:
        lease = hands.get((one.shop_id, one.buyer_key))
        buyer = buyers.get(one.buyer_key)
        holder = lease.by.shown_name if lease else ""
        is_mine = lease is not None and lease.by_id == person(request).pk
        rows.append(Row(one, asking.name_of(one.buyer_key, buyer), buyer, holder, is_mine))
    return rows


def said(code: str) -> str:
    """Say why something cannot be done."""
    return {
        "over": _("This buyer has paid, asked for money back, or is not to be asked any more."),
        "taken": _("Somebody else has this buyer in hand."),
        "alone": _("This buyer is to be left alone now."),
        "late": _("There is nothing of the last hour to take back."),
    }[code]


def _card(request: HttpRequest, mine: Chase, now: Any) -> dict[str, Any]:
    card = chase_card(mine)
    return {
        "chase": mine,
        "buyer": card.buyer,
        "name": asking.name_of(mine.buyer_key, card.buyer),
        "orders": card.orders,
        "products": card.products,
        "contacts": [(one, asking.RESULTS[one.result]) for one in card.contacts],
        "said": said_to(card, agent=person(request), at=now),
    }
