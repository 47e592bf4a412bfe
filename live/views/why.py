"""Why a sale is off its plan: the page of the causes and its file."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.permissions import Permission, requires
from common.spreadsheets import download
from live.page.causes import causes_context
from live.queries.shown import BoardState, board_state
from live.queries.why import why_of_board
from live.tasks import ask_for_board
from live.why_export import FIXED_COLUMNS, why_rows


@requires(Permission.VIEW_BOARD)
@require_GET
def why(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the causes of every hour, every phase and the sale so far, and what each channel adds."""
    state = _state(campaign_id)
    found = why_of_board(state=state)
    if found is None:
        ask_for_board(campaign_id)
        return render(request, "live/why/uncounted.html", {"state": state})
    age = state.age(at=timezone.now())
    context = causes_context(found, day=_day(request))
    return render(request, "live/why/page.html", {**context, "state": state, "found": found, "age": age})


@requires(Permission.VIEW_BOARD)
@require_GET
def export(request: HttpRequest, campaign_id: int, kind: str) -> HttpResponse:
    """Give the causes as a file, CSV or XLSX."""
    found = why_of_board(state=_state(campaign_id))
    if found is None:
        raise Http404
    stamp = (found.board["data"]["counted_to"] or "plan").replace(":", "")
    return download("why", why_rows(found), name=f"why-{campaign_id}-{stamp}", ending=kind, fixed_columns=FIXED_COLUMNS)


def _state(campaign_id: int) -> BoardState:
    state = board_state(campaign_id=campaign_id)
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
