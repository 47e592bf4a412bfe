"""The work list of a quiet hour: whom to reach, why, what to say, the result in one key; core buyers by name."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from accounts.models import User
from common.permissions import Permission, requires
from common.requests import whole_number
from common.spreadsheets import Cell, download
from customers.views.shops import shop_of
from desk.forms.asking import CoreForm
from desk.models import BuyerReview, CoreBuyer, WorkKind
from desk.queries.worklist import WorkItem, core_buyers, last_sale, last_work, work_in_hand, work_list
from desk.rules.worklist.results import KEYS, WorkResult
from desk.services import WorkError, drop_core_buyer, keep_core_buyer, report_work, take_work, undo_work
from desk.services.leases import be_here, take_buyer
from desk.services.worklist.setting import MOST_CORE
from desk.services.worklist.working import MINUTES
from desk.views.chase import said
from desk.views.chase_rules import account_of
from desk.views.frame import address, frame
from desk.words import asking
from orders.models import Shop

LEAST_CORE = 5


@dataclass(frozen=True)
class Row:
    """One of the work list in words."""

    item: WorkItem
    name: str
    why: str
    say: str


@requires(Permission.ASK_BUYERS)
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """Show whom to reach in a quiet hour, whom this person has in hand, and the core buyers."""
    shop, now, kind = shop_of(request.GET), timezone.now(), request.GET.get("kind", "")
    kind = kind if kind in WorkKind.values else ""
    context = frame(request, shop, "work")
    if shop is None:
        return render(request, "desk/asking/work.html", context | {"line": _("There is no shop yet."), "rows": []})
    be_here(actor=person(request), at=now)
    rows = rows_of(work_list(shop, at=now), now)
    undo = last_work(person(request), now)
    sale, core = last_sale(shop, now), core_buyers(shop)
    context |= {
        "line": asking.work_line([row.item for row in rows]),
        "rows": [row for row in rows if kind in ("", row.item.kind)],
        "kinds": [
            ("", _("all"), len(rows)),
            *((one.value, one.label, sum(row.item.kind == one for row in rows)) for one in WorkKind),
        ],
        "kind": kind,
        "card": _in_hand(request, shop, rows, now),
        "undo": undo,
        "undo_name": asking.name_of(undo.buyer_key) if undo else "",
        "undo_result": asking.WORK_RESULTS[undo.result] if undo else "",
        "results": [(key, result.value, asking.WORK_RESULTS[result.value]) for key, result in KEYS.items()],
        "sale": sale,
        "core": [(one, one.name or asking.name_of(one.buyer_key)) for one in core],
        "core_line": _core_line(len(core)),
        "core_full": len(core) >= MOST_CORE,
        "core_form": CoreForm(initial={"next_on": now.date()}),
        "now": now,
    }
    return render(request, "desk/asking/work.html", context)


@requires(Permission.ASK_BUYERS)
@require_POST
def work_next(request: HttpRequest) -> HttpResponse:
    """Take the next of the list in hand, or the account that is named."""
    shop, now = shop_of(request.POST), timezone.now()
    if shop is None:
        return redirect("desk:work")
    kind, key = request.POST.get("kind", ""), request.POST.get("account", "")
    if key:
        named = [item for item in work_list(shop, at=now) if item.key == key]
        taken = bool(named) and take_buyer(
            actor=person(request), shop=shop, buyer_key=key, purpose=named[0].kind, at=now, minutes=MINUTES
        )
        if not taken:
            messages.error(request, said("taken" if named else "alone"))
    elif take_work(actor=person(request), shop=shop, at=now, kind=kind, skip=request.POST.get("skip", "")) is None:
        messages.info(request, _("Nobody is left who is not in somebody's hand."))
    return redirect(_here(shop, kind))


@requires(Permission.ASK_BUYERS)
@require_POST
def work_report(request: HttpRequest) -> HttpResponse:
    """Keep what came of it, and take the next."""
    shop, now, who = shop_of(request.POST), timezone.now(), person(request)
    kind, result, asked = request.POST.get("kind", ""), request.POST.get("result", ""), request.POST.get("show", "")
    if shop is None or kind not in WorkKind.values or result not in set(WorkResult):
        messages.error(request, _("Choose one of the results."))
        return redirect(address("work", shop))
    review = BuyerReview.objects.filter(shop=shop, pk=whole_number(request.POST.get("review", ""))).first()
    key = request.POST.get("account", "")
    try:
        report_work(actor=who, shop=shop, buyer_key=key, kind=WorkKind(kind), result=WorkResult(result), at=now, review=review)
    except WorkError as error:
        messages.error(request, said(error.code))
    else:
        if key:
            take_work(actor=who, shop=shop, at=now, kind=asked, skip=key)
    return redirect(_here(shop, asked))


@requires(Permission.ASK_BUYERS)
@require_POST
def work_undo(request: HttpRequest) -> HttpResponse:
    """Take back what this person reported last."""
    now, shop = timezone.now(), shop_of(request.POST)
    contact = last_work(person(request), now)
    if contact is None:
        messages.error(request, said("late"))
        return redirect(address("work", shop))
    try:
        undo_work(actor=person(request), contact=contact, at=now)
    except WorkError as error:
        messages.error(request, said(error.code))
    else:
        messages.success(request, _("Taken back: {buyer}").format(buyer=asking.name_of(contact.buyer_key)))
    return redirect(address("work", shop))


@requires(Permission.ASK_BUYERS)
@require_POST
def core_keep(request: HttpRequest) -> HttpResponse:
    """Make somebody a core buyer, or change one."""
    shop, form = shop_of(request.POST), CoreForm(request.POST)
    if shop is None or not form.is_valid():
        messages.error(
            request, " ".join(str(text) for errors in form.errors.values() for text in errors) or _("There is no shop yet.")
        )
        return redirect(address("work", shop))
    data = form.cleaned_data
    key = account_of(shop, data["account"])
    if key is None:
        messages.error(request, _("This finds no buyer of the shop, or more than one: give the whole account."))
        return redirect(address("work", shop))
    owner = User.objects.filter(pk=data["owner"]).first() if data["owner"] else None
    try:
        keep_core_buyer(
            actor=person(request), shop=shop, buyer_key=key, at=timezone.now(), next_on=data["next_on"], owner=owner,
            name=data["name"], every_days=data["every_days"],
        )  # fmt: skip
    except ValueError:
        messages.error(request, _("There are {count} already: let one go first.").format(count=MOST_CORE))
    return redirect(address("work", shop))


@requires(Permission.ASK_BUYERS)
@require_POST
def core_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a core buyer go."""
    core = get_object_or_404(CoreBuyer.objects.select_related("shop"), pk=pk)
    shop = core.shop
    drop_core_buyer(actor=person(request), core=core)
    return redirect(address("work", shop))


