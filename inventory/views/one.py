"""One product: what it sold, its prices, stock, partners, substitutes, orders and facts; facts and prices typed by hand."""

import json
from dataclasses import dataclass
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

from accounts.asking import person
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download
from inventory.charts.sales import sales_figure
from inventory.exports.product import sales_lines
from inventory.forms import AskedPriceForm
from inventory.forms.product import FactsForm, facts_of, met_fields, typed_changes
from inventory.models import PriceKind, PricePoint, PriceSource, Product, RunOut
from inventory.queries import points_of
from inventory.queries.levels import stock_of
from inventory.queries.pairs import pair_rows, runs_of
from inventory.queries.product import buffers_of, last_day_slot, last_orders, sales_of, trail_of
from inventory.queries.substitutes import stands_in_for, substitutes_of
from inventory.services import ProductError, drop_price, edit_products, type_price
from inventory.words.one import change_words, field_label, goes_between, one_headline
from inventory.words.pairs import partner_words
from inventory.words.products import why

SHOWN_PAIRS, SHOWN_PRICES = 6, 14


@dataclass
class Typed:
    """What an answer shows beside the product: forms that could not be taken, and what somebody else wrote meanwhile."""

    price: AskedPriceForm | None = None
    facts: FactsForm | None = None
    met: str = ""
    status: int = 200


@requires(Permission.VIEW_PLAN)
@require_GET
def product(request: HttpRequest) -> HttpResponse:
    """Show one product (`?shop=1&sku=...`), its sales by day, or with `by=hour` by hour."""
    return _page(request, _found(request.GET.get("shop", ""), request.GET.get("sku", "")), Typed())


@requires(Permission.VIEW_NUMBERS)
@require_GET
def product_export(request: HttpRequest) -> HttpResponse:
    """Give the sales of one product by day or by hour as CSV or XLSX."""
    found = _found(request.GET.get("shop", ""), request.GET.get("sku", ""))
    by = _by(request)
    sales = sales_of(found.shop, found.sku, end=last_day_slot(found.shop, at=timezone.now()), by=by)
    table = sales_lines(found.shop, found.sku, sales)
    return download(found.sku, table, name=f"sales-{found.pk}-by-{by}", ending=request.GET.get("format", "csv"))


@requires(Permission.EDIT_PLAN)
@require_POST
def facts_save(request: HttpRequest) -> HttpResponse:
    """Write the facts that were typed anew; what somebody else wrote meanwhile is shown first."""
    found = _found(request.POST.get("shop", ""), request.POST.get("sku", ""))
    form = _facts_form(request, found, data=True)
    try:
        was: dict[str, str] = dict(json.loads(request.POST.get("was", "")))
    except (ValueError, TypeError):
        raise Http404 from None
    if not form.is_valid():
        return _page(request, found, Typed(facts=form, status=422))
    typed = {name: request.POST.get(name, "") for name in form.fields}
    changes = typed_changes(typed, was, form.cleaned_data)
    met = met_fields(changes, typed, was, facts_of(found))
    if met:
        words = _("Somebody wrote {fields} meanwhile. Nothing was saved; what you typed is kept: save once more to keep it.")
        fields = ", ".join(field_label(name) for name in met)
        return _page(request, found, Typed(facts=form, met=words.format(fields=fields), status=409))
    try:
        count = edit_products(actor=person(request), shop=found.shop, changes={found.sku: changes} if changes else {})
    except ProductError as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, why(wrong))
        return _page(request, found, Typed(facts=form, status=422))
    messages.success(request, _("Saved.") if count else _("Nothing was typed anew."))
    return redirect(f"{_address(found)}#facts")


@requires(Permission.EDIT_PLAN)
@require_POST
def price_type(request: HttpRequest) -> HttpResponse:
    """Keep a price that was asked of everybody."""
    found = _found(request.POST.get("shop", ""), request.POST.get("sku", ""))
    form = AskedPriceForm(request.POST, shop=found.shop)
    if not form.is_valid():
        return _page(request, found, Typed(price=form, status=422))
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


def _page(request: HttpRequest, found: Product, typed: Typed) -> HttpResponse:
    shop, sku, zone, at = found.shop, found.sku, ZoneInfo(found.shop.time_zone), timezone.now()
    allowed = {name: is_allowed(request.user, name) for name in Permission}
    by = _by(request)
    end = last_day_slot(shop, at=at)
    sales = sales_of(shop, sku, end=end, by=by)
    stock, lined = stock_of(shop=shop, sku=sku), substitutes_of(shop, sku)
    run_out = RunOut.objects.filter(shop=shop, sku=sku).first()
    context: dict[str, Any] = {
        "product": found,
        "shop": shop,
        "headline": one_headline(found, level=stock.level, run_out=run_out, lined=lined, sales=sales, at=at),
        "by": by,
        "ways": [(way, words, f"?{urlencode({'shop': shop.pk, 'sku': sku, 'by': way})}#sales") for way, words in _ways()],
        "sales": sales,
        "figure": sales_figure(sales, shop=shop, by=by) if any(sales.units) else None,
        "units": sum(sales.units),
        "revenue_minor": sum(sales.revenue_minor),
        "offered": [_with_days(point, zone) for point in points_of(shop, sku, kind=PriceKind.OFFERED)],
        "paid": [_with_days(point, zone) for point in points_of(shop, sku, kind=PriceKind.PAID)],
        "shown_prices": SHOWN_PRICES,
        "form": typed.price or AskedPriceForm(shop=shop, initial={"first": f"{at.astimezone(zone).date()}"}),
        "facts": typed.facts or _facts_form(request, found, data=False),
        "was": json.dumps(facts_of(found)),
        "met": typed.met,
        "typed": PriceSource.TYPED,
        "stock": stock,
        "now": at,
        "buffers": buffers_of(shop, sku),
        "run_out": run_out,
        "goes": goes_between(run_out, shop.time_zone),
        "lined": lined,
        "stands_in_for": stands_in_for(shop, sku),
        "partners": _partners(found),
        "orders": last_orders(shop, sku, sales.hours),
        "trail": [(one, *change_words(one, found, with_costs=allowed[Permission.VIEW_COSTS])) for one in trail_of(found)],
        "may_edit": allowed[Permission.EDIT_PLAN],
        "may_manage": allowed[Permission.MANAGE_STOCK],
        "sees_costs": allowed[Permission.VIEW_COSTS],
        "sees_stock": allowed[Permission.VIEW_STOCK],
        "sees_numbers": allowed[Permission.VIEW_NUMBERS],
    }
    return render(request, "inventory/product.html", context, status=typed.status)


def _facts_form(request: HttpRequest, found: Product, *, data: bool) -> FactsForm:
    with_costs = is_allowed(request.user, Permission.VIEW_COSTS)
    if data:
        return FactsForm(request.POST, shop=found.shop, with_costs=with_costs)
    return FactsForm(shop=found.shop, with_costs=with_costs, initial=facts_of(found))


def _partners(found: Product) -> list[dict[str, Any]]:
    """Return the strongest partners of a product in the newest count, each in words."""
    run = runs_of(found.shop).shown
    shown = []
    for row in pair_rows(run, sku=found.sku)[:SHOWN_PAIRS] if run else []:
        side, title, confidence = row.partner_of(found.sku)
        words = partner_words(title, confidence, row.times)
        shown.append({"row": row, "sku": side.sku, "title": title, "words": words})
    return shown


def _ways() -> list[tuple[str, str]]:
    return [("day", _("by day")), ("hour", _("by hour"))]


def _by(request: HttpRequest) -> str:
    return "hour" if request.GET.get("by") == "hour" else "day"


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
