"""A screen on a wall: a secret address without an account. It opens this one page and nothing else, and leaves no cookie."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from accounts.throttling import client_address
from common.limits import is_spent, is_within
from common.permissions import public
from live.models import WallScreen
from live.page.wall.body import WallBody, data_base, release, wall_body
from live.queries import shown, walls
from live.tasks import ask_for_board

LOOKS_A_MINUTE = 240  # of one screen: four looks each of 60 televisions behind one address
GUESSES_A_MINUTE = 20  # of one address that knows no screen
REASON = "A screen on a wall has no account: who knows its secret address may look at this one page."


@public(reason=REASON)
@require_safe
def wall(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the wall: a page that keeps itself fresh."""
    screen, refused = _screen(request, token)
    if screen is None:
        return refused
    now = timezone.now()
    state = _state(screen)
    body = _body(screen, state)
    base = data_base(state, at=now) if state else None
    is_old = base is not None and now.timestamp() - base > 60 * screen.grey_after
    with override(screen.language):
        page = render_to_string(
            "live/wall/page.html",
            {
                "title": state.name if state else screen.name,
                "body": body.html,
                "etag": body.etag,
                "url": reverse("live:wall-now", args=[token]),
                "release": release(),
                "language": screen.language,
                "zone": _zone(state),
                "grey_after": screen.grey_after,
                "night_from": "" if screen.night_from is None else screen.night_from,
                "night_to": "" if screen.night_to is None else screen.night_to,
                "is_old": is_old,
                "minutes_old": int(now.timestamp() - base) // 60 if base is not None and is_old else 0,
                "now": int(now.timestamp()),
            },
        )
    return _bare(HttpResponse(page))


@public(reason=REASON)
@require_safe
def wall_now(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the body of the wall, or 304 where the screen has it."""
    screen, refused = _screen(request, token)
    if screen is None:
        return refused
    state = _state(screen)
    body = _body(screen, state, seen=request.headers.get("If-None-Match", ""))
    response: HttpResponseBase = HttpResponse(body.html) if body.html else HttpResponseNotModified()
    response.headers["ETag"] = body.etag
    base = data_base(state, at=timezone.now()) if state else None
    response.headers["X-Data-Base"] = "" if base is None else str(base)
    response.headers["X-Grey-After"] = str(screen.grey_after)
    return _bare(response)


def _screen(request: HttpRequest, token: str) -> tuple[WallScreen | None, HttpResponseBase]:
    """Return the screen, or what to answer in its place. Who guesses too often is not even looked up."""
    now, who = timezone.now(), client_address(request)
    if is_spent(GUESSES_A_MINUTE, kind="guess", who=who, at=now):
        return None, _later()
    screen = walls.wall_of(token)
    if screen is None:
        is_within(GUESSES_A_MINUTE, kind="guess", who=who, at=now)
        return None, _bare(HttpResponse(render_to_string("live/wall/gone.html"), status=404))
    if not is_within(LOOKS_A_MINUTE, kind="look", who=str(screen.pk), at=now):
        return None, _later()
    return screen, _later()


def _later() -> HttpResponseBase:
    return _bare(HttpResponse(status=429, headers={"Retry-After": "60"}))


def _state(screen: WallScreen) -> shown.BoardState | None:
    number = walls.campaign_of(screen, at=timezone.now())
    state = shown.board_state(campaign_id=number) if number else None
    if state is not None and state.is_outdated:
        ask_for_board(state.campaign_id)
    return state


def _body(screen: WallScreen, state: shown.BoardState | None, *, seen: str = "") -> WallBody:
    if state is not None:
        return wall_body(screen, state, at=timezone.now(), seen=seen)
    etag = f'"none.{screen.language}.{release()}"'
    if seen == etag:
        return WallBody("", etag)
    with override(screen.language):
        return WallBody(render_to_string("live/wall/_waiting.html", {"name": ""}), etag)


def _zone(state: shown.BoardState | None) -> str:
    return state.time_zone if state else "UTC"


def _bare(response: HttpResponseBase) -> HttpResponseBase:
    """Let nobody keep the page, follow it to its address, or find it by searching; tell the release."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["X-Release"] = release()
    return response
