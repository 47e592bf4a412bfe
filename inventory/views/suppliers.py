"""Who delivers: a list with what is known of each, and one supplier with its products."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asking import person
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import Cell, download
from inventory.forms.suppliers import SupplierForm
from inventory.models import ProductKind, Supplier
from inventory.queries.suppliers import products_of, products_without_supplier, supplier_lines
from inventory.services.suppliers import SupplierRefusedError, add_supplier, change_supplier
from inventory.words.replenishing import supplier_headline, why_supplier


@requires(Permission.VIEW_STOCK)
@require_GET
def suppliers(request: HttpRequest) -> HttpResponse:
    """Show all suppliers."""
    return _page(request)


@requires(Permission.MANAGE_STOCK)
@require_POST
def supplier_add(request: HttpRequest) -> HttpResponse:
    """Add a supplier."""
    form = SupplierForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        supplier = add_supplier(actor=person(request), values=form.cleaned_data)
    except SupplierRefusedError as refused:
        form.add_error(refused.field, why_supplier(refused))
        return _page(request, form, status=422)
    messages.success(request, _("{name} is added.").format(name=supplier.name))
    return redirect("inventory:suppliers")


@requires(Permission.VIEW_STOCK)
@require_GET
def supplier(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one supplier with its products."""
    return _one(request, get_object_or_404(Supplier, pk=pk))


@requires(Permission.MANAGE_STOCK)
@require_http_methods(["POST"])
def supplier_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a supplier."""
    found = get_object_or_404(Supplier, pk=pk)
    form = SupplierForm.of(found, request.POST)
    if not form.is_valid():
        return _one(request, found, form, status=422)
    try:
        change_supplier(actor=person(request), pk=pk, values=form.cleaned_data)
    except SupplierRefusedError as refused:
        form.add_error(refused.field, why_supplier(refused))
        return _one(request, found, form, status=422)
    messages.success(request, _("Saved; buffers tell at once what comes in time."))
    return redirect("inventory:supplier", pk=pk)


@requires(Permission.VIEW_STOCK)
@require_GET
def suppliers_export(request: HttpRequest) -> HttpResponse:
    """Give the suppliers as a file."""
    rows: list[list[Cell]] = [
        [_("Name"), _("Days until delivery"), _("Pieces a day"), _("Contact"), _("Products"), _("Pieces ordered"), _("Note")]
    ]
    for line in supplier_lines():
        one = line.supplier
        rows.append([one.name, one.lead_days, one.daily_units, one.contact, line.products, line.ordered, one.note])
    return download(_("Suppliers"), rows, name="suppliers", ending=request.GET.get("format", "csv"), fixed_columns=1)


def _page(request: HttpRequest, form: SupplierForm | None = None, *, status: int = 200) -> HttpResponse:
    lines = supplier_lines()
    title, why = supplier_headline(lines, products_without_supplier())
    context: dict[str, Any] = {
        "title": title,
        "why": why,
        "lines": lines,
        "form": form or SupplierForm(),
        "may_manage": is_allowed(request.user, Permission.MANAGE_STOCK),
    }
    return render(request, "inventory/suppliers.html", context, status=status)


def _one(request: HttpRequest, found: Supplier, form: SupplierForm | None = None, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "supplier": found,
        "products": products_of(found),
        "total": found.products.filter(kind=ProductKind.GOODS).count(),
        "form": form or SupplierForm.of(found),
        "may_manage": is_allowed(request.user, Permission.MANAGE_STOCK),
    }
    return render(request, "inventory/supplier.html", context, status=status)
