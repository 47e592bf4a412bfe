"""The pages of the shifts: demand, roster, people, the sheet to print, the file."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.charts.shifts import people_figure
from campaigns.exports.shifts import roster_lines
from campaigns.forms.shifts import PersonForm, PlaceForm, ShiftSettingsForm, initial_of, person_initial
from campaigns.models import Campaign, ServicePerson, Shift, ShiftLaying, ShiftPlace
from campaigns.queries import shifts as queries
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.services import shifts as services
from campaigns.views.plans import person, seen_version
from campaigns.words.shifts import handover_words, headline, problem_words
from campaigns.words.trail import lines_of
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download


@requires(Permission.VIEW_PLAN)
@require_GET
def shifts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each half hour needs, when shifts change and who is on them."""
    return _page(request, get_object_or_404(Campaign, pk=pk))


@requires(Permission.EDIT_PLAN)
@require_POST
def shifts_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what the shifts are worked out from."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = ShiftSettingsForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, form=form, status=422)
    try:
        services.set_shift_settings(
            campaign=campaign, actor=person(request), version=seen_version(request), values=form.cleaned_data
        )
    except PlanError as refused:
        form.take(refused.problems)
        return _page(request, campaign, form=form, status=422)
    except StalePlanError as stale:
        return _page(request, stale.campaign, form=form, stale=stale, status=409)
    messages.success(request, _("Saved. Lay the shifts anew to follow it."))
    return redirect("campaigns:shifts", pk=pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def shifts_lay(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay the shifts and fill the roster."""
    campaign = get_object_or_404(Campaign, pk=pk)
    services.lay_shifts(campaign=campaign, actor=person(request))
    count = campaign.shifts.count()
    said = ngettext("{count} shift is laid.", "{count} shifts are laid.", count).format(count=count)
    messages.success(request, said)
    return redirect("campaigns:shifts", pk=pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def shifts_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a person on a shift by hand."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    shift = get_object_or_404(Shift, pk=said["shift"], campaign_id=pk)
    who = get_object_or_404(ServicePerson, pk=said["person"])
    try:
        services.place_person(shift=shift, person=who, role=said["role"], actor=person(request))
    except PlanError as refused:
        messages.error(request, " ".join(problem_words(problem) for problem in refused.problems))
    return redirect(f"{reverse('campaigns:shifts', args=[pk])}#shift-{shift.pk}")


@requires(Permission.EDIT_PLAN)
@require_POST
def shifts_unplace(request: HttpRequest, pk: int, place_pk: int) -> HttpResponse:
    """Take a person off a shift."""
    place = get_object_or_404(ShiftPlace.objects.select_related("shift__campaign", "person"), pk=place_pk, shift__campaign_id=pk)
    services.remove_place(place=place, actor=person(request))
    messages.success(request, _("{name} is off this shift.").format(name=place.person.name))
    return redirect(f"{reverse('campaigns:shifts', args=[pk])}#shift-{place.shift_id}")


@requires(Permission.VIEW_PLAN)
@require_GET
def shifts_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the roster as sheets to print."""
    campaign = get_object_or_404(Campaign, pk=pk)
    rows = queries.shift_rows(campaign, queries.settings_of(campaign))
    return render(request, "campaigns/shifts/print.html", {"campaign": campaign, "rows": rows})


@requires(Permission.VIEW_PLAN)
@require_GET
def shifts_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the roster as CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=pk)
    lines = roster_lines(campaign)
    return download(_("Roster"), lines, name=f"roster-{campaign.pk}", ending=request.GET.get("format", "csv"))


@requires(Permission.VIEW_PLAN)
@require_GET
def service_people(request: HttpRequest) -> HttpResponse:
    """Show who works in customer service."""
    return _people(request, PersonForm())


@requires(Permission.EDIT_PLAN)
@require_POST
def service_person_add(request: HttpRequest) -> HttpResponse:
    """Add a person of customer service."""
    return _save_person(request, None)


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def service_person_edit(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Change a person of customer service."""
    who = get_object_or_404(ServicePerson, pk=person_pk)
    if request.method == "POST":
        return _save_person(request, who)
    return _people(request, PersonForm(initial=person_initial(who)), editing=who)


def _save_person(request: HttpRequest, who: ServicePerson | None) -> HttpResponse:
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _people(request, form, editing=who, status=422)
    try:
        draft = replace(form.draft(), user=who.user if who else None)
        saved = services.save_person(actor=person(request), draft=draft, person=who)
    except PlanError as refused:
        form.take(refused.problems)
        return _people(request, form, editing=who, status=422)
    messages.success(request, _("{name} is saved.").format(name=saved.name))
    return redirect("campaigns:service-people")


def _people(request: HttpRequest, form: PersonForm, *, editing: ServicePerson | None = None, status: int = 200) -> HttpResponse:
    people = list(ServicePerson.objects.all())
    shown = {
        "form": form,
        "editing": editing,
        "people": people,
        "working": sum(each.is_active for each in people),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/shifts/people.html", shown, status=status)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    form: ShiftSettingsForm | None = None,
    stale: StalePlanError | None = None,
    status: int = 200,
) -> HttpResponse:
    settings = queries.settings_of(campaign)
    found = queries.demand(campaign=campaign, settings=settings)
    rows = queries.shift_rows(campaign, settings)
    staffed, in_time = queries.answered(settings, found, rows, campaign)
    laid = ShiftLaying.objects.filter(campaign=campaign).first()
    may_edit = is_allowed(request.user, Permission.EDIT_PLAN)
    people = ServicePerson.objects.filter(is_active=True).count()
    shown: dict[str, Any] = {
        "campaign": campaign,
        "headline": headline(campaign, settings, found, rows, in_time=in_time, has_people=people > 0),
        "handover": handover_words(found),
        "figure": people_figure(campaign, found, rows, staffed),
        "rows": rows,
        "candidates": queries.candidates(rows, campaign, settings) if may_edit else {},
        "people": people,
        "is_old": laid is not None and laid.basis != queries.basis_of(campaign, settings),
        "form": form or ShiftSettingsForm(initial=initial_of(settings)),
        "version": campaign.version,
        "stale": stale,
        "stale_lines": lines_of(stale, stale.campaign) if stale else [],
        "may_edit": may_edit,
        "has_work": found.has_work,
    }
    return render(request, "campaigns/shifts/page.html", shown, status=status)
