"""The board of a past minute, and the notes pinned to minutes."""

from datetime import date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from campaigns.models import Campaign
from common.permissions import Permission, is_allowed, is_part_of_page, requires
from live.models import BoardNote
from live.page.context import board_context
from live.page.notes import shown_notes
from live.queries import memory, shown
from live.services import pin_note, unpin_note
from live.wall_forms import NoteForm

LONG = timedelta(days=2)


@requires(Permission.VIEW_BOARD)
@require_GET
def at(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Show the board as it stood in a minute (`?minute=` since 1970, UTC), with what happened in the hour before."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    now = timezone.now()
    span = memory.span_of(campaign, at=now)
    if span is None:
        return render(request, "live/memory/none.html", {"campaign": campaign})
    minute = _minute(request.GET.get("minute", ""), span)
    end = minute + timedelta(seconds=59)
    found = memory.board_at(campaign, at=end)
    before, after = memory.neighbours(campaign, at=end)
    first, last = (int(each.timestamp()) // 60 for each in (span.first, span.last))
    step = 10 if span.last - span.first > LONG else 1
    chosen = int(minute.timestamp()) // 60
    context = {
        "campaign": campaign,
        "chosen": chosen,
        "minute": minute,
        "zone": campaign.time_zone,
        "first": first,
        "last": last,
        "step": step,
        "before": None if before is None else int(before.timestamp()) // 60,
        "after": None if after is None else int(after.timestamp()) // 60,
        "happenings": memory.happenings(campaign, at=minute),
        "is_kept": found is not None,
    }
    if found is not None:
        state, stored = found
        said = shown.said_board(board=stored, state=state, at=end)
        notes = shown_notes(campaign.pk, said, until=end)
        context |= board_context(board=said, day=_day(request), may_import=False, notes=notes, past=chosen)
        context["campaign"] = said["campaign"]
    name = "live/memory/_at.html" if is_part_of_page(request) else "live/memory/at.html"
    return render(request, name, context)


@requires(Permission.VIEW_BOARD)
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Show the notes of a sale; pin one to a minute of its clock, to this one where none is told."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    form = NoteForm(request.POST or None, initial={"minute": _asked(request.GET.get("minute", ""), campaign)})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        told: datetime | None = form.cleaned_data["minute"]
        minute = now if told is None else told.replace(tzinfo=ZoneInfo(campaign.time_zone))
        if campaign.starts_at <= minute <= campaign.ends_at:
            text = form.cleaned_data["text"]
            pin_note(campaign=campaign, actor=cast("User", request.user), minute=minute, text=text, at=now)
            messages.success(request, _("The note is on the board."))
            return redirect("live:notes", campaign_id=campaign.pk)
        form.add_error("minute", _("Choose a minute of the sale."))
    rows = BoardNote.objects.standing().filter(campaign=campaign).select_related("author")
    context = {
        "campaign": campaign,
        "form": form,
        "rows": rows,
        "zone": campaign.time_zone,
        "mine": request.user.pk,
        "may_all": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "live/memory/notes.html", context, status=422 if form.errors else 200)


@requires(Permission.VIEW_BOARD)
@require_POST
def note_remove(request: HttpRequest, campaign_id: int, note_id: int) -> HttpResponse:
    """Take a note off the board: one's own, or any for who may change the plan."""
    note = get_object_or_404(BoardNote.objects.select_related("campaign"), pk=note_id, campaign=campaign_id)
    if note.author_id != request.user.pk and not is_allowed(request.user, Permission.EDIT_PLAN):
        messages.error(request, _("Only who wrote a note, or plans the sale, takes it off."))
    elif unpin_note(campaign=note.campaign, note_id=note.pk, actor=cast("User", request.user), at=timezone.now()):
        messages.success(request, _("The note is off the board; its minute remembers it."))
    return redirect(reverse("live:notes", args=[campaign_id]))


def _minute(text: str, span: memory.Span) -> datetime:
    """Return the minute that is asked for, within the span; the last one where none is."""
    first, last = (each.replace(second=0, microsecond=0) for each in (span.first, span.last))
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return last
    return min(last, max(first, datetime.fromtimestamp(60 * int(text), tz=first.tzinfo)))


def _asked(text: str, campaign: Campaign) -> datetime | None:
    """Return the minute an address names, by the clock of the sale, for a form."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    moment = datetime.fromtimestamp(60 * int(text), tz=ZoneInfo(campaign.time_zone))
    return moment.replace(tzinfo=None)


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
