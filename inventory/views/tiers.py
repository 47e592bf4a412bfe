"""The tiers of a shop: what is proposed and why, what is wrong with the mix, accept, lock, take back."""

from dataclasses import dataclass
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
from inventory.exports.tiers import tier_lines
from inventory.forms.tiers import TermsForm, TierFilter
from inventory.models import Product, ProductTier, TierTerms
from inventory.pages.tiers import headline_of, notices_of, shown_rows
from inventory.queries.tiers import SORTS, last_acceptance, terms_of, tier_rows, tiers_beside_volume, window_of, with_products
from inventory.services import ProductError, accept_proposals, lock_tier, retier, set_terms, take_back
from inventory.words import why
from orders.choosing import shop_of, shop_zone
from orders.models import Shop

PAGE_ROWS = 50
FILTERS = ("shop", "q", "tier", "state", "chosen", "warning", "sort", "page")


@dataclass(frozen=True)
class Asked:
    """What the address asks for: filters that hold, the sort, the products of one warning."""

    filters: dict[str, str]
    sort: str
    warning: str

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """Read an address."""
        sort = query.get("sort", "revenue")
        known = sort.removeprefix("-") in SORTS
        return cls(TierFilter(query).asked(), sort if known else "revenue", query.get("warning", ""))


@requires(Permission.VIEW_COSTS)
@require_GET
def tiers(request: HttpRequest) -> HttpResponse:
    """Show the tiers of one shop."""
    return _page(request, request.GET)


@requires(Permission.EDIT_PLAN)
@require_POST
def tiers_judge(request: HttpRequest) -> HttpResponse:
    """Judge all products anew."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:tiers")
    count = retier(shop=shop, at=timezone.now(), actor=person(request))
    said = ngettext("{count} product judged anew.", "{count} products judged anew.", count)
    messages.success(request, said.format(count=format_count(count)))
    return _back(request)


@requires(Permission.EDIT_PLAN)
@require_POST
def tiers_accept(request: HttpRequest) -> HttpResponse:
    """Give the ticked products, or all, the tiers proposed for them."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:tiers")
    one = request.POST.get("one")
    whole = request.POST.get("scope") == "all" and not one
    ticked = [one] if one else request.POST.getlist("ticked")
    if not whole and not ticked:
        messages.error(request, _("Tick the products first, or accept all."))
        return _back(request)
    lock = request.POST.get("lock") == "yes"
    count = accept_proposals(actor=person(request), shop=shop, at=timezone.now(), skus=None if whole else ticked, lock=lock)
    said = ngettext("{count} product has its proposed tier now.", "{count} products have their proposed tiers now.", count)
    messages.success(request, said.format(count=format_count(count)) if count else _("Nothing was changed."))
    return _back(request)


@requires(Permission.EDIT_PLAN)
@require_POST
def tiers_take_back(request: HttpRequest) -> HttpResponse:
    """Take the last acceptance back."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:tiers")
    count = take_back(actor=person(request), shop=shop, at=timezone.now())
    said = ngettext("{count} product has its tier of before again.", "{count} products have their tiers of before again.", count)
    messages.success(request, said.format(count=format_count(count)) if count else _("There was nothing to take back."))
    return _back(request)


@requires(Permission.EDIT_PLAN)
@require_POST
def tiers_lock(request: HttpRequest) -> HttpResponse:
    """Set the tier of one product by hand and lock it, or let it go again (`lock`: "A:SKU", "free:SKU")."""
    shop = shop_of(request.POST)
    tier, _colon, sku = request.POST.get("lock", "").partition(":")
    product = Product.objects.filter(shop=shop, sku=sku).first() if shop is not None else None
    if shop is None or product is None:
        return redirect("inventory:tiers")
    try:
        if tier == "free":
            lock_tier(actor=person(request), shop=shop, sku=sku, tier=product.tier, locked=False)
        else:
            lock_tier(actor=person(request), shop=shop, sku=sku, tier=tier)
    except ProductError as wrong:
        messages.error(request, why(wrong))
    else:
        messages.success(request, _("{sku} is free again.").format(sku=sku) if tier == "free" else _locked(sku, tier))
    return _back(request)


@requires(Permission.EDIT_PLAN)
@require_POST
def tiers_terms(request: HttpRequest) -> HttpResponse:
    """Set the window and the least orders, and judge anew."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:tiers")
    form = TermsForm(request.POST)
    if not form.is_valid():
        return _page(request, request.POST, terms_form=form, status=422)
    set_terms(actor=person(request), shop=shop, **form.cleaned_data)
    count = retier(shop=shop, at=timezone.now(), actor=person(request))
    said = ngettext("{count} product judged anew.", "{count} products judged anew.", count)
    messages.success(request, said.format(count=format_count(count)))
    return _back(request)


