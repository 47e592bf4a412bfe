"""One product: what is known of it, what was asked and paid for it, and a price typed by hand."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from common.permissions import Permission, is_allowed, requires
from inventory.forms import AskedPriceForm
from inventory.models import PriceKind, PricePoint, PriceSource, Product
from inventory.queries import points_of
from inventory.services import drop_price, type_price
from inventory.views.products import person


@requires(Permission.VIEW_PLAN)
@require_GET
def product(request: HttpRequest) -> HttpResponse:
    """Show one product (`?shop=1&sku=...`)."""
    return _page(request, _found(request.GET.get("shop", ""), request.GET.get("sku", "")))


@requires(Permission.EDIT_PLAN)
@require_POST
def price_type(request: HttpRequest) -> HttpResponse:
    """Keep a price that was asked of everybody."""
    found = _found(request.POST.get("shop", ""), request.POST.get("sku", ""))
    form = AskedPriceForm(request.POST, shop=found.shop)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    said = form.cleaned_data
    type_price(
        actor=person(request), shop=found.shop, sku=found.sku, price_minor=said["price"], first=said["first"], last=said["last"]
    )
    messages.success(request, _("The price is kept; checks of prices know it now."))
    return redirect(_address(found))


@requires(Permission.EDIT_PLAN)
@require_POST
def price_drop(request: HttpRequest) -> HttpResponse:
    """Take a typed price away."""
    point = get_object_or_404(PricePoint.objects.select_related("shop"), pk=_number(request.POST.get("point", "")))
    found = _found(str(point.shop_id), point.sku)
    try:
        drop_price(actor=person(request), point=point)
    except ValueError:
        messages.error(request, _("Only a typed price can be taken away; undo the import that brought this one."))
    else:
        messages.success(request, _("The typed price is gone."))
    return redirect(_address(found))


def _page(request: HttpRequest, found: Product, *, form: AskedPriceForm | None = None, status: int = 200) -> HttpResponse:
    zone = ZoneInfo(found.shop.time_zone)
    today = timezone.now().astimezone(zone).date()
    context: dict[str, Any] = {
        "product": found,
        "shop": found.shop,
        "offered": [_with_days(point, zone) for point in points_of(found.shop, found.sku, kind=PriceKind.OFFERED)],
        "paid": [_with_days(point, zone) for point in points_of(found.shop, found.sku, kind=PriceKind.PAID)],
        "form": form or AskedPriceForm(shop=found.shop, initial={"first": f"{today}"}),
        "typed": PriceSource.TYPED,
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "inventory/product.html", context, status=status)


def _with_days(point: PricePoint, zone: ZoneInfo) -> tuple[PricePoint, date, date | None]:
    """Return a price with its first and its last day on the shop's clock; None while it is open."""
    last = None if point.until is None else (point.until - timedelta(microseconds=1)).astimezone(zone).date()
    return point, point.since.astimezone(zone).date(), last


def _found(shop: str, sku: str) -> Product:
    number = _number(shop)
    found = Product.objects.select_related("shop", "supplier").filter(sku=sku, shop=number).first()
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _address(found: Product) -> str:
    return f"{reverse('inventory:product')}?{urlencode({'shop': found.shop_id, 'sku': found.sku})}"
