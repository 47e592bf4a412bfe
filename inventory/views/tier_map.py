"""The tier map: price against margin, and the same numbers as a list."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common.permissions import Permission, requires
from inventory.charts.tiers import map_figure
from inventory.pages.tier_map import map_of
from inventory.queries.tiers import terms_of
from orders.choosing import shop_of
from orders.models import Shop

ROWS = 50


@requires(Permission.VIEW_COSTS)
@require_GET
def tier_map(request: HttpRequest) -> HttpResponse:
    """Show where the products of a shop lie by price and margin."""
    shop = shop_of(request.GET)
    context: dict[str, Any] = {"shop": shop, "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()]}
    if shop is None:
        return render(request, "inventory/tiers/map.html", context | {"page": None, "figure": None})
    page = map_of(shop, terms_of(shop))
    figure = map_figure(page.points, shop.currency) if page.points else None
    points = Paginator(page.points, ROWS).get_page(request.GET.get("page"))
    return render(request, "inventory/tiers/map.html", context | {"page": page, "figure": figure, "points": points})
