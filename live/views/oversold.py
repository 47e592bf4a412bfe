"""What was sold and is not there: pieces short, orders that wait, the supplier's promise, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download
from inventory.queries.cockpit import overview
from inventory.queries.oversold import oversold as read
from inventory.queries.oversold import oversold_levels
from live.page.oversold import sentence, shown_oversold
from live.stock_export import oversold_rows
from live.views.stock import chosen_shops
from orders.models import Shop

MOST = 500


@requires(Permission.VIEW_STOCK)
@require_GET
def oversold(request: HttpRequest) -> HttpResponse:
    """Show the products with fewer pieces than are sold, the largest shortage first."""
    shops, one = chosen_shops(request)
    seen = overview(shops=shops)
    rows = read(list(oversold_levels(shops=shops)[:MOST]))
    context = {
        "rows": [shown_oversold(row) for row in rows],
        "seen": seen,
        "sentence": sentence(seen),
        "covered": sum(row.covered for row in rows),
        "shops": list(Shop.objects.all()),
        "shop": one,
        "most": MOST,
        "may_manage": is_allowed(request.user, Permission.MANAGE_STOCK),
    }
    return render(request, "live/stock/oversold.html", context)


@requires(Permission.VIEW_STOCK)
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give all oversold products as a file."""
    shops, _one = chosen_shops(request)
    rows = read(list(oversold_levels(shops=shops)))
    return download("oversold", oversold_rows(rows), name=f"oversold-{timezone.now():%Y%m%d%H%M}", ending=kind, fixed_columns=2)
