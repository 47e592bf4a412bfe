"""The desk: one box, whom the text means, and the card of the buyer who is on the line."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.asking import person
from common.permissions import Permission, is_allowed, requires
from customers.models import Buyer
from customers.words import name_of
from desk.models import LookUpDoor
from desk.queries.found import Found
from desk.queries.lookups import last_seen
from desk.views.asked import card_shown, searched
from desk.words.found import line_of, rows_of


@requires(Permission.VIEW_BUYERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the box and whom the text means; one exact match leads straight to its card."""
    found = searched(request, LookUpDoor.DESK)
    if found.only is not None:
        return HttpResponseRedirect(card_address(found, found.only, "desk:card"))
    context = results(found) | {
        "seen": [(buyer, name_of(buyer)) for buyer in last_seen(person(request))],
        "may_manage": is_allowed(request.user, Permission.MANAGE_DESK),
        "may_audit": is_allowed(request.user, Permission.VIEW_AUDIT),
    }
    return render(request, "desk/home.html", context)


@requires(Permission.VIEW_BUYERS)
@require_GET
def found(request: HttpRequest) -> HttpResponse:
    """Show the results while somebody types; a part of a page."""
    return render(request, "desk/_found.html", results(searched(request, LookUpDoor.DESK)))


@requires(Permission.VIEW_BUYERS)
@require_GET
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card of one buyer."""
    return render(request, "desk/card.html", card_shown(request, pk, LookUpDoor.DESK))


def results(found: Found, stem: str = "desk") -> dict[str, Any]:
    """Return what the list of results shows; its links lead to cards of the page or of the panel (`stem`)."""
    name = "desk:card" if stem == "desk" else "desk:panel-card"
    return {
        "found": found,
        "line": line_of(found),
        "rows": [(hit, called, how, card_address(found, hit.buyer, name)) for hit, called, how in rows_of(found)],
    }


def card_address(found: Found, buyer: Buyer, name: str) -> str:
    """Return the address of a buyer's card; an order that was looked for is the one in question there."""
    query = f"?{urlencode({'order': found.order_no})}" if found.order_no else ""
    return reverse(name, args=[buyer.pk]) + query
