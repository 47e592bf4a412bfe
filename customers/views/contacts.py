"""The contact of one buyer: masked, or in clear for a minute to who may see it and says why."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.permissions import Permission, is_allowed, is_part_of_page, requires
from customers import words
from customers.models import Buyer
from customers.queries.contacts import keeps_contacts, masked_contact
from customers.rules.contacts import Values
from customers.services import RevealError, reveal_contact
from customers.views.shops import frame

SHOWN_SECONDS = 60
LONGEST_ORDER = 100
STEM = "customers:"


@requires(Permission.VIEW_BUYERS)
@require_GET
def contact(request: HttpRequest, pk: int, stem: str = STEM) -> HttpResponse:
    """Give the masked contact again, once the clear one was shown long enough."""
    return _answer(request, _found(pk), stem)


@requires(Permission.REVEAL_CONTACTS)
@require_POST
def contact_reveal(request: HttpRequest, pk: int, stem: str = STEM) -> HttpResponse:
    """Show the contact in clear for a minute; who saw it, when and why is written down. `?order=`: who receives that order."""
    buyer, reason = _found(pk), request.POST.get("reason", "")
    try:
        shown = reveal_contact(buyer=buyer, user=person(request), reason=reason, at=timezone.now(), order_no=order_asked(request))
    except RevealError as wrong:
        return _answer(request, buyer, stem, error=words.reveal_error(str(wrong)), status=422)
    return _answer(request, buyer, stem, shown=shown)


def order_asked(request: HttpRequest) -> str:
    """Return the order whose receiver is asked for; "" for the newest."""
    return request.GET.get("order", "").replace("\x00", "")[:LONGEST_ORDER]


def contact_context(
    request: HttpRequest,
    buyer: Buyer,
    *,
    stem: str = STEM,
    order_no: str = "",
    shown: Values | None = None,
    error: str = "",
) -> dict[str, Any]:
    """Return what the block of the contact shows. `stem`: with which the names of its addresses begin, that it asks itself by."""
    query = f"?{urlencode({'order': order_no})}" if order_no else ""
    return {
        "contact": masked_contact(buyer, order_no=order_no),
        "masked_url": reverse(f"{stem}contact", args=[buyer.pk]) + query,
        "reveal_url": reverse(f"{stem}contact-reveal", args=[buyer.pk]) + query,
        "keeps": keeps_contacts(buyer.shop_id),
        "shown": shown,
        "shown_seconds": SHOWN_SECONDS,
        "reveal_error": error,
        "may_reveal": is_allowed(request.user, Permission.REVEAL_CONTACTS),
    }


def _answer(
    request: HttpRequest, buyer: Buyer, stem: str, *, shown: Values | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    """Answer with the block alone, or where no script asks with a page of its own that leaves by itself. Nothing is cached."""
    block = contact_context(request, buyer, stem=stem, order_no=order_asked(request), shown=shown, error=error)
    context = {"buyer": buyer, "shop": buyer.shop, **block}
    if is_part_of_page(request):
        response = render(request, "customers/_contact.html", context, status=status)
    else:
        line = _("Who receives the parcels of {name}.").format(name=words.name_of(buyer))
        page = frame(request, buyer.shop, "list") | context | {"line": line}
        response = render(request, "customers/contact.html", page, status=status)
        if shown:
            response["Refresh"] = f"{SHOWN_SECONDS}; url={reverse('customers:buyer', args=[buyer.pk])}"
    response["Cache-Control"] = "no-store"
    return response


def _found(pk: int) -> Buyer:
    return get_object_or_404(Buyer.objects.select_related("shop"), pk=pk)
