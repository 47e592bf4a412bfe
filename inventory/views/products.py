"""The list of a shop's products: search, sort, type into it, set a value for many, take it home as a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
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
from common.money import exponent_of, format_count, from_minor, to_minor
from common.permissions import Permission, is_allowed, requires, sees_costs
from common.spreadsheets import download
from inventory import words
from inventory.files import product_lines
from inventory.forms import SORTS, BulkForm, ProductFilter
from inventory.models import Product, ProductTier
from inventory.queries import coverage
from inventory.rules.products import COSTS, MONEY
from inventory.services import MOST_UNITS, ProductError, edit_products
from orders.choosing import shop_of, shop_zone
from orders.models import Shop

PAGE_ROWS = 50
COUNTS = ("pack_units", "alert_units")
TYPED = (*MONEY, "tier", "category", *COUNTS)
FILTERS = ("shop", "q", "kind", "status", "tier", "category", "missing", "sort", "page")


@dataclass(frozen=True)
class Cell:
    """One field of one product as it is typed: its name in the form, its text, what is wrong with it, what is odd."""

    name: str
    text: str
    error: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Row:
    """One product of the page; `was` is what the page showed, so that a save writes only what was typed."""

    product: Product
    cells: dict[str, Cell]
    was: str


@dataclass
class Shown:
    """What an answer shows beside the rows: what was typed, what is wrong with it, what others changed meanwhile."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    met: list[str] = field(default_factory=list)
    bulk: BulkForm | None = None
    status: int = 200


@requires(Permission.VIEW_PLAN)
@require_GET
def product_list(request: HttpRequest) -> HttpResponse:
    """Show the products of one shop."""
    return _page(request, request.GET)


@requires(Permission.EDIT_PLAN)
@require_POST
def products_save(request: HttpRequest) -> HttpResponse:
    """Save what was typed into the list; only fields that differ from what the page showed are written."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:products")
    texts = {name: str(text).strip() for name, text in request.POST.items()}
    shown = Shown(texts=texts)
    changes = _changes(shop, texts, shown)
    if shown.errors:
        shown.status = 422
        return _page(request, request.POST, shown)
    if shown.met:
        shown.status = 409
        return _page(request, request.POST, shown)
    try:
        count = edit_products(actor=person(request), shop=shop, changes=changes)
    except ProductError as wrong:
        shown.met, shown.status = [words.why(wrong)], 422
        return _page(request, request.POST, shown)
    said = ngettext("{count} product saved.", "{count} products saved.", count).format(count=format_count(count))
    messages.success(request, said if count else _("Nothing was changed."))
    return _back(request)


@requires(Permission.EDIT_PLAN)
@require_POST
def products_set(request: HttpRequest) -> HttpResponse:
    """Set a tier, a category, a status or a kind for the ticked products, or for all that the filters find."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:products")
    form = BulkForm(request.POST)
    if not form.is_valid() or not form.values():
        return _page(request, request.POST, Shown(bulk=form, met=[_("Choose what to set.")], status=422))
    if form.cleaned_data["scope"] == "found":
        rows = ProductFilter(_filters(request.POST), shop=shop).found("sku")
        skus = list(rows.values_list("sku", flat=True))
    else:
        skus = request.POST.getlist("ticked")
    if not skus:
        return _page(
            request, request.POST, Shown(bulk=form, met=[_("Tick the products first, or choose all found.")], status=422)
        )
    values = form.values()
    try:
        count = edit_products(actor=person(request), shop=shop, changes=dict.fromkeys(skus, values))
    except ProductError as wrong:
        return _page(request, request.POST, Shown(bulk=form, met=[words.why(wrong)], status=422))
    said = ngettext("{count} product changed.", "{count} products changed.", count).format(count=format_count(count))
    messages.success(request, said)
    return _back(request)


