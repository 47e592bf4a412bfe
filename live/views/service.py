"""Customer service and warehouse of the day: one row each, and the pages behind the two that are the sale's own."""

from datetime import UTC, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from campaigns.models import Campaign, ServiceRole
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download
from live.page import service as page
from live.queries import service as read
from live.queries import shown
from live.services import Replanned, apply_change


@requires(Permission.VIEW_BOARD)
@require_GET
def service(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show customer service, unpaid orders, parcels and held refunds of a sale, a row each."""
    campaign, now = get_object_or_404(Campaign, pk=campaign_id), timezone.now()
    board = _board(campaign)
    if board is None:
        return render(request, "live/service/none.html", {"campaign": campaign})
    found = read.service_now(campaign=campaign, board=board, at=now)
    due, held = read.parcels(campaign=campaign, at=now), read.held(campaign=campaign, at=now)
    context = {
        "campaign": campaign,
        "title": page.service_title(found, campaign.time_zone),
        "why": page.service_why(found, campaign.time_zone),
        "rows": page.rows_of(campaign, request.user, found, read.unpaid(campaign=campaign), due, held, now),
        **_changes(request, campaign, found),
    }
    return render(request, "live/service/page.html", context)


@requires(Permission.VIEW_BOARD)
@require_GET
def service_people(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the half hours ahead: who asks, how many are needed and there, how long a buyer waits."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    board = _board(campaign)
    if board is None:
        return render(request, "live/service/none.html", {"campaign": campaign})
    found = read.service_now(campaign=campaign, board=board, at=timezone.now())
    ahead = [(each, page.wait_words(each.wait) if each.there else "") for each in found.ahead]
    context = {
        "campaign": campaign,
        "title": page.service_title(found, campaign.time_zone),
        "why": page.service_why(found, campaign.time_zone),
        "ahead": ahead,
        "zone": campaign.time_zone,
        **_changes(request, campaign, found),
    }
    return render(request, "live/service/people.html", context)


@requires(Permission.VIEW_BOARD)
@require_GET
def service_unpaid(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the orders of each hour that are not paid; `?format=` gives them as a file."""
    campaign, now = get_object_or_404(Campaign, pk=campaign_id), timezone.now()
    hours = read.unpaid_hours(campaign=campaign, at=now)
    currency = campaign.currency
    ending = request.GET.get("format", "")
    if ending in {"csv", "xlsx"}:
        heads: list[Any] = ["hour", "placed", "unpaid", "amount_minor"]
        lines = [heads, *([each.start.isoformat(), each.placed, each.unpaid, each.amount_minor] for each in hours)]
        return download("unpaid", lines, name=f"unpaid-{campaign.pk}", ending=ending)
    context = {
        "campaign": campaign,
        "hours": [each for each in hours if each.placed],
        "total": read.unpaid(campaign=campaign),
        "currency": currency,
        "zone": campaign.time_zone,
    }
    return render(request, "live/service/unpaid.html", context)


@requires(Permission.EDIT_PLAN)
@require_POST
def service_replan(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Make a proposed change of the shifts."""
    campaign, now = get_object_or_404(Campaign, pk=campaign_id), timezone.now()
    role, start, board = request.POST.get("role", ""), request.POST.get("start", ""), _board(campaign)
    if role not in ServiceRole.values or not (start.isascii() and start.isdigit() and len(start) < 12) or board is None:
        raise Http404
    found = read.service_now(campaign=campaign, board=board, at=now)
    change = read.change_of(found, role=role, start=datetime.fromtimestamp(int(start), UTC))
    if change is None:
        messages.info(request, _("This is no longer proposed: the numbers have moved on."))
        return redirect("live:service", campaign_id=campaign.pk)
    person, words = cast("User", request.user), str(ServiceRole(role).label)
    made = apply_change(campaign=campaign, change=change, actor=person, at=now, role_words=words)
    messages.success(request, _said(made))
    return redirect("live:service", campaign_id=campaign.pk)


def _said(made: Replanned) -> str:
    parts = []
    if made.called:
        words = ngettext("{count} of the reserve works now", "{count} of the reserve work now", made.called)
        parts.append(words.format(count=made.called))
    if made.placed:
        words = ngettext("{count} person is put on the shift", "{count} people are put on the shift", made.placed)
        parts.append(words.format(count=made.placed))
    if made.task is not None:
        parts.append(_("task {number} asks for the rest").format(number=made.task.pk))
    return "; ".join(parts) + "." if parts else _("Nothing had to change.")


def _changes(request: HttpRequest, campaign: Campaign, found: read.ServiceNow) -> dict[str, Any]:
    return {
        "changes": page.shown_changes(found.changes, campaign.time_zone),
        "has_shifts": found.has_shifts,
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }


def _board(campaign: Campaign) -> dict[str, Any] | None:
    state = shown.board_state(campaign_id=campaign.pk)
    return None if state is None else shown.stored_board(state=state)
