"""The body of a wall: drawn once for a board, a language and a way of writing amounts, and given to every screen."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache as cache_once
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import override

from campaigns.models import Campaign
from common.moments import format_moment
from common.windows import slot_of
from live.models import WallScreen
from live.page import drawing
from live.page.wall.amounts import Amounts
from live.page.wall.blocks import hour_line, phase_lines
from live.page.wall.picture import wall_picture
from live.page.wall.sentence import wall_sentence
from live.queries import shown, walls

KEEP_SECONDS = 120
ASSETS = ("live/wall.js", "live/wall.css", "components.css", "tokens.css")
MOST_TODO = 2


@dataclass(frozen=True)
class WallBody:
    """One state of a wall: its HTML and the ETag of it."""

    html: str
    etag: str


@cache_once
def release() -> str:
    """Return a digest of all that makes a wall, its script and styles too: a screen with another one loads itself anew."""
    told = hashlib.sha256(drawing.release().encode())
    for name in ASSETS:
        told.update(static(name).encode())
        told.update((settings.BASE_DIR / "static" / name).read_bytes())
    return told.hexdigest()[:12]


def wall_body(screen: WallScreen, state: shown.BoardState, *, at: datetime, seen: str = "") -> WallBody:
    """Return the body of a screen for a state of the board, its HTML left out where `seen` is its ETag already.

    Ages and minutes are told by the screen's own script; the server tells when and since when. So the body stays the same while
    fresh data only grow older, for ten minutes at most.
    """
    kind = f"{screen.language}.{int(screen.hides_amounts)}.{release()}"
    key = f"{state.body_key(at=at, variant=kind)}.{walls.beside_key(state.campaign_id)}.{slot_of(at)}"
    etag = f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'
    if seen == etag:
        return WallBody("", etag)
    html: str | None = cache.get(f"live.wall.{key}")
    if html is None:
        with override(screen.language):
            html = _draw(screen, state, at)
        cache.set(f"live.wall.{key}", html, KEEP_SECONDS)
    return WallBody(html, etag)


def data_base(state: shown.BoardState, *, at: datetime) -> int | None:
    """Return the epoch second from which the data of a running sale grow old; None before it, and once all of it is known."""
    if at < state.starts_at or state.is_closed:
        return None
    return int((state.data_as_of or state.starts_at).timestamp())


def _draw(screen: WallScreen, state: shown.BoardState, at: datetime) -> str:
    stored = shown.stored_board(state=state)
    if stored is None:
        return render_to_string("live/wall/_waiting.html", {"name": state.name})
    board = shown.said_board(board=stored, state=state, at=at)
    return render_to_string("live/wall/_body.html", _context(board, state, at, is_private=screen.hides_amounts))


def _context(board: dict[str, Any], state: shown.BoardState, at: datetime, *, is_private: bool) -> dict[str, Any]:
    campaign = board["campaign"]
    target = board["so_far"]["revenue"]["target"] or 0
    amounts = Amounts(campaign["currency"], target, is_private)
    products, gone = walls.going(state.campaign_id)
    tasks = walls.late_tasks(Campaign.objects.get(pk=state.campaign_id), at=at)
    return {
        "name": campaign["name"],
        "shops": " · ".join(shop["name"] for shop in board["data"]["shops"]),
        "said": wall_sentence(board, amounts),
        "is_private": is_private,
        "base": data_base(state, at=at),
        "as_of": format_moment(state.data_as_of, campaign["time_zone"], date=False),
        "is_closed": state.is_closed,
        "is_final": board["data"]["is_final"],
        "picture": wall_picture(board, amounts),
        "earlier": campaign["compared_with"] if "last" in board["series"] else "",
        "phases": phase_lines(board, amounts),
        "hour": hour_line(board, amounts),
        "products": products,
        "gone": gone,
        "troubles": walls.troubles(state.campaign_id)[:MOST_TODO],
        # What people typed may tell amounts: a private wall only counts it.
        "tasks": [] if is_private else tasks[:MOST_TODO],
        "task_count": len(tasks),
        "now": int(at.timestamp()),
    }
