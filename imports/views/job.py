"""One import: its card, its page, and what a person decides about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.permissions import Permission, is_allowed, is_part_of_page, requires
from imports import services
from imports.errors import NotPossible
from imports.forms import AnswerForm
from imports.models import ImportJob, State
from imports.views.cards import JobCard, etag_of, job_card
from imports.views.headline import headline_of
from imports.views.standing import what_of
from imports.views.words import moment, size

UNPROCESSABLE = 422


@require_GET
@requires(Permission.VIEW_IMPORTS)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one card; 304 while nothing visible changed, so that asking every second costs next to nothing.

    A card whose state changed since the reader's copy tells the page (`imports-changed`), which renews its sentence and history.
    """
    known = request.headers.get("If-None-Match", "")
    stands = ImportJob.objects.filter(pk=pk).values_list("pk", "revision", "state").first()
    if stands is not None and known == f'"{etag_of(*stands)}"':
        return HttpResponse(status=304, headers={"ETag": known})
    job = _job(pk)
    shown = _card(request, job)
    response = render(request, "imports/_card.html", {"card": shown})
    response.headers["ETag"] = f'"{shown.etag}"'
    response.headers["Cache-Control"] = "no-store"
    if known and not known.endswith(f'-{job.state}"'):
        response.headers["HX-Trigger"] = "imports-changed"
    return response


@require_GET
@requires(Permission.VIEW_IMPORTS)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one import on a page of its own, with who sent it, when and by which door."""
    job = _job(pk)
    return _alone(request, job)


def _alone(request: HttpRequest, job: ImportJob, *, form: Form | None = None) -> HttpResponse:
    context = {
        "card": _card(request, job, form=form, single=True),
        "headline": headline_of(job),
        "facts": _facts(job),
    }
    return render(request, "imports/detail.html", context, status=UNPROCESSABLE if form is not None else 200)


def _facts(job: ImportJob) -> list[tuple[str, str]]:
    now = timezone.now()
    zone = job.zone or (job.shop.time_zone if job.shop else "")

    def at(value: Any) -> str:
        return moment(value, zone=zone, now=now) if value else ""

    def name(person: Any) -> str:
        return (person.get_full_name() or person.get_username()) if person else ""

    told = [
        (_("What it is"), what_of(job)),
        (_("Shop"), job.shop.name if job.shop else ""),
        (_("Came in"), at(job.created_at)),
        (_("How"), job.get_source_display()),
        (_("Sent by"), name(job.created_by)),
        (_("Imported at"), at(job.finished_at) if job.state == State.DONE else ""),
        (_("Undone at"), at(job.undone_at)),
        (_("Undone by"), name(job.undone_by) if job.undone_at else ""),
        (_("Size"), size(job.size)),
        (_("SHA-256 of the bytes"), job.digest),
    ]
    return [(label, value) for label, value in told if value]


@require_POST
@requires(Permission.IMPORT_FILES)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answers and, when nothing is left to ask, have the file imported. Pressed twice it is imported once."""
    job = _job(pk)
    if job.state != State.READY:
        return _shown(request, job)
    form = AnswerForm(request.POST, job=job, now=timezone.now())
    if not form.is_valid():
        return _shown(request, job, form=form)

    def act() -> ImportJob:
        told = form.told()
        answered = services.answer(job=job, actor=person(request), load=True, **told) if told else job
        return services.confirm(job=answered, actor=person(request)) if answered.may_confirm else answered

    return _done(request, job, act)


@require_POST
@requires(Permission.IMPORT_FILES)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up what stopped on the way, or import again what was undone."""
    job = _job(pk)
    if job.state not in {State.FAILED, State.UNDONE}:
        return _shown(request, job)
    step = services.confirm if job.state == State.UNDONE else services.retry
    return _done(request, job, lambda: step(job=job, actor=person(request)))


@require_POST
@requires(Permission.IMPORT_FILES)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Have an import taken back; pressed twice it is taken back once."""
    job = _job(pk)
    if job.state in {State.UNDOING, State.UNDONE}:
        return _shown(request, job)
    return _done(request, job, lambda: services.undo(job=job, actor=person(request)))


@require_POST
@requires(Permission.IMPORT_FILES)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file away before anything of it counted."""
    job = _job(pk)
    if job.state == State.DISCARDED:
        return _shown(request, job)
    return _done(request, job, lambda: services.discard(job=job, actor=person(request)))


def _card(request: HttpRequest, job: ImportJob, *, form: Form | None = None, single: bool = False) -> JobCard:
    """Make the card as it stands in the page that asks for it."""
    return job_card(
        job,
        may_write=is_allowed(request.user, Permission.IMPORT_FILES),
        now=timezone.now(),
        form=form,
        act="act" in request.GET,
        single=single or "single" in request.GET,
    )


def _job(pk: int) -> ImportJob:
    return get_object_or_404(ImportJob.objects.select_related("shop", "created_by", "undone_by"), pk=pk)


def _done(request: HttpRequest, job: ImportJob, act: Callable[[], ImportJob]) -> HttpResponse:
    """Do it and show the card, or say why it could not be done and show how the import stands instead."""
    try:
        job = act()
    except NotPossible as problem:
        job = _job(job.pk)
        if not is_part_of_page(request):
            messages.error(request, str(problem.sentence))
            return redirect(f"{reverse('imports:list')}#job-{job.pk}")
        return _shown(request, job, problem=str(problem.sentence))
    return _shown(request, job)


def _shown(request: HttpRequest, job: ImportJob, *, form: Form | None = None, problem: str = "") -> HttpResponse:
    """Answer the card to htmx and the page to a plain form; a form that was not accepted comes back with its errors."""
    if not is_part_of_page(request):
        if form is None:
            return redirect(f"{reverse('imports:list')}#job-{job.pk}")
        context = {
            "card": _card(request, job, form=form, single=True),
            "headline": headline_of(job),
            "facts": _facts(job),
        }
        return render(request, "imports/detail.html", context, status=UNPROCESSABLE)
    shown = _card(request, job, form=form)
    status = UNPROCESSABLE if form is not None else 200
    response = render(request, "imports/_card.html", {"card": shown, "problem": problem}, status=status)
    response.headers["HX-Trigger"] = "imports-changed"
    return response
