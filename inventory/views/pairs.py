"""What is bought together: count it, find in it, keep a pair as a bundle, take the table home."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.money import exponent_of, from_minor
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from common.spreadsheets import download
from inventory.doorbell import ring_pairs
from inventory.exports.pairs import pair_lines
from inventory.forms.pairs import DAYS, PAIR_SORTS, BundleForm, CountForm, PairFilter
from inventory.models import Bundle, Pair
from inventory.queries.pairs import bundles_of, is_small, pair_rows, products_named, runs_of
from inventory.services.bundles import drop_bundle, keep_bundle
from inventory.services.pairs import ask_pairs, run_pairs
from inventory.words.pairs import days_of, next_days, pairs_headline
from metrics.queries import freshness
from orders.choosing import shop_of
from orders.models import Shop

PAGE_ROWS = 25


@requires(Permission.VIEW_PLAN)
@require_GET
def pair_list(request: HttpRequest) -> HttpResponse:
    """Show the pairs of one shop's count, the newest unless `run` names another."""
    return _page(request, request.GET)


@requires(Permission.EDIT_PLAN)
@require_POST
def pairs_count(request: HttpRequest) -> HttpResponse:
    """Ask for a count: a small one is made at once, a large one by a worker."""
    shop = get_object_or_404(Shop, pk=whole_number(request.POST.get("shop", "")))
    form = CountForm(request.POST, shop=shop)
    if not form.is_valid():
        return _page(request, request.POST, form=form, status=422)
    now, window = timezone.now(), form.window()
    run = ask_pairs(actor=person(request), shop=shop, window=window, min_count=form.cleaned_data["min_count"], at=now)
    if is_small(shop, window):
        run_pairs(run_id=run.pk, at=now)
    else:
        ring_pairs(run_id=run.pk)
    return redirect(f"{reverse('inventory:pairs')}?{urlencode({'shop': shop.pk})}")


