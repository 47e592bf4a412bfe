"""Pages of the live board. None of them aggregates: they read one row of JSON that the worker has made."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from common.permissions import Permission, is_allowed, is_part_of_page, requires
from common.spreadsheets import download
from live.export import FIXED_COLUMNS, board_rows
from live.page import drawing
from live.page.by_tier import tiers_shown
from live.queries import shown
from live.queries.tiers import tiers_key
from live.rules.age import rounded_minutes
from live.tasks import ask_for_board
from live.views.shared import private, shared_part
from orders.models import Shop


@requires(Permission.VIEW_BOARD)
def current(request: HttpRequest) -> HttpResponseBase:
    """Lead to the board of the sale at hand, or say what to do first."""
    campaign = shown.current_campaign(at=timezone.now())
    if campaign is not None:
        return redirect("live:board", campaign_id=campaign.pk)
    return render(
        request, "live/none.html", {"may_plan": is_allowed(request.user, Permission.EDIT_PLAN), "has_shop": Shop.objects.exists()}
    )


@requires(Permission.VIEW_BOARD)
def board(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Show a board; the same parts answer the refresh of the page, with an ETag and 304 where nothing changed."""
    now = timezone.now()
    state = _state(campaign_id)
    day = _day(request)
    may_import = is_allowed(request.user, Permission.IMPORT_FILES)
    is_refresh = is_part_of_page(request)
    etag = state.etag(at=now, variant=drawing.variant(day, may_import=may_import))
    if is_refresh and request.headers.get("If-None-Match") == etag:
        return private(HttpResponseNotModified(), etag)
    parts = _drawn(state, at=now, day=day, may_import=may_import)
    age = _age(state, parts, at=now, is_refresh=is_refresh)
    if is_refresh:
        return private(HttpResponse(parts["board"] + age), etag)
    return private(render(request, "live/board.html", _frame(request, state, etag, parts, age, now)), None)


@requires(Permission.VIEW_BOARD)
def export(request: HttpRequest, campaign_id: int, kind: str) -> HttpResponse:
    """Give the board's numbers as a file, CSV or XLSX: a row an hour, a row a phase."""
    state = _state(campaign_id)
    stored = shown.stored_board(state=state)
    if stored is None:
        raise Http404
    said = shown.said_board(board=stored, state=state, at=timezone.now())
    stamp = (said["data"]["counted_to"] or "plan").replace(":", "")
    return download("board", board_rows(said), name=f"board-{campaign_id}-{stamp}", ending=kind, fixed_columns=FIXED_COLUMNS)


@requires(Permission.VIEW_BOARD)
def tiers(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Show the sale by tier: a part of the board for htmx, a page of its own without it."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    if is_part_of_page(request):
        key = f"tiers.{campaign_id}.{campaign.version}.{tiers_key(campaign_id)}"
        return shared_part(request, key=key, draw=lambda: render_to_string("live/_tiers.html", _by_tier(campaign)))
    return render(request, "live/tiers.html", _by_tier(campaign))


def _by_tier(campaign: Campaign) -> dict[str, Any]:
    return {"campaign": campaign, "by_tier": tiers_shown(campaign)}


def _state(campaign_id: int) -> shown.BoardState:
    """Return the state of a board, and ask for a new one where the plan has moved on."""
    state = shown.board_state(campaign_id=campaign_id)
    if state is None:
        raise Http404
    if state.is_outdated:
        ask_for_board(campaign_id)
    return state


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _drawn(state: shown.BoardState, *, at: datetime, day: date | None, may_import: bool) -> dict[str, Any]:
    """Return the board as HTML, with what its frame needs; while none is counted, the words that say so."""
    parts = drawing.drawn(state, at=at, day=day, may_import=may_import)
    if parts is None:
        ask_for_board(state.campaign_id)
        return {"board": render_to_string("live/_uncounted.html"), "shops": "", "age": None}
    return parts


def _age(state: shown.BoardState, parts: dict[str, Any], *, at: datetime, is_refresh: bool) -> str:
    """Return the badge that says how old the data are; a refresh swaps it into the top bar."""
    if parts["age"] is None:
        return "" if is_refresh else render_to_string("live/_uncounted_age.html")
    age = state.age(at=at)
    seconds = 60 * rounded_minutes(age.minutes or 0)
    return render_to_string("live/_age.html", {**parts["age"], "level": age.level, "seconds": seconds, "is_refresh": is_refresh})


def _frame(
    request: HttpRequest, state: shown.BoardState, etag: str, parts: dict[str, Any], age: str, now: datetime
) -> dict[str, Any]:
    """Return the context of the whole page around the parts."""
    query = request.GET.urlencode()
    return {
        "name": state.name,
        "shop_names": parts["shops"],
        "state": "live" if state.starts_at <= now < state.ends_at else "next" if now < state.starts_at else "over",
        "content": parts["board"],
        "age": age,
        "etag": etag,
        "refresh_url": reverse("live:board", args=[state.campaign_id]) + (f"?{query}" if query else ""),
        "incidents_url": reverse("live:incidents-banner", args=[state.campaign_id]),
        "by_tier_url": reverse("live:tiers", args=[state.campaign_id]),
        "service_url": reverse("live:service", args=[state.campaign_id]),
        "past_url": reverse("live:at", args=[state.campaign_id]),
        "notes_url": reverse("live:notes", args=[state.campaign_id]),
        "others": shown.other_boards(campaign_id=state.campaign_id, at=now),
    }
