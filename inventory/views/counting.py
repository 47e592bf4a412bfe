"""The page a phone or a scanner counts on: SKU, Enter, pieces, Enter, next."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.permissions import Permission, requires
from common.requests import whole_number
from inventory.forms.stocktakes import CountingForm
from inventory.models import Product, StockCount, Stocktake
from inventory.queries.stocktakes import last_counts, progress
from inventory.services import Again, CountedBeforeError, CountError, count_in, take_count_back
from inventory.words.stock import why_count


@requires(Permission.COUNT_STOCK)
@require_GET
def counting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page to count on."""
    take = _take(pk)
    if take.closed_at is not None:
        return redirect("inventory:stocktake", pk)
    return _page(request, take)


@requires(Permission.COUNT_STOCK)
@require_POST
def counting_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one count, or show whose number stands already."""
    take = _take(pk)
    form = CountingForm(request.POST)
    if not form.is_valid():
        return _page(request, take, form=form, status=422)
    said = form.cleaned_data
    try:
        count_in(
            actor=person(request), take=take, sku=said["sku"], units=said["units"], again=Again(said["again"] or Again.ASK),
            seen=said["seen"] or 0, is_new=said["is_new"],
        )  # fmt: skip
    except CountedBeforeError as met:
        return _page(request, take, form=form, standing=met.standing, status=409)
    except CountError as wrong:
        form.add_error("units" if wrong.code in {"negative", "large"} else "sku", why_count(wrong))
        return _page(request, take, form=form, is_unknown=wrong.code == "unknown", status=422)
    return redirect("inventory:counting", pk)


@requires(Permission.COUNT_STOCK)
@require_POST
def counting_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a count back."""
    count = get_object_or_404(
        StockCount.objects.select_related("stocktake"), pk=whole_number(request.POST.get("count", "")), stocktake=pk
    )
    try:
        take_count_back(actor=person(request), count=count)
    except CountError as wrong:
        messages.error(request, why_count(wrong))
    else:
        messages.success(request, _("The count of {sku} is taken back.").format(sku=count.sku))
    return redirect("inventory:counting", pk)


def _take(pk: int) -> Stocktake:
    return get_object_or_404(Stocktake.objects.select_related("shop"), pk=pk)


def _page(
    request: HttpRequest,
    take: Stocktake,
    *,
    form: CountingForm | None = None,
    standing: StockCount | None = None,
    is_unknown: bool = False,
    status: int = 200,
) -> HttpResponse:
    counts = last_counts(take)
    titles = dict(Product.objects.filter(shop=take.shop_id, sku__in=[one.sku for one in counts]).values_list("sku", "title"))
    told = progress(take)
    context: dict[str, Any] = {
        "take": take,
        "shop": take.shop,
        "form": form or CountingForm(),
        "asks_units": form is not None and "sku" in form.cleaned_data and "units" in form.errors,
        "standing": standing,
        "standing_by": standing.counted_by.shown_name if standing and standing.counted_by else "–",
        "together": standing and form and max(0, standing.units) + form.cleaned_data["units"],
        "is_unknown": is_unknown,
        "counts": [(one, titles.get(one.sku, "")) for one in counts],
        "told": told,
        "share": told.counted * 100 // told.asked if told.asked else 0,
        "now": timezone.now(),
    }
    return render(request, "inventory/stocktakes/counting.html", context, status=status)
