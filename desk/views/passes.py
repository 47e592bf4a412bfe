"""How a browser comes into the side panel: its person shows a code on a page of their own, and types it there."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.asking import person
from accounts.throttling import client_address
from common.limits import is_spent, is_within
from common.permissions import Permission, public, requires
from desk.queries.panel import passes_of
from desk.services import end_panel, enter_panel, give_code
from desk.services.panel import CODE_MINUTES, PASS_DAYS
from desk.views.door import ask_for_code, framed, is_own, let_in

WRONG_CODES_A_MINUTE = 10  # from one address: in the five minutes of a code nobody tries more than a few dozen


@requires(Permission.VIEW_BUYERS)
@never_cache
@require_http_methods(["GET", "POST"])
def panel_code(request: HttpRequest) -> HttpResponse:
    """Show in which browsers the panel stands; make a code for another, which is on the answer and nowhere else."""
    who, now = person(request), timezone.now()
    fresh = give_code(who=who, at=now) if request.method == "POST" else None
    context = {
        "fresh": fresh,
        "passes": passes_of(who, at=now),
        "now": now,
        "minutes": CODE_MINUTES,
        "days": PASS_DAYS,
        "origins": list(settings.PANEL_ORIGINS),
        "address": request.build_absolute_uri(reverse("desk:panel")),
    }
    return render(request, "desk/panel_code.html", context)


@requires(Permission.VIEW_BUYERS)
@require_POST
def panel_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a browser's pass away."""
    if end_panel(who=person(request), pk=pk):
        messages.success(request, _("That browser is asked for a code again."))
    return redirect("desk:panel-code")


@csrf_exempt  # a stranger has no token: the origin is asked
@public(reason="Whoever holds a fresh code comes in with it; nobody has a session in a frame of another site.")
@framed
@never_cache
@require_http_methods(["GET", "POST"])
def panel_enter(request: HttpRequest, code: str = "") -> HttpResponse:
    """Let a browser in by a code, typed or in the address, and lead on to the panel. Who tries codes is stopped."""
    if not settings.PANEL_ORIGINS or (request.method == "GET" and not code):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" and not is_own(request):
        return ask_for_code(request, error=_("Write the code into the panel itself."))
    now, where = timezone.now(), client_address(request)
    if is_spent(WRONG_CODES_A_MINUTE, kind="panel", who=where, at=now):
        return ask_for_code(request, error=_("Too many wrong codes came from here: wait a minute."), status=429)
    secret = enter_panel(code=code or asked.get("code", ""), at=now)
    if secret is None:
        is_within(WRONG_CODES_A_MINUTE, kind="panel", who=where, at=now)
        return ask_for_code(request, error=_("This code is not known, was used, or is too old: get a new one."))
    back = {"q": asked["q"]} if asked.get("q") else {}
    return let_in(HttpResponseRedirect(f"{reverse('desk:panel')}?{urlencode(back | {'came': 1})}"), secret)
