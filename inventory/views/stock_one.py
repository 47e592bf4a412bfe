"""The stock of one SKU: where it lies, what holds it, its counts; count it, keep pieces back, release them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.forms import InkForm
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from inventory.forms.stock import CountForm, ReleaseForm, ReserveForm
from inventory.models import CountKind, CountSource, Reserve, StockCount
from inventory.queries.levels import StockOf, stock_of
from inventory.services import (
    Counted,
    CountError,
    ReserveError,
    drop_count,
    keep_reserve,
    release_reserve,
    tell_counts,
)
from inventory.words.stock import why_count, why_reserve
from orders.models import Shop


@requires(Permission.VIEW_STOCK)
@require_GET
def stock_one(request: HttpRequest) -> HttpResponse:
    """Show the stock of one SKU (`?shop=1&sku=...`)."""
    return _page(request, _found(request.GET.get("shop", ""), request.GET.get("sku", "")))


@requires(Permission.COUNT_STOCK)
@require_POST
def count_type(request: HttpRequest) -> HttpResponse:
    """Keep a count that was made just now."""
    found = _asked(request)
    form = CountForm(request.POST)
    if not form.is_valid():
        return _page(request, found, {"count_form": form}, status=422)
    said = form.cleaned_data
    told = Counted(found.sku, said["units"], CountKind(said["kind"]), said["place"].strip())
    try:
        tell_counts(actor=person(request), shop=found.shop, counts=[told])
    except CountError as wrong:
        form.add_error("units", why_count(wrong))
        return _page(request, found, {"count_form": form}, status=422)
    messages.success(request, _("The count is kept; what may be sold is worked out anew."))
    return redirect(_address(found))


@requires(Permission.COUNT_STOCK)
@require_POST
def count_drop(request: HttpRequest) -> HttpResponse:
    """Take a typed count away."""
    count = get_object_or_404(StockCount.objects.select_related("shop"), pk=whole_number(request.POST.get("count", "")))
    try:
        drop_count(actor=person(request), count=count)
    except ValueError:
        messages.error(
            request, _("Only a typed count can be taken away; undo the import or the stocktake that brought this one.")
        )
    else:
        messages.success(request, _("The typed count is gone."))
    return redirect(_link(count.shop_id, count.sku))


@requires(Permission.MANAGE_STOCK)
@require_POST
def reserve_keep(request: HttpRequest) -> HttpResponse:
    """Keep pieces back."""
    found = _asked(request)
    form = ReserveForm(request.POST)
    if not form.is_valid():
        return _page(request, found, {"reserve_form": form}, status=422)
    said = form.cleaned_data
    try:
        keep_reserve(actor=person(request), shop=found.shop, sku=found.sku, units=said["units"], reason=said["reason"])
    except ReserveError as wrong:
        form.add_error("units", why_reserve(wrong))
        return _page(request, found, {"reserve_form": form}, status=409)
    messages.success(request, _("The pieces are kept back from sale."))
    return redirect(_address(found))


@requires(Permission.MANAGE_STOCK)
@require_POST
def reserve_release(request: HttpRequest) -> HttpResponse:
    """Release a reserve, or a part of it, once."""
    found = _asked(request)
    reserve = get_object_or_404(Reserve, pk=whole_number(request.POST.get("reserve", "")), shop=found.shop, sku=found.sku)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, {"release_form": form}, status=422)
    said = form.cleaned_data
    try:
        release_reserve(reserve=reserve, actor=person(request), units=said["units"], reason=said["reason"])
    except ReserveError as wrong:
        form.add_error("units", why_reserve(wrong))
        return _page(request, found, {"release_form": form}, status=409)
    words = ngettext("{units} piece released: it may be sold now.", "{units} pieces released: they may be sold now.",
                     reserve.released_units)  # fmt: skip
    messages.success(request, words.format(units=format_count(reserve.released_units)))
    return redirect(_address(found))


def _page(request: HttpRequest, found: StockOf, forms: dict[str, InkForm] | None = None, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "found": found,
        "shop": found.shop,
        "now": timezone.now(),
        "typed": CountSource.TYPED,
        "count_form": CountForm(initial={"place": found.places[0].place if found.places else ""}),
        "reserve_form": ReserveForm(),
        "release_form": ReleaseForm(),
        "may_count": is_allowed(request.user, Permission.COUNT_STOCK),
        "may_manage": is_allowed(request.user, Permission.MANAGE_STOCK),
        "may_view_plan": is_allowed(request.user, Permission.VIEW_PLAN),
        "held": found.level.unpaid + found.level.unshipped if found.level else 0,
    }
    return render(request, "inventory/stock/one.html", context | (forms or {}), status=status)


def _asked(request: HttpRequest) -> StockOf:
    return _found(request.POST.get("shop", ""), request.POST.get("sku", ""))


def _found(number: str, sku: str) -> StockOf:
    shop = get_object_or_404(Shop, pk=whole_number(number))
    found = stock_of(shop=shop, sku=sku)
    if found.product is None and found.level is None:
        raise Http404
    return found


def _address(found: StockOf) -> str:
    return _link(found.shop.pk, found.sku)


def _link(shop: int, sku: str) -> str:
    return f"{reverse('inventory:stock-one')}?{urlencode({'shop': shop, 'sku': sku})}"
