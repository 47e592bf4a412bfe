"""The narrow page beside a chat window: the same box, card and fields, framed only by the origins a setting names."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from common.permissions import Permission, requires
from customers.views.contacts import contact, contact_reveal
from desk.models import LookUpDoor
from desk.views.asked import card_shown, searched
from desk.views.desk import card_address, results
from desk.views.door import through_panel
from desk.views.portrait import label, note


@through_panel
@requires(Permission.VIEW_BUYERS)
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """Show the box and whom the text means; one exact match leads to its card."""
    found = searched(request, LookUpDoor.PANEL)
    if found.only is not None:
        return HttpResponseRedirect(card_address(found, found.only, "desk:panel-card"))
    return render(request, "desk/panel.html", results(found, "panel"))


@through_panel
@requires(Permission.VIEW_BUYERS)
@require_GET
def panel_found(request: HttpRequest) -> HttpResponse:
    """Show the results while somebody types; a part of the panel."""
    return render(request, "desk/_found.html", results(searched(request, LookUpDoor.PANEL), "panel"))


@through_panel
@requires(Permission.VIEW_BUYERS)
@require_GET
def panel_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card of one buyer, 360 pixels wide."""
    return render(request, "desk/panel_card.html", card_shown(request, pk, LookUpDoor.PANEL))


@through_panel
@requires(Permission.VIEW_BUYERS)
@require_GET
def panel_contact(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the masked receiver again; a part of the panel."""
    return contact(request, pk, "desk:panel-")


@through_panel
@requires(Permission.REVEAL_CONTACTS)
@require_POST
def panel_reveal(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the receiver in clear for a minute, logged as ever."""
    return contact_reveal(request, pk, "desk:panel-")


panel_note = through_panel(note)
panel_label = through_panel(label)
