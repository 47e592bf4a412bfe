"""The page of rehearsals of a sale: ask for one, watch it, stop it, read its score."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from campaigns.models import Campaign
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from common.spreadsheets import download
from rehearsal.doorbell import ring_rehearsal
from rehearsal.export import score_lines
from rehearsal.forms import RehearsalForm
from rehearsal.models import RehearsalRun
from rehearsal.queries.runs import runs_of, shown_run
from rehearsal.rules.faults import clock_words
from rehearsal.services import ask_rehearsal, give_up_lost, stop_rehearsal
from rehearsal.services.runs import CannotRehearse
from rehearsal.words import headline, planned_rows, score_rows


@requires(Permission.VIEW_BOARD)
@require_GET
def rehearsals(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the newest rehearsal of a sale, or the one asked for by `run`; while it is played the page follows."""
    return _page(request, get_object_or_404(Campaign, pk=campaign_id))


@requires(Permission.EDIT_PLAN)
@require_POST
def ask(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Ask for a rehearsal; a process of its own plays it."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    form = RehearsalForm(request.POST, has_earlier=campaign.compare_with_id is not None)
    if not form.is_valid():
        return _page(request, campaign, form=form, status=422)
    said = form.cleaned_data
    give_up_lost(at=timezone.now())
    try:
        run = ask_rehearsal(
            campaign=campaign,
            actor=person(request),
            at=timezone.now(),
            source=said["day"],
            speed=said["speed"],
            tick_minutes=said["tick"],
            from_minute=said["first"],
            until_minute=said["until"],
            seed=said["seed"],
            faults=said["faults"],
        )
    except CannotRehearse as refused:
        form.add_error(None, str(refused))
        return _page(request, campaign, form=form, status=422)
    ring_rehearsal(run_id=run.pk)
    return redirect("rehearsal:rehearsals", campaign_id=campaign.pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def stop(request: HttpRequest, campaign_id: int, run_id: int) -> HttpResponse:
    """Stop a rehearsal."""
    run = get_object_or_404(RehearsalRun, pk=run_id, campaign_id=campaign_id)
    if stop_rehearsal(run=run, actor=person(request), at=timezone.now()):
        messages.success(request, _("The rehearsal stops; what it has found so far is kept."))
    return redirect("rehearsal:rehearsals", campaign_id=campaign_id)


@requires(Permission.VIEW_BOARD)
@require_GET
def export(request: HttpRequest, campaign_id: int, run_id: int, kind: str) -> HttpResponse:
    """Give a score as CSV or XLSX."""
    run = get_object_or_404(RehearsalRun.objects.select_related("campaign"), pk=run_id, campaign_id=campaign_id)
    return download(_("Rehearsal"), score_lines(run), name=f"rehearsal-{run.pk}", ending=kind)


def _page(request: HttpRequest, campaign: Campaign, *, form: RehearsalForm | None = None, status: int = 200) -> HttpResponse:
    runs = runs_of(campaign)
    run = shown_run(runs, whole_number(request.GET.get("run", "")))
    title, why = headline(campaign, run)
    played = run.until_minute - run.from_minute if run else 1
    context: dict[str, Any] = {
        "campaign": campaign,
        "title": title,
        "why": why,
        "run": run,
        "runs": runs,
        "rows": score_rows(run) if run else [],
        "planned": planned_rows(run) if run else [],
        "clock": clock_words(run.minute) if run else "",
        "until": clock_words(run.until_minute) if run else "",
        "percent": 100 * (run.minute - run.from_minute) // played if run else 0,
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
        "is_moving": any(each.is_moving for each in runs),
        "form": form or RehearsalForm(has_earlier=campaign.compare_with_id is not None),
    }
    return render(request, "rehearsal/rehearsals.html", context, status=status)