@requires(Permission.VIEW_COSTS)
@require_GET
def tiers_export(request: HttpRequest) -> HttpResponse:
    """Give the products found with their figures, proposals and reasons."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("inventory:tiers")
    asked = Asked.of(request.GET)
    rows = with_products(shop, _found(shop, asked, terms_of(shop)))
    name = f"tiers-{shop.pk}-{timezone.now().astimezone(shop_zone(shop)):%Y%m%d%H%M%S}"
    return download(shop.name, tier_lines(shop, rows), name=name, ending=request.GET.get("format", "csv"), fixed_columns=1)


def _page(request: HttpRequest, query: QueryDict, *, terms_form: TermsForm | None = None, status: int = 200) -> HttpResponse:
    shop = shop_of(query)
    may_edit = is_allowed(request.user, Permission.EDIT_PLAN)
    context: dict[str, Any] = {"shop": shop, "may_edit": may_edit}
    context["may_import"] = is_allowed(request.user, Permission.IMPORT_FILES)
    if shop is None:
        return render(request, "inventory/tiers/page.html", context | {"headline": headline_of(None, None), "judged": False})
    terms, asked = terms_of(shop), Asked.of(query)
    page = Paginator(_found(shop, asked, terms), PAGE_ROWS).get_page(query.get("page"))
    kept = asked.filters | {"shop": f"{shop.pk}"}
    kept |= {"warning": asked.warning} if asked.warning else {}
    sorted_query = kept | ({"sort": asked.sort} if asked.sort != "revenue" else {})
    context |= {
        "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        "judged": terms.counted_at is not None,
        "terms": terms,
        "window": window_of(shop, terms, at=timezone.now()),
        "headline": headline_of(shop, terms),
        "notices": notices_of(shop, terms),
        "filters": TierFilter(query),
        "is_filtered": len(kept) > 1,
        "rows": shown_rows(shop, with_products(shop, page.object_list)),
        "page": page,
        "kept": [*(sorted_query | {"page": f"{page.number}"}).items()],
        "query": urlencode(sorted_query),
        "sorts": {key: urlencode(kept | {"sort": f"-{key}" if asked.sort == key else key}) for key in SORTS},
        "sorted": {asked.sort.removeprefix("-"): "ascending" if asked.sort.startswith("-") else "descending"},
        "older": urlencode(sorted_query | {"page": page.next_page_number()}) if page.has_next() else "",
        "newer": urlencode(sorted_query | {"page": page.previous_page_number()}) if page.has_previous() else "",
        "cross": tiers_beside_volume(shop),
        "acceptance": last_acceptance(shop),
        "tiers": ProductTier.values,
        "terms_form": terms_form or TermsForm.of(terms),
    }
    return render(request, "inventory/tiers/page.html", context, status=status)


def _found(shop: Shop, asked: Asked, terms: TierTerms) -> Any:
    rows = tier_rows(shop, sort=asked.sort, **asked.filters)
    told = {each["code"]: each["skus"] for each in terms.findings.get("warnings", [])}
    return rows.filter(sku__in=told[asked.warning]) if asked.warning in told else rows


def _locked(sku: str, tier: str) -> str:
    return _("{sku} is {tier} now, locked: no proposal moves it.").format(sku=sku, tier=tier)


def _back(request: HttpRequest) -> HttpResponse:
    kept = {name: request.POST[f"filter-{name}"] for name in FILTERS if request.POST.get(f"filter-{name}")}
    kept |= {"shop": request.POST.get("shop", "")}
    return redirect(f"{reverse('inventory:tiers')}?{urlencode(kept)}")
