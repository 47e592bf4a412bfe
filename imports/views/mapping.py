"""The mapping screen: what an unknown table's columns mean, asked once and remembered for its header."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asking import person
from common.permissions import Permission, is_allowed, requires
from common.sentences import stopped
from imports import services
from imports.errors import NotPossible
from imports.formats.base import Kind
from imports.mapping_form import KINDS, MappingForm, kind_asked, missing_sentences
from imports.models import ImportJob, RememberedMapping, State, TaughtWord
from imports.remembering import forget_mapping
from imports.trial import try_mapping
from imports.views.cards import job_card
from imports.views.previews import label_of, parses_of, preview
from imports.views.problems import sentence_of
from imports.views.teach import told_of
from imports.views.words import count

UNPROCESSABLE = 422


def _job(pk: int) -> ImportJob:
    return get_object_or_404(ImportJob.objects.select_related("shop", "created_by"), pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT_FILES)
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what the columns mean; said, the file is read that way and its header remembered."""
    job = _job(pk)
    if job.state not in {State.READY, State.LOOKING} or not (job.look or {}).get("headers"):
        messages.info(request, _("%(name)s has no question about its columns any more.") % {"name": job.filename})
        return redirect(f"{reverse('imports:list')}#job-{job.pk}")
    kind = kind_asked(job, request.GET.get("kind", ""))
    if request.method == "GET":
        return _screen(request, job, MappingForm(job=job, kind=kind))
    form = MappingForm(request.POST, job=job, kind=kind)
    if not form.is_valid():
        return _screen(request, job, form, status=UNPROCESSABLE)
    try:
        services.answer(
            job=job,
            actor=person(request),
            shop=form.cleaned_data["shop"],
            format_key=f"mapped:{kind}",
            mapping=form.meaning(),
            zone=form.cleaned_data["clock"] or form.cleaned_data["shop"].time_zone,
        )
    except NotPossible as problem:
        messages.error(request, str(problem.sentence))
    else:
        messages.success(request, _("%(name)s is being read this way; its header is remembered.") % {"name": job.filename})
    return redirect(f"{reverse('imports:list')}#job-{job.pk}")


@require_POST
@requires(Permission.IMPORT_FILES)
def mapping_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the first rows as they would be understood under the choices made so far."""
    job = _job(pk)
    form = MappingForm(request.POST, job=job, kind=kind_asked(job, request.GET.get("kind", "")))
    form.is_valid()
    return render(request, "imports/_mapping_preview.html", _trial(job, form))


def _screen(request: HttpRequest, job: ImportJob, form: MappingForm, *, status: int = 200) -> HttpResponse:
    here = reverse("imports:mapping", args=[job.pk])
    used = len(form.chosen())
    title = ngettext(
        "%(name)s: what does its %(count)s column mean?", "%(name)s: what do its %(count)s columns mean?", len(form.headers)
    )
    columns_title = ngettext("%(used)s of %(count)s columns is used", "%(used)s of %(count)s columns are used", used)
    context = {
        "card": job_card(job, may_write=False, now=timezone.now()),
        "form": form,
        "action": f"{here}?kind={form.kind}",
        "preview_url": f"{reverse('imports:mapping-preview', args=[job.pk])}?kind={form.kind}",
        "kinds": [
            {"key": kind, "label": label, "url": f"{here}?kind={kind}", "here": kind == form.kind} for kind, label in KINDS
        ],
        "title": title % {"name": job.filename, "count": count(len(form.headers))},
        "columns_title": columns_title % {"used": count(used), "count": count(len(form.headers))},
        **_trial(job, form),
    }
    return render(request, "imports/mapping.html", context, status=status)


def _trial(job: ImportJob, form: MappingForm) -> dict[str, Any]:
    """Try what is chosen on the first rows: the table as understood, and a sentence for each thing that hinders."""
    missing = missing_sentences(form.kind, form.chosen())
    errors = list(missing)
    understood: list[dict[str, Any]] = []
    zone = str(form["clock"].value() or "") or (job.shop.time_zone if job.shop else "Asia/Shanghai")
    currency = job.shop.currency if job.shop else "CNY"
    if not missing:
        trial = try_mapping(
            headers=form.headers, sample=form.sample, kind=form.kind, mapping=form.meaning(), zone=zone, currency=currency
        )
        understood = trial.rows
        errors += [trial.refusal] if trial.refusal else []
        errors += [
            f"{problem.column.strip()}: {sentence_of(problem.code)} ({problem.example_value})" for problem in trial.problems
        ]
    table = preview(
        names=dict(sorted(form.chosen().items(), key=lambda pair: form.headers.index(pair[1]))),
        parses=parses_of(ImportJob(format_key="mapped")),
        headers=form.headers,
        sample=form.sample,
        understood=understood,
        zone=zone,
        currency=currency,
    )
    if errors:
        title = ngettext("The first rows: %(count)s thing hinders", "The first rows: %(count)s things hinder", len(errors))
    else:
        title = _("The first rows are understood")
    return {
        "preview": table,
        "preview_errors": errors,
        "preview_title": title % {"count": count(len(errors))} if errors else title,
    }


@require_GET
@requires(Permission.VIEW_IMPORTS)
def mappings(request: HttpRequest) -> HttpResponse:
    """List the headers and the words for states whose meaning is remembered."""
    kept = list(RememberedMapping.objects.select_related("created_by").order_by("-created_at"))
    words = ngettext("%(count)s table is remembered", "%(count)s tables are remembered", len(kept)) % {"count": count(len(kept))}
    context = {
        "title": stopped(words) if kept else _("No table is remembered yet."),
        "may_write": is_allowed(request.user, Permission.IMPORT_FILES),
        "remembered": [_told(one) for one in kept],
        "words": [told_of(one) for one in TaughtWord.objects.select_related("taught_by").order_by("format_key", "about", "word")],
    }
    return render(request, "imports/mappings.html", context)


def _told(one: RememberedMapping) -> dict[str, Any]:
    columns = [
        f"{header.strip()} → {label_of(name).lower()}"
        for name, header in one.mapping.items()
        if name not in {"kind", "zone", "money_is_net"}
    ]
    return {
        "pk": one.pk,
        "columns": ", ".join(columns),
        "kind": dict(KINDS).get(Kind(one.kind), one.kind) if one.kind in set(Kind) else one.kind,
        "zone": one.zone or _("the shop"),
        "by": (one.created_by.get_full_name() or one.created_by.get_username()) if one.created_by else "",
    }


@require_POST
@requires(Permission.IMPORT_FILES)
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget what a header means; its next file is asked about again."""
    one = RememberedMapping.objects.filter(pk=pk).first()
    if one is not None:
        forget_mapping(mapping=one, actor=person(request))
        messages.success(request, _("Forgotten. The next file with this header is asked about again."))
    return redirect("imports:mappings")
