"""The replenishment list: what is to be ordered of whom, ordered, promised, received; a file for each supplier."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from common.spreadsheets import download
from inventory.files import delivery_cells
from inventory.models import DeliveryState, Supplier
from inventory.queries.deliveries import DeliveryLine, delivery_lines, delivery_rows, local_day
from inventory.services.replenishing import (
    DeliveryRefusedError,
    cancel_deliveries,
    order_deliveries,
    promise_deliveries,
    receive_deliveries,
    reopen_deliveries,
    set_delivery_units,
)
from inventory.words.replenishing import list_headline, promise_words, why_delivery
from orders.choosing import shop_of
from orders.models import Shop

SHOWN: dict[str, tuple[str, ...]] = {
    "open": (DeliveryState.ADVISED, DeliveryState.ORDERED),
    "received": (DeliveryState.RECEIVED,),
    "cancelled": (DeliveryState.CANCELLED,),
}
TAKES: dict[str, tuple[str, ...]] = {
    "order": (DeliveryState.ADVISED,),
    "promise": (DeliveryState.ORDERED,),
    "receive": (DeliveryState.ORDERED,),
    "cancel": (DeliveryState.ADVISED, DeliveryState.ORDERED),
    "reopen": (DeliveryState.RECEIVED, DeliveryState.ORDERED, DeliveryState.CANCELLED),
}
"""From which states a step can be taken with all lines of a supplier."""
MOST_ROWS = 2_000
UNITS = "units."


@dataclass(frozen=True)
class Row:
    """One line as it is shown."""

    line: DeliveryLine
    promise: str

    @property
    def name(self) -> str:
        """The name of its field of pieces."""
        return f"{UNITS}{self.line.row.pk}"


@dataclass(frozen=True)
class SupplierPart:
    """The lines of one supplier (0: without one); `amount_minor` adds up known costs, `unpriced` counts lines without one."""

    number: int
    supplier: Supplier | None
    name: str
    rows: list[Row]
    units: int
    amount_minor: int
    unpriced: int
    states: frozenset[str]


@requires(Permission.VIEW_STOCK)
@require_GET
def replenishment(request: HttpRequest) -> HttpResponse:
    """Show the list of one shop by supplier."""
    return _page(request, request.GET)


@requires(Permission.MANAGE_STOCK)
@require_POST
def replenishment_act(request: HttpRequest) -> HttpResponse:
    """Take a step with the ticked lines: ordered, another promise, received, cancelled, a step back; or save typed pieces."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:replenishment")
    today = local_day(shop, timezone.now())
    mine = set(delivery_rows(shops=[shop]).values_list("pk", flat=True))
    pks = _meant(request, shop, mine)
    ordered_on, promised_on = (_day(request.POST.get(name, "")) for name in ("ordered_on", "promised_on"))
    actor = person(request)
    acts: dict[str, Callable[[], int]] = {
        "order": lambda: order_deliveries(actor=actor, pks=pks, ordered_on=ordered_on or today, promised_on=promised_on),
        "promise": lambda: promise_deliveries(actor=actor, pks=pks, promised_on=promised_on),
        "receive": lambda: receive_deliveries(actor=actor, pks=pks, at=timezone.now()),
        "cancel": lambda: cancel_deliveries(actor=actor, pks=pks),
        "reopen": lambda: reopen_deliveries(actor=actor, pks=pks),
        "save": lambda: _save(request, mine),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        return _page(request, request.POST, refused=_("Choose a step."), status=422)
    try:
        count = act()
    except DeliveryRefusedError as refused:
        return _page(request, request.POST, refused=why_delivery(refused), status=422)
    said = ngettext("{count} line changed.", "{count} lines changed.", count).format(count=format_count(count))
    messages.success(request, said if count else _("Nothing was changed."))
    kept = {name: request.POST[name] for name in ("shop", "show", "supplier") if request.POST.get(name)}
    return redirect(f"{reverse('inventory:replenishment')}?{urlencode(kept)}")


@requires(Permission.VIEW_STOCK)
@require_GET
def replenishment_export(request: HttpRequest) -> HttpResponse:
    """Give the list as a file; of one supplier (`supplier=3`) without costs, to be sent."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("inventory:replenishment")
    lines = _lines(shop, request.GET)
    to_send = bool(request.GET.get("supplier"))
    with_costs = is_allowed(request.user, Permission.VIEW_COSTS) and not to_send
    title = lines[0].supplier if to_send and lines else shop.name
    cells = delivery_cells(shop, lines, with_costs=with_costs)
    stamp = f"{local_day(shop, timezone.now()):%Y%m%d}"
    name = f"order-{request.GET['supplier']}-{stamp}" if to_send else f"replenishment-{shop.pk}-{stamp}"
    return download(title or shop.name, cells, name=name, ending=request.GET.get("format", "xlsx"), fixed_columns=1)


def _meant(request: HttpRequest, shop: Shop, mine: set[int]) -> list[int]:
    """Return the ticked lines; with `every` all lines of the supplier `part` (0: without one) that can take the step."""
    if not request.POST.get("every"):
        return sorted({whole_number(text) for text in request.POST.getlist("ticked")} & mine)
    states = TAKES.get(request.POST.get("act", ""), ())
    rows = delivery_rows(shops=[shop], states=SHOWN[_shown(request.POST)]).filter(state__in=states)
    part = whole_number(request.POST.get("part", ""))
    rows = rows.filter(supplier=part) if part else rows.filter(supplier__isnull=True)
    return list(rows.values_list("pk", flat=True))


def _save(request: HttpRequest, mine: set[int]) -> int:
    """Save the pieces that were typed where they differ; return how many lines."""
    typed: dict[int, int] = {}
    for name in request.POST:
        text = str(request.POST.get(name, "")).strip()
        pk = whole_number(name.removeprefix(UNITS)) if name.startswith(UNITS) else 0
        if pk in mine and text != request.POST.get(f"was.{name}", ""):
            typed[pk] = whole_number(text.replace(",", ""))
    return set_delivery_units(actor=person(request), units=typed)


def _page(request: HttpRequest, asked: QueryDict, *, refused: str = "", status: int = 200) -> HttpResponse:
    shop = shop_of(asked)
    context: dict[str, Any] = {"shop": shop, "refused": refused, "parts": [], "shops": []}
    context |= {"may_manage": is_allowed(request.user, Permission.MANAGE_STOCK)}
    if shop is None:
        title, bad, why = _("There is no shop yet."), "", ""
        return render(request, "inventory/replenishment.html", context | {"sentence": (title, "", ""), "why": why})
    lines = _lines(shop, asked)
    title, bad, why = list_headline(lines if _shown(asked) == "open" else _lines(shop, QueryDict()))
    today = local_day(shop, timezone.now())
    query = {name: asked[name] for name in ("supplier",) if asked.get(name)} | {"shop": str(shop.pk)}
    context |= {
        "sentence": title.partition(bad) if bad else (title, "", ""),
        "why": why,
        "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        "show": _shown(asked),
        "shows": [(key, label, urlencode(query | {"show": key})) for key, label in _labels()],
        "supplier": asked.get("supplier", ""),
        "query": urlencode(query | {"show": _shown(asked)}),
        "parts": _parts(lines),
        "is_cut": len(lines) >= MOST_ROWS,
        "today": today,
        "with_costs": is_allowed(request.user, Permission.VIEW_COSTS),
    }
    return render(request, "inventory/replenishment.html", context, status=status)


def _labels() -> list[tuple[str, str]]:
    return [("open", _("open")), ("received", _("received")), ("cancelled", _("cancelled"))]


def _shown(asked: QueryDict) -> str:
    show = asked.get("show", "")
    return show if show in SHOWN else "open"


def _lines(shop: Shop, asked: QueryDict) -> list[DeliveryLine]:
    rows = delivery_rows(shops=[shop], states=SHOWN[_shown(asked)])
    if asked.get("supplier"):
        number = whole_number(asked.get("supplier", ""))
        rows = rows.filter(supplier=number) if number else rows.filter(supplier__isnull=True)
    return delivery_lines(rows[:MOST_ROWS], on=local_day(shop, timezone.now()))


def _parts(lines: Iterable[DeliveryLine]) -> list[SupplierPart]:
    found: dict[int, list[DeliveryLine]] = {}
    for line in lines:
        found.setdefault(line.row.supplier_id or 0, []).append(line)
    return [
        SupplierPart(
            number,
            some[0].row.supplier,
            some[0].supplier or _("No supplier told"),
            [Row(line, promise_words(line)) for line in some],
            sum(line.row.units for line in some),
            sum(line.amount_minor or 0 for line in some),
            sum(line.amount_minor is None for line in some),
            frozenset(line.row.state for line in some),
        )
        for number, some in sorted(found.items(), key=lambda item: (item[0] == 0, item[1][0].supplier))
    ]


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
