"""The stock of a shop: what is on hand, held, kept back, to be sold and listed; and the same as a file."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import Cell, download
from inventory.forms.stock import SORTS, StockFilter
from inventory.models import StaleLevel, StockLevel
from inventory.queries.levels import knows_listing, new_skus, stock_summary
from inventory.words.stock import level_headers, stock_title
from orders.choosing import shop_of, shop_zone
from orders.models import Shop

PAGE_ROWS = 50


@requires(Permission.VIEW_STOCK)
@require_GET
def stock(request: HttpRequest) -> HttpResponse:
    """Show the levels of one shop, what needs a person first."""
    shop = shop_of(request.GET)
    context: dict[str, Any] = {
        "shop": shop,
        "may_import": is_allowed(request.user, Permission.IMPORT_FILES),
        "may_count": is_allowed(request.user, Permission.COUNT_STOCK),
    }
    if shop is None:
        return render(request, "inventory/stock/list.html", context | {"told": None})
    filters = StockFilter(request.GET, shop=shop)
    sort = request.GET.get("sort", "")
    page = Paginator(filters.found(sort), PAGE_ROWS).get_page(request.GET.get("page"))
    told = stock_summary(shop=shop)
    title, tone = stock_title(shop, told)
    query = filters.asked() | {"shop": str(shop.pk)}
    sorted_query = query | ({"sort": sort} if sort.removeprefix("-") in SORTS else {})
    context |= {
        "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        "told": told,
        "title": title,
        "tone": tone,
        "now": timezone.now(),
        "is_refreshing": StaleLevel.objects.filter(shop=shop).exists(),
        "knows_listing": knows_listing(shop=shop),
        "filters": filters,
        "is_filtered": len(query) > 1,
        "page": page,
        "rows": _rows(shop, page.object_list),
        "sorts": {key: urlencode(query | {"sort": f"-{key}" if sort == key else key}) for key in SORTS},
        "sorted": {sort.removeprefix("-"): "descending" if sort.startswith("-") else "ascending"},
        "query": urlencode(sorted_query),
        "older": urlencode(sorted_query | {"page": page.next_page_number()}) if page.has_next() else "",
        "newer": urlencode(sorted_query | {"page": page.previous_page_number()}) if page.has_previous() else "",
    }
    return render(request, "inventory/stock/list.html", context)


def _rows(shop: Shop, levels: Iterable[StockLevel]) -> list[dict[str, Any]]:
    """Make the rows of a page ready: the level, what is held in all, how far the listing is off, whether it is new."""
    found = list(levels)
    new = set(new_skus(shop=shop, skus=[one.sku for one in found]))
    return [
        {
            "level": one,
            "held": one.unpaid + one.unshipped,
            "off": None if one.listed is None or one.available is None else one.listed - one.available,
            "few": max(0, (one.available or 0) - (one.listed or 0)),
            "is_low": one.available is not None and one.available <= ((one.product and one.product.alert_units) or 0),
            "is_new": one.sku in new,
        }
        for one in found
    ]


@requires(Permission.VIEW_STOCK)
@require_GET
def stock_export(request: HttpRequest) -> HttpResponse:
    """Give the levels found as a file; its name carries the moment."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("inventory:stock")
    rows = StockFilter(request.GET, shop=shop).found(request.GET.get("sort", ""))
    stamp = f"{timezone.now().astimezone(shop_zone(shop)):%Y%m%d%H%M%S}"
    ending = request.GET.get("format", "csv")
    return download(shop.name, level_lines(shop, rows), name=f"stock-{shop.pk}-asof{stamp}", ending=ending, fixed_columns=1)


def level_lines(shop: Shop, rows: Iterable[StockLevel]) -> Iterator[list[Cell]]:
    """Yield the header, then each level; unknown is an empty cell, moments are on the shop's clock."""
    zone = shop_zone(shop)
    yield [*level_headers()]
    for one in rows:
        product = one.product
        yield [
            one.sku,
            product.title if product else "",
            product.tier if product else "",
            one.on_hand,
            one.unpaid,
            one.unshipped,
            one.reserve,
            one.available,
            one.short,
            one.listed,
            None if one.listed is None or one.available is None else one.listed - one.available,
            f"{one.counted_at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if one.counted_at else "",
            product.alert_units if product else None,
        ]
