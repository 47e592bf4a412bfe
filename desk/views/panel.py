"""The narrow page beside a chat window: the same box and card, framed only by the origins a setting names."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common.permissions import Permission, requires
from desk.models import LookUpDoor
from desk.views.asked import card_shown, searched
from desk.views.desk import card_address, results

View = Callable[..., HttpResponse]


def framed(view: View) -> View:
    """Let a view be framed by the origins of PANEL_ORIGINS; without any by nobody, as every other page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        origins = list(settings.PANEL_ORIGINS)
        if not origins:
            return view(request, *args, **kwargs)
        response = cast("HttpResponse", csp_replace({"frame-ancestors": origins})(view)(request, *args, **kwargs))
        response.xframe_options_exempt = True  # the old header knows no list of origins
        return response

    return answer


@requires(Permission.VIEW_BUYERS)
@require_GET
@framed
def panel(request: HttpRequest) -> HttpResponse:
    """Show the box and whom the text means; one exact match leads to its card."""
    found = searched(request, LookUpDoor.PANEL)
    if found.only is not None:
        return HttpResponseRedirect(card_address(found, found.only, "desk:panel-card"))
    return render(request, "desk/panel.html", results(found, "panel"))


@requires(Permission.VIEW_BUYERS)
@require_GET
def panel_found(request: HttpRequest) -> HttpResponse:
    """Show the results while somebody types; a part of the panel."""
    return render(request, "desk/_found.html", results(searched(request, LookUpDoor.PANEL), "panel"))


@requires(Permission.VIEW_BUYERS)
@require_GET
@framed
def panel_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card of one buyer, 360 pixels wide."""
    return render(request, "desk/panel_card.html", card_shown(request, pk, LookUpDoor.PANEL))