@requires(Permission.MANAGE_DESK)
@require_GET
def work_export(request: HttpRequest) -> HttpResponse:
    """Give the list as a file."""
    shop, now = shop_of(request.GET), timezone.now()
    if shop is None:
        return redirect("desk:work")
    lines: list[list[Cell]] = [[_("Reason"), _("Buyer"), _("Why"), _("Buyer tier"), _("Won by"), _("Last contact")]]
    for row in rows_of(work_list(shop, at=now), now):
        buyer, last = row.item.buyer, row.item.last_contact
        tier = str(buyer.tier) if buyer is not None and buyer.tier else ""
        lines.append([str(row.item.kind.label), row.item.key, row.why, tier, row.item.won_by, f"{last:%Y-%m-%d}" if last else ""])
    return download(shop.name, lines, name=f"quiet-hour-{shop.pk}", ending=request.GET.get("format", "csv"))


def rows_of(items: list[WorkItem], now: Any) -> list[Row]:
    """Put the list into words."""
    rows = []
    for item in items:
        last = item.buyer.last_paid_at if item.buyer is not None else None
        name = item.core.name if item.core is not None and item.core.name else asking.name_of(item.key, item.buyer)
        rows.append(Row(item, name, asking.why(item, None if last is None else (now - last).days), asking.say(item)))
    return rows


def _in_hand(request: HttpRequest, shop: Shop, rows: list[Row], now: Any) -> Row | None:
    lease = work_in_hand(person(request), now)
    if lease is None or lease.shop_id != shop.pk:
        return None
    return next((row for row in rows if row.item.key == lease.buyer_key), None)


def _here(shop: Shop, kind: str) -> str:
    return address("work", shop, **({"kind": kind} if kind in WorkKind.values else {}))


def _core_line(count: int) -> str:
    if count < LEAST_CORE:
        return _("Core buyers: {count} of the five to eight that carry a community").format(count=count)
    return _("Core buyers: {count}, known by name").format(count=count)
