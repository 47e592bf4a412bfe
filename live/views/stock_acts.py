"""Acting on one product of the cockpit: release its reserve, keep pieces back, stop its ads; and what the lines rest on."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from campaigns.models import Campaign
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from inventory.models import RunOut, StockDay, Substitute
from inventory.queries.cockpit import CockpitRow, cockpit_rows
from inventory.rules.runout.interval import USUAL_MINUTES
from inventory.services import ReserveError, interval_of, keep_reserve, release_reserve, set_stock_day
from inventory.services.substitutes import SubstituteError, swap_in
from inventory.words.substitutes import why_not
from live.forms import KeepForm, ReleaseForm, StockDayForm
from live.page import stock as page
from live.page.stock_acts import refused
from live.queries.stock import reason_to_stop, sales_of, stopped
from live.services import refresh_stock, stop_ads
from orders.models import Shop


@requires(Permission.VIEW_STOCK)
@require_GET
def one(request: HttpRequest) -> HttpResponse:
    """Show one product of the cockpit with what can be done (`?shop=1&sku=...`)."""
    return _page(request, _found(request.GET.get("shop", ""), request.GET.get("sku", "")))


@requires(Permission.MANAGE_STOCK)
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Release the reserve of a product, or a part of it."""
    row = _found(request.POST.get("shop", ""), request.POST.get("sku", ""))
    form = ReleaseForm(request.POST, prefix="release")
    if not form.is_valid():
        return _page(request, row, release_form=form, status=422)
    if row.reserve is None:
        messages.error(request, refused("released"))
        return redirect(page.one_address(row.run_out))
    units, reason = form.cleaned_data["units"], form.cleaned_data["reason"]
    try:
        release_reserve(reserve=row.reserve, actor=_person(request), units=units, reason=reason)
    except ReserveError as error:
        form.add_error("units", refused(error.code))
        return _page(request, row, release_form=form, status=422)
    _refresh(row)
    said = ngettext("{count} piece is released and can be sold.", "{count} pieces are released and can be sold.", units)
    messages.success(request, said.format(count=format_count(units)))
    return redirect(page.one_address(row.run_out))


@requires(Permission.MANAGE_STOCK)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep pieces of a product back from sale."""
    row = _found(request.POST.get("shop", ""), request.POST.get("sku", ""))
    form = KeepForm(request.POST, prefix="keep")
    if not form.is_valid():
        return _page(request, row, keep_form=form, status=422)
    units, shop = form.cleaned_data["units"], row.run_out.shop
    sale = sales_of([shop]).get(shop.pk, 0)
    try:
        keep_reserve(
            actor=_person(request),
            shop=shop,
            sku=row.run_out.sku,
            units=units,
            campaign_no=sale,
            reason=form.cleaned_data["reason"],
        )
    except ReserveError as error:
        form.add_error("units", refused(error.code))
        return _page(request, row, keep_form=form, status=422)
    _refresh(row)
    said = ngettext("{count} piece is kept back.", "{count} pieces are kept back.", units)
    messages.success(request, said.format(count=format_count(units)))
    return redirect(page.one_address(row.run_out))


@requires(Permission.MANAGE_STOCK)
@require_POST
def swap(request: HttpRequest) -> HttpResponse:
    """Let the substitute that is lined up lead its product; the product's listing stays up."""
    row = _found(request.POST.get("shop", ""), request.POST.get("sku", ""))
    lined_up = Substitute.objects.select_related("shop").filter(shop=row.run_out.shop, sku=row.run_out.sku)
    substitute = get_object_or_404(lined_up, pk=whole_number(request.POST.get("substitute", "")))
    reason = request.POST.get("reason", "").strip()[:200] or str(row.run_out.get_state_display())
    try:
        is_new = swap_in(actor=_person(request), substitute=substitute, reason=reason, at=timezone.now())
    except SubstituteError as error:
        messages.error(request, why_not(error))
    else:
        told = _("{other} stands in for {product} now.") if is_new else _("{other} stands in for {product} already.")
        messages.success(request, told.format(other=substitute.other_sku, product=row.title))
    return _back(request, row)


@requires(Permission.MANAGE_STOCK)
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Set the task "stop the ads" for a product, once."""
    row = _found(request.POST.get("shop", ""), request.POST.get("sku", ""))
    try:
        made, is_new = stop_ads(run_out=row.run_out, actor=_person(request), at=timezone.now(), title=row.title)
    except Campaign.DoesNotExist:
        messages.error(request, _("No sale runs in this shop, so there is no list for the task."))
    else:
        said = _("Task {number} asks operations to stop the ads.") if is_new else _("Task {number} asked for this already.")
        messages.success(request, said.format(number=made.task_id))
    return _back(request, row)


@requires(Permission.MANAGE_STOCK)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and set what the alert lines and the risks of a shop are worked out from."""
    shops = list(Shop.objects.all())
    asked = request.POST.get("shop", "") or request.GET.get("shop", "")
    shop = next((each for each in shops if str(each.pk) == asked), shops[0] if shops else None)
    if shop is None:
        raise Http404
    day = StockDay.objects.filter(shop=shop).first() or StockDay(shop=shop)
    form = StockDayForm(request.POST) if request.method == "POST" else StockDayForm.of(day)
    if request.method == "POST" and form.is_valid():
        set_stock_day(actor=_person(request), shop=shop, values=form.values())
        refresh_stock(shop=shop, at=timezone.now())
        messages.success(request, _("The lines and risks of {shop} are worked out anew.").format(shop=shop.name))
        return redirect("live:stock")
    observed = interval_of(StockDay(seen=day.seen))
    context = {"form": form, "shop": shop, "shops": shops, "observed": observed, "usual": USUAL_MINUTES}
    return render(request, "live/stock/settings.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    row: CockpitRow,
    *,
    release_form: ReleaseForm | None = None,
    keep_form: KeepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now, run_out = timezone.now(), row.run_out
    sales = sales_of([run_out.shop])
    task = stopped([row], sales=sales).get((run_out.shop_id, run_out.sku))
    reason = reason_to_stop(row) if sales else None
    kept = row.reserve.units if row.reserve else 0
    context: dict[str, Any] = {
        "shown": page.shown_row(row, now=now, reason=reason, is_stopped=task is not None),
        "sentence": page.one_sentence(row, now=now),
        "row": row,
        "run_out": run_out,
        "shop": run_out.shop,
        "sale": sales.get(run_out.shop_id),
        "task": task,
        "release_form": release_form or ReleaseForm(prefix="release", initial={"units": kept}),
        "keep_form": keep_form or KeepForm(prefix="keep", initial={"units": run_out.hold_back or None}),
        "may_manage": is_allowed(request.user, Permission.MANAGE_STOCK),
    }
    return render(request, "live/stock/one.html", context, status=status)


def _found(shop: str, sku: str) -> CockpitRow:
    run_out = get_object_or_404(RunOut.objects.select_related("shop"), shop=whole_number(shop), sku=sku)
    return cockpit_rows([run_out])[0]


def _refresh(row: CockpitRow) -> None:
    refresh_stock(shop=row.run_out.shop, at=timezone.now(), skus=[row.run_out.sku])


def _back(request: HttpRequest, row: CockpitRow) -> HttpResponse:
    """Go back to the list somebody came from, else to the page of the product."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else page.one_address(row.run_out))


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
