"""What stands in for what: the list of all, the page of one product, line up, order, swap in and out."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from common.spreadsheets import download
from inventory.exports.substitutes import substitute_lines
from inventory.models import Product, Substitute
from inventory.queries.substitutes import covered, proposals_for, substitutes_of
from inventory.services import substitutes as services
from inventory.services.substitutes import SubstituteError
from inventory.words.headline import Headline
from inventory.words.substitutes import reason_of, substitutes_headline, why_not
from orders.choosing import shop_of
from orders.models import Shop

PAGE_ROWS = 50


@requires(Permission.VIEW_STOCK)
@require_GET
def substitute_list(request: HttpRequest) -> HttpResponse:
    """Show the important products of a shop with what stands in for them, those without anything first."""
    shop = shop_of(request.GET)
    rows = covered(shop, at=timezone.now()) if shop else []
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    here = {"shop": shop.pk if shop else ""}
    context = {
        "shop": shop,
        "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        "headline": substitutes_headline(shop, rows),
        "page": page,
        "older": urlencode(here | {"page": page.next_page_number()}) if page.has_next() else "",
        "newer": urlencode(here | {"page": page.previous_page_number()}) if page.has_previous() else "",
    }
    return render(request, "inventory/substitutes.html", context)


@requires(Permission.VIEW_STOCK)
@require_GET
def substitutes_export(request: HttpRequest) -> HttpResponse:
    """Give the list as CSV or XLSX."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("inventory:substitutes")
    table = substitute_lines(covered(shop, at=timezone.now()))
    return download(_("Substitutes"), table, name=f"substitutes-{shop.pk}", ending=request.GET.get("format", "csv"))


@requires(Permission.VIEW_STOCK)
@require_GET
def substitutes_one(request: HttpRequest) -> HttpResponse:
    """Show what is lined up for one product (`?shop=1&sku=...`), and what else could stand in."""
    shop, sku = whole_number(request.GET.get("shop", "")), request.GET.get("sku", "")
    found = get_object_or_404(Product.objects.select_related("shop"), shop=shop, sku=sku)
    lined = substitutes_of(found.shop, found.sku)
    proposals = [(one, product, reason_of(one.evidence)) for one, product in proposals_for(found, at=timezone.now())]
    context = {
        "product": found,
        "shop": found.shop,
        "headline": _one_headline(found, len(lined), next((one.title for one in lined if one.is_in), "")),
        "lined": lined,
        "proposals": proposals,
        "may_manage": is_allowed(request.user, Permission.MANAGE_STOCK),
    }
    return render(request, "inventory/substitutes_one.html", context)


@requires(Permission.MANAGE_STOCK)
@require_POST
def substitute_add(request: HttpRequest) -> HttpResponse:
    """Line a substitute up."""
    shop = get_object_or_404(Shop, pk=whole_number(request.POST.get("shop", "")))
    sku, other = request.POST.get("sku", ""), request.POST.get("other", "").strip()
    reason = request.POST.get("reason", "")
    _try(
        request,
        lambda: services.line_up(actor=person(request), shop=shop, sku=sku, other_sku=other, reason=reason),
        _("{other} is lined up.").format(other=other),
    )
    return _back(request, shop.pk, sku)


@requires(Permission.MANAGE_STOCK)
@require_POST
def substitute_up(request: HttpRequest) -> HttpResponse:
    """Put a substitute one place nearer to the front."""
    row = _row(request)
    order = list(
        Substitute.objects.filter(shop=row.shop_id, sku=row.sku).order_by("rank", "pk").values_list("other_sku", flat=True)
    )
    place = order.index(row.other_sku)
    order.insert(max(0, place - 1), order.pop(place))
    services.reorder(actor=person(request), shop=row.shop, sku=row.sku, other_skus=order)
    return _back(request, row.shop_id, row.sku)


@requires(Permission.MANAGE_STOCK)
@require_POST
def substitute_remove(request: HttpRequest) -> HttpResponse:
    """Take a substitute away."""
    row = _row(request)
    done = _("{other} is no substitute any more.").format(other=row.other_sku)
    _try(request, lambda: services.remove(actor=person(request), substitute=row), done)
    return _back(request, row.shop_id, row.sku)


@requires(Permission.MANAGE_STOCK)
@require_POST
def substitute_in(request: HttpRequest) -> HttpResponse:
    """Swap a substitute in; the product's listing stays up."""
    row = _row(request)
    reason = request.POST.get("reason", "")
    done = _("{other} leads {sku} now; the listing of {sku} stays up.").format(other=row.other_sku, sku=row.sku)
    _try(
        request,
        lambda: services.swap_in(actor=person(request), substitute=row, reason=reason, at=timezone.now()),
        done,
        already=_("It is in already."),
    )
    return _back(request, row.shop_id, row.sku)


@requires(Permission.MANAGE_STOCK)
@require_POST
def substitute_out(request: HttpRequest) -> HttpResponse:
    """Let the product lead again."""
    row = _row(request)
    _try(
        request,
        lambda: services.swap_out(actor=person(request), substitute=row, at=timezone.now()),
        _("{sku} leads again.").format(sku=row.sku),
        already=_("It is not in."),
    )
    return _back(request, row.shop_id, row.sku)


def _try(request: HttpRequest, act: Callable[[], Any], done: str, *, already: str = "") -> None:
    """Do it and say how it went; what cannot be done is said and changes nothing."""
    try:
        changed = act()
    except SubstituteError as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, done) if changed else messages.info(request, already or done)


def _row(request: HttpRequest) -> Substitute:
    number = whole_number(request.POST.get("substitute", ""))
    return get_object_or_404(Substitute.objects.select_related("shop"), pk=number)


def _back(request: HttpRequest, shop: int, sku: str) -> HttpResponse:
    """Return to where the form stood: the product, or its substitutes."""
    name = "product" if request.POST.get("from") == "product" else "substitutes-one"
    return redirect(f"{reverse(f'inventory:{name}')}?{urlencode({'shop': shop, 'sku': sku})}#substitutes")


def _one_headline(product: Product, count: int, led_by: str) -> Headline:
    title = product.title or product.sku
    if led_by:
        said = _("{title} is led by {other}; its listing stays up.").format(title=title, other=led_by)
        return Headline(said, _("Swap it out when the stock is back: {title} leads again.").format(title=title))
    if count:
        said = _("{count} products can stand in for {title}.").format(count=count, title=title)
        return Headline(said, _("The first leads when it is swapped in at the alert line."))
    why = _("Line one up before the sale: at the alert line there is no time to look for it.")
    return Headline(_("Nothing stands in for {title} yet.").format(title=title), why)
