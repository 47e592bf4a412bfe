"""The board as HTML. The worker draws a new board before anybody asks; what it did not draw is drawn when it is asked for."""

import hashlib
from datetime import date, datetime
from functools import cache as cache_once
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override

from live.models import BoardDrawing
from live.page.context import board_context
from live.page.notes import shown_notes
from live.queries import shown

KEEP_SECONDS = 120
_DRAWING = Lock()
Parts = dict[str, Any]


def variant(day: date | None, *, may_import: bool) -> str:
    """Return what makes two people's boards differ: language, chosen day, links to the imports."""
    return f"{get_language()}.{day or ''}.{int(may_import)}"


def drawn(state: shown.BoardState, *, at: datetime, day: date | None, may_import: bool) -> Parts | None:
    """Return the board in the language that is active, with what its frame needs; None when none was counted yet.

    It is kept for a while in this process, under a key of all it depends on.
    """
    key = _key(state, at=at, day=day, may_import=may_import)
    parts: Parts | None = cache.get(f"live.board.{key}")
    if parts is None:
        with _DRAWING:  # of hundreds who ask at once one draws; the others wait for what it drew
            parts = cache.get(f"live.board.{key}")
            if parts is None:
                parts = _from_worker(state, key) or _draw(state, at=at, day=day, may_import=may_import)
            if parts is not None:
                cache.set(f"live.board.{key}", parts, KEEP_SECONDS)
    return parts


@cache_once
def release() -> str:
    """Return a digest of what draws boards (code, templates, words): what another release has drawn is not shown."""
    told = hashlib.sha256()
    for place in ("live/**/*.py", "templates/**/*.html", "locale/**/*.mo"):
        for path in sorted(settings.BASE_DIR.glob(place)):
            told.update(path.read_bytes())
    return told.hexdigest()[:12]


def make_ready() -> None:
    """Load what the board and its parts are drawn with: templates, words and addresses of every language, the release's digest.

    A web process does it before it answers anybody: else its first readers wait for it together, after each redeploy.
    """
    release()
    root = settings.BASE_DIR / "templates"
    for place in ("base.html", "components/*.html", "desk/_*.html", "live/**/*.html"):
        for path in sorted(root.glob(place)):
            get_template(path.relative_to(root).as_posix())
    for language, _name in settings.LANGUAGES:
        with override(language):
            gettext("Live board")
            reverse("live:current")  # the first address that is looked up writes the list of all of them


def draw_ahead(campaign_id: int, *, at: datetime) -> int:
    """Draw the newest board of a campaign as it is first asked for, in every language; return how many drawings were made.

    Those of older boards are removed. Doubled or left out it does no harm.
    """
    state = shown.board_state(campaign_id=campaign_id)
    if state is None or state.snapshot_id is None:
        return 0
    wanted: dict[str, tuple[str, bool]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for may_import in (True, False):
                wanted[_key(state, at=at, day=None, may_import=may_import)] = (language, may_import)
    drawings = BoardDrawing.objects.filter(campaign_id=campaign_id)
    there = set(drawings.filter(key__in=wanted).values_list("key", flat=True))
    made = []
    for key in wanted.keys() - there:
        language, may_import = wanted[key]
        with override(language):
            parts = _draw(state, at=at, day=None, may_import=may_import)
        if parts is not None:
            made.append(BoardDrawing(campaign_id=campaign_id, key=key, drawn_at=at, parts=_stored(parts)))
    drawings.exclude(key__in=wanted).delete()
    return len(BoardDrawing.objects.bulk_create(made, ignore_conflicts=True))


def _key(state: shown.BoardState, *, at: datetime, day: date | None, may_import: bool) -> str:
    return f"{state.body_key(at=at, variant=variant(day, may_import=may_import))}.{release()}"


def _draw(state: shown.BoardState, *, at: datetime, day: date | None, may_import: bool) -> Parts | None:
    stored = shown.stored_board(state=state)
    if stored is None:
        return None
    said = shown.said_board(board=stored, state=state, at=at)
    notes = shown_notes(state.campaign_id, said)
    context = board_context(board=said, day=day, may_import=may_import, notes=notes)
    return {
        "board": render_to_string("live/_board.html", context),
        "shops": " · ".join(shop["name"] for shop in said["data"]["shops"]),
        "age": {
            "is_final": said["data"]["is_final"],
            "zone": context["zone"],
            "as_of": context["moments"]["as_of"],
            "final_from": context["moments"]["final_from"],
        },
    }


_MOMENTS = ("as_of", "final_from")


def _stored(parts: Parts) -> Parts:
    """Write the moments as text, to be kept as JSON."""
    age = parts["age"]
    return {**parts, "age": {**age, **{name: age[name] and age[name].isoformat() for name in _MOMENTS}}}


def _from_worker(state: shown.BoardState, key: str) -> Parts | None:
    parts: Parts | None = (
        BoardDrawing.objects.filter(campaign_id=state.campaign_id, key=key).values_list("parts", flat=True).first()
    )
    if parts is None:
        return None
    age = parts["age"]
    html = mark_safe(parts["board"])  # noqa: S308 - what our own template wrote, every value in it escaped
    return {
        "board": html,
        "shops": parts["shops"],
        "age": {**age, **{name: age[name] and datetime.fromisoformat(age[name]) for name in _MOMENTS}},
    }
