"""The selection for a sale: products by score, how each comes about, chosen with a tick."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download
from inventory.exports.tiers import selection_lines
from inventory.forms.selection import WeightsForm
from inventory.pages.selection import headline_of, scores_of
from inventory.queries.market import chosen_skus, selection, weights_of
from inventory.services import choose, score_products, set_terms
from orders.choosing import shop_of, shop_zone
from orders.models import Shop

PAGE_ROWS = 50


@requires(Permission.VIEW_COSTS)
@require_GET
def selection_list(request: HttpRequest) -> HttpResponse:
    """Show the products by score."""
    return _page(request, request.GET)


@requires(Permission.EDIT_PLAN)
@require_POST
def selection_choose(request: HttpRequest) -> HttpResponse:
    """Choose the ticked products for the sale, or let them go."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:selection")
    ticked = request.POST.getlist("ticked")
    chosen = request.POST.get("do") != "let_go"
    count = choose(actor=person(request), shop=shop, skus=ticked, at=timezone.now(), chosen=chosen)
    if not ticked:
        messages.error(request, _("Tick the products first."))
    elif chosen:
        said = ngettext("{count} product chosen for the sale.", "{count} products chosen for the sale.", count)
        messages.success(request, said.format(count=format_count(count)))
    else:
        said = ngettext("{count} product let go.", "{count} products let go.", count)
        messages.success(request, said.format(count=format_count(count)))
    return redirect(f"{reverse('inventory:selection')}?{urlencode({'shop': shop.pk})}")


@requires(Permission.EDIT_PLAN)
@require_POST
def selection_weights(request: HttpRequest) -> HttpResponse:
    """Set the weights and score all products anew."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:selection")
    form = WeightsForm(request.POST)
    if not form.is_valid():
        return _page(request, request.POST, form=form, status=422)
    set_terms(actor=person(request), shop=shop, weights=form.cleaned_data)
    count = score_products(shop=shop)
    said = ngettext("{count} product scored anew.", "{count} products scored anew.", count)
    messages.success(request, said.format(count=format_count(count)))
    return redirect(f"{reverse('inventory:selection')}?{urlencode({'shop': shop.pk})}")


@requires(Permission.VIEW_COSTS)
@require_GET
def selection_export(request: HttpRequest) -> HttpResponse:
    """Give the products found with their scores."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("inventory:selection")
    rows = _found(shop, request.GET)
    name = f"selection-{shop.pk}-{timezone.now().astimezone(shop_zone(shop)):%Y%m%d%H%M%S}"
    return download(shop.name, selection_lines(shop, rows), name=name, ending=request.GET.get("format", "csv"), fixed_columns=1)


def _found(shop: Shop, query: QueryDict) -> Any:
    return selection(shop, q=query.get("q", "").strip()[:100], chosen=query.get("chosen") == "yes")


def _page(request: HttpRequest, query: QueryDict, *, form: WeightsForm | None = None, status: int = 200) -> HttpResponse:
    shop = shop_of(query)
    context: dict[str, Any] = {"shop": shop, "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()]}
    context["may_edit"] = is_allowed(request.user, Permission.EDIT_PLAN)
    context["may_import"] = is_allowed(request.user, Permission.IMPORT_FILES)
    if shop is None:
        return render(request, "inventory/selection/page.html", context | {"title": _("There is no shop yet."), "why": ""})
    page = Paginator(_found(shop, query), PAGE_ROWS).get_page(query.get("page"))
    rows = scores_of(shop, page.object_list)
    everything = selection(shop)
    best = scores_of(shop, everything[:1])
    title, why = headline_of(shop, everything.count(), len(chosen_skus(shop)), best[0] if best else None)
    kept = {name: query[name] for name in ("q", "chosen") if query.get(name)} | {"shop": f"{shop.pk}"}
    context |= {
        "title": title,
        "why": why,
        "rows": rows,
        "page": page,
        "known": bool(best),
        "q": query.get("q", ""),
        "only_chosen": query.get("chosen") == "yes",
        "is_filtered": len(kept) > 1,
        "query": urlencode(kept),
        "older": urlencode(kept | {"page": f"{page.next_page_number()}"}) if page.has_next() else "",
        "newer": urlencode(kept | {"page": f"{page.previous_page_number()}"}) if page.has_previous() else "",
        "form": form or WeightsForm.of(weights_of(shop)),
    }
    return render(request, "inventory/selection/page.html", context, status=status)
