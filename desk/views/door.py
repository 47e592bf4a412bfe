"""The door of the side panel: who may frame it, and who comes in where a frame of another site gets no session.

A browser sends no session into a frame of another site. There the panel knows a person by a cookie of its own, which travels
below its addresses alone and is kept apart for each site that frames it. A request that changes something has to come from a
page of ours: its `Origin` says so, which no page can forge.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from common.cookies import set_framed_cookie
from common.permissions import is_part_of_page
from desk.services import person_of_panel
from desk.services.panel import PASS_DAYS

View = Callable[..., HttpResponseBase]
COOKIE = "promo_panel"
_READS = {"GET", "HEAD", "OPTIONS"}


class PanelMessages(CookieStorage):
    """Messages for the next page of the panel: the session, where they stand else, does not come along."""

    cookie_name = "promo_panel_said"

    def _update_cookie(self, encoded_data: str, response: HttpResponseBase) -> None:
        set_framed_cookie(response, self.cookie_name, encoded_data or "", path=panel_path(), seconds=60 if encoded_data else 0)


def panel_path() -> str:
    """Return below which address the cookies of the panel travel."""
    return reverse("desk:panel")


def framed(view: View) -> View:
    """Let a view be framed by the origins of PANEL_ORIGINS; without any by nobody, as every other page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        origins = list(settings.PANEL_ORIGINS)
        if not origins:
            return view(request, *args, **kwargs)
        response = cast("HttpResponse", csp_replace({"frame-ancestors": origins})(view)(request, *args, **kwargs))
        response.xframe_options_exempt = True  # the old header knows no list of origins
        return response

    return answer


def through_panel(view: View) -> View:
    """Let a view answer in the panel: to a session as ever, else to a pass of the panel; a stranger is asked for a code.

    Outermost of the decorators; the permission that the view requires is asked of the person of the pass too.
    """
    inside = framed(view)
    with_token = csrf_protect(inside)

    @csrf_exempt  # a session is asked for its token further down, a pass for the origin
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated or not settings.PANEL_ORIGINS:
            return with_token(request, *args, **kwargs)
        secret = request.COOKIES.get(COOKIE, "")
        person = person_of_panel(secret=secret, at=timezone.now()) if secret else None
        if person is None:
            return HttpResponse(status=401) if is_part_of_page(request) else framed(ask_for_code)(request)
        if request.method not in _READS and not is_own(request):
            raise PermissionDenied
        request.user = person
        request._messages = PanelMessages(request)  # type: ignore[attr-defined]  # noqa: SLF001 - where Django keeps them
        with translation.override(person.language or translation.get_language()):
            return inside(request, *args, **kwargs)

    return answer


def ask_for_code(request: HttpRequest, *, error: str = "", status: int = 422) -> HttpResponse:
    """Ask for the code that lets this browser in; `q` is kept for the way back. `status`: of the answer to a wrong one."""
    asked = request.POST if request.method == "POST" else request.GET
    context = {"q": asked.get("q", ""), "error": error, "no_cookie": not error and "came" in request.GET}
    return render(request, "desk/panel_enter.html", context, status=status if error else 401)


def is_own(request: HttpRequest) -> bool:
    """Tell whether a request was sent by a page of ours."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", "") in {own, *settings.CSRF_TRUSTED_ORIGINS}


def let_in(response: HttpResponse, secret: str) -> HttpResponse:
    """Give the browser the pass."""
    set_framed_cookie(response, COOKIE, secret, path=panel_path(), seconds=PASS_DAYS * 86_400)
    return response
