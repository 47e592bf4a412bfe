"""Stocktakes: open one, see how far it is, print its sheet, close it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from inventory.forms.stocktakes import StocktakeForm
from inventory.models import Occasion, Stocktake
from inventory.queries.stocktakes import asked_for, by_category, progress, stocktakes
from inventory.services import CountError, close_stocktake, discard_stocktake, open_stocktake
from inventory.words.stock import why_count
from orders.choosing import shop_of
from orders.models import Shop

ROWS = 200


@requires(Permission.COUNT_STOCK)
@require_GET
def stocktake_list(request: HttpRequest) -> HttpResponse:
    """Show the stocktakes of one shop, open ones first, and the form to open another."""
    return _list(request, shop_of(request.GET))


@requires(Permission.COUNT_STOCK)
@require_POST
def stocktake_open(request: HttpRequest) -> HttpResponse:
    """Open a stocktake."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:stocktakes")
    form = StocktakeForm(request.POST, shop=shop)
    if not form.is_valid():
        return _list(request, shop, form, status=422)
    said = dict(form.cleaned_data)
    take = open_stocktake(actor=person(request), shop=shop, **(said | {"occasion": Occasion(said["occasion"])}))
    messages.success(request, _("The stocktake is open: count with a phone, or print the sheet."))
    return redirect("inventory:stocktake", take.pk)


@requires(Permission.COUNT_STOCK)
@require_GET
def stocktake(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a stocktake is, what differs and what is still to be counted."""
    take = get_object_or_404(Stocktake.objects.select_related("shop", "opened_by"), pk=pk)
    told = progress(take)
    context: dict[str, Any] = {
        "take": take,
        "shop": take.shop,
        "told": told,
        "rows": told.rows[:ROWS],
        "missing": told.missing[:ROWS],
        "share": told.counted * 100 // told.asked if told.asked else 0,
        "now": timezone.now(),
        "may_manage": is_allowed(request.user, Permission.MANAGE_STOCK),
    }
    return render(request, "inventory/stocktakes/one.html", context)


@requires(Permission.COUNT_STOCK)
@require_GET
def stocktake_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is to be counted as a sheet to print: no number stands on it, so that nobody copies one."""
    take = get_object_or_404(Stocktake.objects.select_related("shop"), pk=pk)
    context = {"take": take, "shop": take.shop, "groups": by_category(take), "count": len(asked_for(take))}
    return render(request, "inventory/stocktakes/sheet.html", context)


@requires(Permission.COUNT_STOCK)
@require_POST
def stocktake_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a stocktake: its counts make the levels."""
    take = get_object_or_404(Stocktake, pk=pk)
    try:
        skus = close_stocktake(actor=person(request), take=take, rest_is_gone=bool(request.POST.get("rest_is_gone")))
    except CountError as wrong:
        messages.error(request, why_count(wrong))
    else:
        words = ngettext("Closed: the stock of {skus} product is what was counted.",
                         "Closed: the stock of {skus} products is what was counted.", skus)  # fmt: skip
        messages.success(request, words.format(skus=format_count(skus)))
    return redirect("inventory:stocktake", pk)


@requires(Permission.COUNT_STOCK)
@require_POST
def stocktake_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an open stocktake away."""
    take = get_object_or_404(Stocktake, pk=pk)
    shop = take.shop_id
    try:
        discard_stocktake(actor=person(request), take=take)
    except CountError as wrong:
        messages.error(request, why_count(wrong))
        return redirect("inventory:stocktake", pk)
    messages.success(request, _("The stocktake and its counts are thrown away."))
    response: HttpResponse = redirect("inventory:stocktakes")
    response["Location"] += f"?{urlencode({'shop': shop})}"
    return response


def _list(request: HttpRequest, shop: Shop | None, form: StocktakeForm | None = None, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"shop": shop, "takes": [], "form": None, "shops": [], "open_count": 0, "now": timezone.now()}
    if shop is not None:
        takes = list(stocktakes(shop=shop)[:ROWS])
        today = timezone.localdate()
        context |= {
            "takes": takes,
            "open_count": sum(take.closed_at is None for take in takes),
            "form": form or StocktakeForm(shop=shop, initial={"name": f"{today}"}),
            "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        }
    return render(request, "inventory/stocktakes/list.html", context, status=status)