@requires(Permission.VIEW_PLAN)
@require_GET
def products_export(request: HttpRequest) -> HttpResponse:
    """Give the products found as a list that goes in again by the upload page; its name carries the moment."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("inventory:products")
    with_costs = sees_costs(request.user)
    rows = ProductFilter(request.GET, shop=shop, with_costs=with_costs).found(request.GET.get("sort", ""))
    stamp = f"{timezone.now().astimezone(shop_zone(shop)):%Y%m%d%H%M%S}"
    name = f"products-{shop.pk}-asof{stamp}"
    lines = product_lines(shop, rows, with_costs=with_costs)
    return download(shop.name, lines, name=name, ending=request.GET.get("format", "csv"), fixed_columns=1)


def _page(request: HttpRequest, asked: QueryDict, shown: Shown | None = None) -> HttpResponse:
    shown = shown or Shown()
    shop = shop_of(asked)
    context: dict[str, Any] = {"shop": shop, "may_edit": is_allowed(request.user, Permission.EDIT_PLAN)}
    context["may_import"] = is_allowed(request.user, Permission.IMPORT_FILES)
    if shop is None:
        return render(request, "inventory/products.html", context | {"known": None, "page": None})
    chosen = _filters(asked)
    with_costs = sees_costs(request.user)
    filters = ProductFilter(chosen, shop=shop, with_costs=with_costs)
    sort = chosen.get("sort", "sku")
    page = Paginator(filters.found(sort), PAGE_ROWS).get_page(chosen.get("page"))
    query = filters.asked() | {"shop": str(shop.pk)}
    sorted_query = query | ({"sort": sort} if sort.removeprefix("-") in SORTS and sort != "sku" else {})
    context |= {
        "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        "known": coverage(shop),
        "filters": filters,
        "is_filtered": len(query) > 1,
        "kept": [(name, value) for name, value in (sorted_query | {"page": str(page.number)}).items()],
        "page": page,
        "rows": [_row(product, shop, shown, with_costs=with_costs) for product in page.object_list],
        "sorts": {key: urlencode(query | {"sort": f"-{key}" if sort == key else key}) for key in SORTS},
        "sorted": {sort.removeprefix("-"): "descending" if sort.startswith("-") else "ascending"},
        "query": urlencode(sorted_query),
        "older": urlencode(sorted_query | {"page": page.next_page_number()}) if page.has_next() else "",
        "newer": urlencode(sorted_query | {"page": page.previous_page_number()}) if page.has_previous() else "",
        "bulk": shown.bulk or BulkForm(),
        "tiers": ["", *ProductTier.values],
        "met": shown.met,
        "errors": len(shown.errors),
        "categories": [name for name, _label in filters.fields["category"].choices if name],  # type: ignore[attr-defined]
    }
    return render(request, "inventory/products.html", context, status=shown.status)


def _row(product: Product, shop: Shop, shown: Shown, *, with_costs: bool) -> Row:
    standing = _texts(product, shop)
    cells = {
        name: Cell(
            key := f"{name}.{product.sku}", shown.texts.get(key, standing[name]), shown.errors.get(key, ""),
            words.cost_warning(product) if name == "cost_minor" else "",
        )
        for name in TYPED if with_costs or name not in COSTS
    }  # fmt: skip
    return Row(product, cells, json.dumps(standing))


def _texts(product: Product, shop: Shop) -> dict[str, str]:
    """Return the fields of a product as they are typed."""
    exponent = exponent_of(shop.currency)
    money = {name: getattr(product, name) for name in MONEY}
    amounts = {name: "" if minor is None else f"{from_minor(minor, exponent)}" for name, minor in money.items()}
    counts = {name: "" if getattr(product, name) is None else f"{getattr(product, name)}" for name in COUNTS}
    return amounts | {"tier": product.tier, "category": product.category} | counts


def _changes(shop: Shop, texts: Mapping[str, str], shown: Shown) -> dict[str, dict[str, Any]]:
    """Return what differs from what the page showed; notes what cannot be read and what somebody else changed meanwhile."""
    pages = {name.removeprefix("was."): json.loads(text) for name, text in texts.items() if name.startswith("was.")}
    standing = {product.sku: _texts(product, shop) for product in Product.objects.filter(shop=shop, sku__in=pages)}
    changes: dict[str, dict[str, Any]] = {}
    for sku, was in pages.items():
        for name in TYPED:
            key = f"{name}.{sku}"
            typed = texts.get(key)
            if typed is None or typed == was.get(name):
                continue
            now = standing.get(sku, was)[name]
            if now not in {was.get(name), typed}:
                told = {"sku": sku, "field": name_of(name), "now": now or _("nothing"), "typed": typed or _("nothing")}
                shown.met.append(_("{sku}, {field}: somebody wrote {now} meanwhile; you typed {typed}.").format(**told))
            try:
                changes.setdefault(sku, {})[name] = _value(name, typed, shop)
            except (ValueError, ArithmeticError):
                shown.errors[key] = words.not_count() if name in COUNTS else words.not_money()
    return {} if shown.errors else changes


def name_of(field_name: str) -> str:
    """Call a field as people do."""
    return {
        "cost_minor": _("cost"), "list_price_minor": _("list price"), "floor_minor": _("floor price"), "tier": _("tier"),
        "category": _("category"), "pack_units": _("pieces in a carton"), "alert_units": _("alert line"),
    }[field_name]  # fmt: skip


def _value(name: str, text: str, shop: Shop) -> Any:
    if name in COUNTS:
        return _pieces(name, text)
    if name not in MONEY:
        return text
    minor = to_minor(text, exponent_of(shop.currency)) if text else None
    if minor is not None and minor < 0:
        raise ValueError(name)
    return minor


def _pieces(name: str, text: str) -> int | None:
    if not text:
        return None
    units = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    if units < (name == "pack_units") or units > MOST_UNITS:
        raise ValueError(name)
    return units


def _filters(asked: QueryDict) -> QueryDict:
    """Return the filters of a page; a form's own fields of the same name stand beside them as `filter-...`."""
    kept = QueryDict(mutable=True)
    for name in FILTERS:
        value = asked.get(f"filter-{name}", "" if any(key.startswith("filter-") for key in asked) else asked.get(name, ""))
        if value:
            kept[name] = value
    return kept


def _back(request: HttpRequest) -> HttpResponse:
    kept = {name: request.POST[f"filter-{name}"] for name in FILTERS if request.POST.get(f"filter-{name}")}
    kept |= {"shop": request.POST.get("shop", "")}
    return redirect(f"{reverse('inventory:products')}?{urlencode(kept)}")
