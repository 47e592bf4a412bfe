"""Where stock and reality part: listed against real, goods never listed, what is missing between two stocktakes."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common.money import exponent_of, from_minor
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from common.spreadsheets import Cell, download
from inventory.models import Stocktake
from inventory.queries.differences import Shrinkage, listed_otherwise, never_listed, sales_counted, shrinkage
from inventory.queries.levels import knows_listing
from orders.choosing import shop_of, shop_zone
from orders.models import Shop

ROWS = 100


@requires(Permission.VIEW_STOCK)
@require_GET
def differences(request: HttpRequest) -> HttpResponse:
    """Show the three kinds of differences of one shop, the dearest first."""
    shop = shop_of(request.GET)
    if shop is None:
        return render(request, "inventory/stock/differences.html", {"shop": None})
    off = listed_otherwise(shop=shop)
    listing = knows_listing(shop=shop)
    hidden = never_listed(shop=shop)
    too_many = [row for row in off if row.off > 0]
    pairs = sales_counted(shop=shop)
    pair = next((one for one in pairs if f"{one[1].pk}" == request.GET.get("after", "")), pairs[0] if pairs else None)
    rows = shrinkage(before=pair[0], after=pair[1]) if pair else []
    may_view_costs = is_allowed(request.user, Permission.VIEW_COSTS)
    context: dict[str, Any] = {
        "shop": shop,
        "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        "now": timezone.now(),
        "knows_listing": listing,
        "too_many_units": sum(row.off for row in too_many),
        "too_many": len(too_many),
        "off": Paginator(off, ROWS).get_page(request.GET.get("page")),
        "hidden": Paginator(hidden, ROWS).get_page(request.GET.get("hidden")),
        "hidden_count": len(hidden),
        "lost_minor": sum(row.lost_minor or 0 for row in hidden),
        "without_price": sum(row.lost_minor is None for row in hidden),
        "pairs": pairs,
        "pair": pair,
        "shrinkage": Paginator(rows, ROWS).get_page(request.GET.get("missing")),
        "missing": sum(row.missing for row in rows),
        "missing_minor": sum(row.missing_cost_minor or 0 for row in rows),
        "without_cost": sum(row.cost_minor is None and row.missing != 0 for row in rows),
        "may_view_costs": may_view_costs,
    }
    return render(request, "inventory/stock/differences.html", context)


@requires(Permission.VIEW_STOCK)
@require_GET
def differences_export(request: HttpRequest) -> HttpResponse:
    """Give one of the three lists as a file (`list`: listed, hidden or missing)."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("inventory:differences")
    which = request.GET.get("list", "listed")
    if which == "listed":
        lines = _listed_lines(shop)
    elif which == "hidden":
        lines = _hidden_lines(shop)
    else:
        after = Stocktake.objects.filter(shop=shop, pk=whole_number(request.GET.get("after", ""))).first()
        pair = next((one for one in sales_counted(shop=shop) if one[1] == after), None)
        if pair is None:
            raise Http404
        rows = shrinkage(before=pair[0], after=pair[1])
        lines = _missing_lines(shop, rows, with_costs=is_allowed(request.user, Permission.VIEW_COSTS))
    stamp = f"{timezone.now().astimezone(shop_zone(shop)):%Y%m%d%H%M%S}"
    name = f"differences-{which}-{shop.pk}-asof{stamp}"
    return download(shop.name, lines, name=name, ending=request.GET.get("format", "csv"), fixed_columns=1)


def _listed_lines(shop: Shop) -> Iterator[list[Cell]]:
    yield ["SKU", _("Title"), _("Listed"), _("Available"), _("Listed less available")]
    for row in listed_otherwise(shop=shop):
        product = row.level.product
        yield [row.level.sku, product.title if product else "", row.level.listed, row.level.available, row.off]


def _hidden_lines(shop: Shop) -> Iterator[list[Cell]]:
    exponent = exponent_of(shop.currency)
    yield ["SKU", _("Title"), _("Available"), _("Value at list price")]
    for row in never_listed(shop=shop):
        lost = None if row.lost_minor is None else from_minor(row.lost_minor, exponent)
        product = row.level.product
        yield [row.level.sku, product.title if product else "", row.level.available, lost]


def _missing_lines(shop: Shop, rows: list[Shrinkage], *, with_costs: bool) -> Iterator[list[Cell]]:
    exponent = exponent_of(shop.currency)
    header: list[Cell] = ["SKU", _("Title"), _("Before"), _("Sold"), _("Shipped"), _("After"), _("Missing")]
    yield [*header, _("Cost of the missing")] if with_costs else header
    for row in rows:
        line: list[Cell] = [row.sku, row.title, row.before, row.sold, row.shipped, row.after, row.missing]
        cost = None if row.missing_cost_minor is None else from_minor(row.missing_cost_minor, exponent)
        yield [*line, cost] if with_costs else line
