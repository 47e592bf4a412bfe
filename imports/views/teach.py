"""The page of words: a platform's word for a state that we do not know is explained once, and the file is read again."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.asking import person
from common.permissions import Permission, requires
from imports import services
from imports.errors import NotPossible
from imports.formats.registry import FORMATS
from imports.models import ImportJob, State, TaughtWord
from imports.remembering import held_words
from imports.teach_form import TeachForm
from imports.views.cards import job_card
from imports.views.words import count

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT_FILES)
def teach(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what the unknown words of a file mean; said, they are remembered and the file is read again."""
    job = get_object_or_404(ImportJob.objects.select_related("shop", "created_by"), pk=pk)
    if not job.may_read_again or not held_words(job):
        messages.info(request, _("%(name)s has no word that waits for a meaning.") % {"name": job.filename})
        return redirect(f"{reverse('imports:list')}#job-{job.pk}")
    if request.method == "GET":
        return _screen(request, job, TeachForm(job=job))
    form = TeachForm(request.POST, job=job)
    if not form.is_valid():
        return _screen(request, job, form, status=UNPROCESSABLE)
    try:
        with transaction.atomic():
            for held, meaning in form.told():
                services.teach_word(actor=person(request), job=job, about=held.about, word=held.folded, meaning=meaning)
            anew = services.read_again(job=job, actor=person(request))
    except NotPossible as problem:
        messages.error(request, str(problem.sentence))
        return redirect(f"{reverse('imports:list')}#job-{job.pk}")
    messages.success(request, _("%(name)s is being read again; its words are remembered.") % {"name": job.filename})
    return redirect(f"{reverse('imports:list')}#job-{anew.pk}")


@require_POST
@requires(Permission.IMPORT_FILES)
def forget_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget what a word means; in the next file it is held and asked about again."""
    word = TaughtWord.objects.filter(pk=pk).first()
    if word is not None:
        services.forget_word(word=word, actor=person(request))
        messages.success(request, _("Forgotten. Rows with this word are held again in the next file."))
    return redirect("imports:mappings")


def told_of(one: TaughtWord) -> dict[str, Any]:
    """Put a taught word into words, as the page of remembered things lists it."""
    labels = {known.key: known.label for known in FORMATS}
    return {
        "pk": one.pk,
        "word": one.word,
        "about": one.get_about_display(),
        "meaning": one.states(one.meaning).label if one.meaning in one.states.values else str(one.meaning),
        "format": str(labels.get(one.format_key, "")) or _("tables whose columns were named by hand"),
        "by": (one.taught_by.get_full_name() or one.taught_by.get_username()) if one.taught_by else "",
    }


def _screen(request: HttpRequest, job: ImportJob, form: TeachForm, *, status: int = 200) -> HttpResponse:
    title = ngettext(
        "%(name)s: what does its %(count)s unknown word mean?",
        "%(name)s: what do its %(count)s unknown words mean?",
        len(form.words),
    )
    context = {
        "card": job_card(job, may_write=False, now=timezone.now()),
        "form": form,
        "title": title % {"name": job.filename, "count": count(len(form.words))},
        "what_happens": _what_happens(job),
    }
    return render(request, "imports/teach.html", context, status=status)


def _what_happens(job: ImportJob) -> str:
    if job.state == State.READY:
        return _("Nothing is imported yet: the file is read again with these words, then it waits for your word as before.")
    if job.state == State.DONE:
        return _(
            "What is imported stays. The file is read again as an import of its own, which waits for your word; imported, it "
            "counts as the newer export, gives the held rows their state, and can be undone by itself."
        )
    return _("What was undone stays undone. The file is read again as an import of its own, which waits for your word.")
