"""The stock cockpit: which product is gone first, how sure that is, and what can be done. One page of prepared rows."""

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from common.permissions import Permission, is_allowed, is_part_of_page, requires
from common.spreadsheets import download
from inventory.queries import cockpit as read
from live.page import stock as page
from live.queries.stock import reason_to_stop, sales_of, stopped
from live.stock_export import stock_rows
from orders.models import Shop


@requires(Permission.VIEW_STOCK)
@require_GET
def cockpit(request: HttpRequest) -> HttpResponse:
    """Show the cockpit; the same parts answer the refresh of the page, with an ETag and 304 where nothing changed."""
    now = timezone.now()
    context = _context(request, now)
    etag = _etag(context)
    is_refresh = is_part_of_page(request)
    if is_refresh and request.headers.get("If-None-Match") == etag:
        return _private(HttpResponseNotModified(), etag)
    if is_refresh:
        return _private(HttpResponse(render_to_string("live/stock/_cockpit.html", context, request)), etag)
    query = request.GET.urlencode()
    frame = {"etag": etag, "refresh_url": reverse("live:stock") + (f"?{query}" if query else "")}
    return _private(render(request, "live/stock/cockpit.html", context | frame), None)


@requires(Permission.VIEW_STOCK)
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give what the cockpit shows as a file, all pages of it."""
    shops, _chosen = chosen_shops(request)
    rows = read.run_outs(shops=shops, show=_show(request), asked=_asked(request))
    name = f"stock-{timezone.now():%Y%m%d%H%M}"
    return download("stock", stock_rows(rows, now=timezone.now()), name=name, ending=kind, fixed_columns=2)


def chosen_shops(request: HttpRequest) -> tuple[list[Shop], Shop | None]:
    """Return the shops that are looked at, all unless `?shop=` names one, and the one that is named."""
    shops = list(Shop.objects.all())
    one = next((shop for shop in shops if str(shop.pk) == request.GET.get("shop")), None)
    return ([one] if one else shops), one


def _show(request: HttpRequest) -> str:
    show = request.GET.get("show", "")
    return show if show in read.SHOWN else "next"


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:100]


def _context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    shops, one = chosen_shops(request)
    show, asked = _show(request), _asked(request)
    seen = read.overview(shops=shops)
    paged = Paginator(read.run_outs(shops=shops, show=show, asked=asked), read.PAGE_ROWS).get_page(request.GET.get("page"))
    goes_first = read.first_to_go(shops=shops)
    found = read.cockpit_rows([*([goes_first] if goes_first else []), *paged.object_list])
    first, rows = (found[0], found[1:]) if goes_first else (None, found)
    sales = sales_of(shops)
    tasks = stopped(rows, sales=sales)
    kept = {name: value for name, value in {"shop": str(one.pk) if one else "", "q": asked}.items() if value}
    query = kept | ({"show": show} if show != "next" else {})
    return {
        "rows": [
            page.shown_row(
                row,
                now=now,
                reason=reason_to_stop(row) if row.run_out.shop_id in sales else None,
                is_stopped=(row.run_out.shop_id, row.run_out.sku) in tasks,
            )
            for row in rows
        ],
        "seen": seen,
        "sentence": page.sentence(first, seen, now=now),
        "first": first.run_out if first else None,
        "first_address": page.one_address(first.run_out) if first else "",
        "why": page.why(seen),
        "tabs": [(*tab, urlencode(kept | ({"show": tab[0]} if tab[0] != "next" else {}))) for tab in page.tabs(seen, show)],
        "paged": paged,
        "query": urlencode(query),
        "older": urlencode(query | {"page": paged.next_page_number()}) if paged.has_next() else "",
        "shops": [(each, urlencode(query | {"shop": each.pk})) for each in Shop.objects.all()],
        "all_shops": urlencode({name: value for name, value in query.items() if name != "shop"}),
        "shop": one,
        "asked": asked,
        "show": show,
        "known_to": read.known_to(shops=shops),
        "zone": (shops[0] if shops else Shop()).time_zone,
        "now": now.replace(second=0, microsecond=0),
        "may_manage": is_allowed(request.user, Permission.MANAGE_STOCK),
        "may_import": is_allowed(request.user, Permission.IMPORT_FILES),
    }


def _etag(context: dict[str, Any]) -> str:
    """Return the ETag of what is shown: of the rows as they are said, and of all around them."""
    told = [get_language(), *(repr(context[name]) for name in sorted(context) if name not in {"paged", "shops", "rows"})]
    for row in context["rows"]:
        beside = row.row
        told.append(
            repr((row.address, row.goes, row.interval, row.state, row.hourly, row.promise, row.risk, row.advice, row.stop))
        )
        told.append(
            repr((row.is_stopped, beside.title, beside.stand_in, beside.run_out.pieces, beside.run_out.line, beside.held))
        )
        told.append(repr((beside.reserve.units if beside.reserve else 0, beside.level.short if beside.level else 0)))
    told.append(repr((context["paged"].number, context["paged"].paginator.count)))
    return f'"{hashlib.sha256(chr(0).join(map(str, told)).encode()).hexdigest()[:32]}"'


def _private(response: HttpResponse, etag: str | None) -> HttpResponse:
    """Keep the stock out of shared caches and out of the browser's own; the page itself remembers the ETag."""
    if etag:
        response["ETag"] = etag
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["HX-Request", "Cookie", "Accept-Language"])
    return response
