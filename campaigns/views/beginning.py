"""Where a plan begins: from an occasion, from a past sale, from nothing."""

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.forms.beginning import CloneForm
from campaigns.models import Campaign, Occasion
from campaigns.queries.clones import proposed_start, sold_in
from campaigns.queries.lessons import carried_lessons
from campaigns.rules import occasions
from campaigns.rules.problems import PlanError
from campaigns.services.cloning import clone_campaign
from campaigns.views.plans import first_zone, person
from campaigns.words.problems import sentence
from common.permissions import Permission, requires
from orders.models import Shop


@requires(Permission.EDIT_PLAN)
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Offer the three ways to begin a plan: an occasion with its next dates, a past sale, an empty form."""
    today = timezone.now().astimezone(first_zone()).date()
    found = [(Occasion(one.key), one, one.next_from(today)) for one in occasions.OCCASIONS]
    shown = {
        "occasions": sorted(
            ((label, rule, dates, (dates.starts_on - today).days) for label, rule, dates in found if dates),
            key=lambda one: one[3],
        ),
        "sales": Campaign.objects.order_by("-starts_at")[:20],
        "has_shop": Shop.objects.exists(),
    }
    return render(request, "campaigns/beginning/begin.html", shown)


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def clone(request: HttpRequest, pk: int) -> HttpResponse:
    """Clone a sale: its dates move, its target grows by so much, its parts and lessons come along."""
    source = get_object_or_404(Campaign, pk=pk)
    today = timezone.now().astimezone(first_zone()).date()
    sold = sold_in(source)
    if request.method == "GET":
        start = proposed_start(source, today=today)
        proposed: dict[str, Any] = {
            "name": _name(source, start.year),
            "starts_on": start,
            "growth": "10",
            "begin_from": "actual" if sold else "target",
            "follow_curve": True,
        }
        return _clone_page(request, source, CloneForm(initial=proposed), sold)
    form = CloneForm(request.POST)
    if not form.is_valid():
        return _clone_page(request, source, form, sold, status=422)
    said = form.cleaned_data
    try:
        campaign = clone_campaign(
            source=source,
            actor=person(request),
            name=said["name"],
            starts_on=said["starts_on"],
            growth=Fraction(said["growth"] or 0),
            from_actual=said["begin_from"] == "actual",
            follow_curve=said["follow_curve"],
        )
    except PlanError as refused:
        for problem in refused.problems:
            form.add_error(
                problem.field if problem.field in form.fields else None,
                sentence(problem, currency=source.currency, zone=source.time_zone, campaign=source),
            )
        return _clone_page(request, source, form, sold, status=422)
    messages.success(request, _("{name} is planned after {source}.").format(name=campaign.name, source=source.name))
    return redirect("campaigns:detail", pk=campaign.pk)


def _clone_page(request: HttpRequest, source: Campaign, form: CloneForm, sold: int | None, *, status: int = 200) -> HttpResponse:
    shown = {
        "source": source,
        "form": form,
        "sold": sold,
        "lessons": source.lessons.standing().own().count() + carried_lessons(source).left,
    }
    return render(request, "campaigns/beginning/clone.html", shown, status=status)


def _name(source: Campaign, year: int) -> str:
    """Propose a name: the source's with the new year, or marked as a copy."""
    was = str(source.starts_at.year)
    return (
        source.name.replace(was, str(year))
        if was in source.name and was != str(year)
        else _("{name} again").format(name=source.name)
    )