@requires(Permission.VIEW_PLAN)
@require_GET
def pairs_export(request: HttpRequest) -> HttpResponse:
    """Give the pairs found as CSV or XLSX; the margin to whom may see costs."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("inventory:pairs")
    run = runs_of(shop, wanted=whole_number(request.GET.get("run", ""))).shown
    rows = PairFilter(request.GET, shop=shop).kept(pair_rows(run), request.GET.get("sort", "")) if run else []
    table = pair_lines(shop, rows, with_costs=is_allowed(request.user, Permission.VIEW_COSTS))
    name = f"pairs-{shop.pk}-{run.pk if run else 0}"
    return download(_("Bought together"), table, name=name, ending=request.GET.get("format", "csv"))


@requires(Permission.EDIT_PLAN)
@require_POST
def bundle_keep(request: HttpRequest) -> HttpResponse:
    """Keep a pair as a proposed bundle at a price."""
    pair = get_object_or_404(Pair.objects.select_related("run__shop"), pk=whole_number(request.POST.get("pair", "")))
    shop = pair.run.shop
    form = BundleForm(request.POST, shop=shop)
    if form.is_valid():
        said, skus = form.cleaned_data, (pair.first_sku, pair.second_sku)
        keep_bundle(actor=person(request), shop=shop, skus=skus, price_minor=said["price"], note=said["note"])
        messages.success(request, _("Kept among the bundles below."))
    else:
        messages.error(request, " ".join(str(words) for field in form.errors.values() for words in field))
    return redirect(f"{reverse('inventory:pairs')}?{urlencode({'shop': shop.pk, 'run': pair.run_id})}#bundles")


@requires(Permission.EDIT_PLAN)
@require_POST
def bundle_drop(request: HttpRequest) -> HttpResponse:
    """Drop a proposed bundle."""
    number = whole_number(request.POST.get("bundle", ""))
    bundle = get_object_or_404(Bundle.objects.select_related("shop"), pk=number)
    if drop_bundle(actor=person(request), bundle=bundle):
        messages.success(request, _("The bundle is dropped; keeping the pair again brings it back."))
    return redirect(f"{reverse('inventory:pairs')}?{urlencode({'shop': bundle.shop_id})}#bundles")


def _page(request: HttpRequest, asked: QueryDict, *, form: CountForm | None = None, status: int = 200) -> HttpResponse:
    shop = shop_of(asked)
    context: dict[str, Any] = {"shop": shop, "may_edit": is_allowed(request.user, Permission.EDIT_PLAN)}
    if shop is None:
        return render(request, "inventory/pairs.html", context | {"headline": pairs_headline(None, None, []), "runs": None})
    wanted = whole_number(asked.get("run", ""))
    runs = runs_of(shop, wanted=wanted)
    all_rows = pair_rows(runs.shown) if runs.shown else []
    filters, sort = PairFilter(asked, shop=shop), asked.get("sort", "")
    page = Paginator(filters.kept(all_rows, sort), PAGE_ROWS).get_page(asked.get("page"))
    query = filters.asked() | {"shop": str(shop.pk)} | ({"run": str(wanted)} if wanted else {})
    sorted_query = query | ({"sort": sort} if sort.removeprefix("-") in PAIR_SORTS else {})
    context |= {
        "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        "headline": pairs_headline(shop, runs, all_rows),
        "runs": runs,
        "counts": [(run, *days_of(run, shop), urlencode({"shop": shop.pk, "run": run.pk})) for run in runs.done],
        "all_rows": all_rows,
        "with_margin": sum(row.margin_minor is not None for row in all_rows),
        "sees_costs": is_allowed(request.user, Permission.VIEW_COSTS),
        "filters": filters,
        "is_filtered": len(filters.asked()) > 0,
        "page": page,
        "sorts": {key: urlencode(query | {"sort": key if sort == f"-{key}" else f"-{key}"}) for key in PAIR_SORTS},
        "sorted": {sort.removeprefix("-"): "descending" if sort.startswith("-") else "ascending"},
        "query": urlencode(sorted_query),
        "older": urlencode(sorted_query | {"page": page.next_page_number()}) if page.has_next() else "",
        "newer": urlencode(sorted_query | {"page": page.previous_page_number()}) if page.has_previous() else "",
        "form": form or _count_form(shop),
        "bundles": _bundles(shop),
    }
    return render(request, "inventory/pairs.html", context, status=status)


def _count_form(shop: Shop) -> CountForm:
    zone = ZoneInfo(shop.time_zone)
    paid = freshness(shops=[shop])[0].last_paid_at
    first, last = next_days(timezone.now().astimezone(zone).date(), paid.astimezone(zone).date() if paid else None, DAYS)
    return CountForm(shop=shop, initial={"first": f"{first}", "last": f"{last}"})


def _bundles(shop: Shop) -> list[dict[str, Any]]:
    """Return the proposed bundles with their titles, what both cost when bought apart, and what the bundle would leave."""
    bundles = bundles_of(shop)
    known = products_named(shop, {sku for one in bundles for sku in (one.first_sku, one.second_sku)})
    shown = []
    for one in bundles:
        both = [known.get(one.first_sku), known.get(one.second_sku)]
        costs = [product.cost_minor if product else None for product in both]
        apart = [product.list_price_minor if product else None for product in both]
        total = sum(cost for cost in costs if cost is not None) if None not in costs else None
        shown.append(
            {
                "bundle": one,
                "titles": [
                    (product.title if product and product.title else sku, sku)
                    for product, sku in zip(both, (one.first_sku, one.second_sku), strict=True)
                ],
                "apart_minor": sum(price for price in apart if price is not None) if None not in apart else None,
                "margin_minor": None if total is None else one.price_minor - total,
                "price": f"{from_minor(one.price_minor, exponent_of(shop.currency))}",
            }
        )
    return shown
