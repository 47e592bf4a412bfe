"""The pages of scripts: all of them, one to change with a live preview, in and out as a table, set back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download
from customers.words import kept_name
from desk.forms.scripts import ScriptForm, initial_of
from desk.models import Script, ScriptLanguage, Situation
from desk.rules.first_scripts import first_script
from desk.rules.scripts import fill, script_problem
from desk.services import drop_script, import_scripts, reset_script, reset_scripts, save_script
from desk.tables.scripts import LARGEST_BYTES, TableError, read_scripts, rows_of
from desk.views.asked import language_of
from desk.words.fields import FIELDS, examples, problem_words


@requires(Permission.VIEW_BUYERS)
@require_GET
def script_list(request: HttpRequest) -> HttpResponse:
    """Show the scripts of one language by situation."""
    language = language_of(request.GET)
    rows = list(Script.objects.filter(language=language).order_by("place", "pk"))
    used = sum(row.is_active for row in rows)
    by_situation = [(label, [row for row in rows if row.situation == value]) for value, label in Situation.choices]
    line = ngettext("{count} script is in use.", "{count} scripts are in use.", used).format(count=format_count(used))
    context = {
        "line": line,
        "by_situation": [
            (label, [(row, [kept_name(tier) for tier in row.tiers]) for row in found]) for label, found in by_situation if found
        ],
        "languages": [(value, label, value == language) for value, label in ScriptLanguage.choices],
        "language": language,
        "fields": [(name, label, example) for name, (label, example) in FIELDS.items()],
        "may_manage": is_allowed(request.user, Permission.MANAGE_DESK),
    }
    return render(request, "desk/scripts.html", context)


@requires(Permission.MANAGE_DESK)
@require_http_methods(["GET", "POST"])
def script_new(request: HttpRequest) -> HttpResponse:
    """Write a script more."""
    asked = {name: request.GET[name] for name in ("situation", "language") if request.GET.get(name)}
    return _edit(request, None, ScriptForm(request.POST or None, initial=asked))


@requires(Permission.MANAGE_DESK)
@require_http_methods(["GET", "POST"])
def script_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a script."""
    script = get_object_or_404(Script, pk=pk)
    return _edit(request, script, ScriptForm(request.POST or None, initial=initial_of(script)))


def _edit(request: HttpRequest, script: Script | None, form: ScriptForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        kept = save_script(actor=person(request), script=script, told=form.cleaned_data)
        messages.success(request, _("“{title}” is kept.").format(title=kept.title))
        return redirect(_back(kept.language))
    text = str(form["text"].value() or "")
    context: dict[str, Any] = {
        "script": script,
        "is_of_set": script is not None and first_script(script.code) is not None,
        "form": form,
        "fields": [(name, label, example) for name, (label, example) in FIELDS.items()],
    } | _preview(text, str(form["language"].value() or ""))
    return render(request, "desk/script.html", context, status=422 if form.errors else 200)


@requires(Permission.MANAGE_DESK)
@require_POST
def script_preview(request: HttpRequest) -> HttpResponse:
    """Show a text with examples in place of its fields, or what is wrong with it; a part of a page."""
    return render(request, "desk/_preview.html", _preview(request.POST.get("text", ""), request.POST.get("language", "")))


def _preview(text: str, language: str) -> dict[str, Any]:
    problem = script_problem(text) if text.strip() else None
    with translation.override(language if language in ScriptLanguage.values else translation.get_language() or "en"):
        shown = fill(text, examples())
    return {"preview": "" if problem else shown, "wrong": problem_words(problem) if problem else ""}


@requires(Permission.MANAGE_DESK)
@require_POST
def script_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a script away."""
    script = get_object_or_404(Script, pk=pk)
    drop_script(actor=person(request), script=script)
    messages.success(request, _("“{title}” is gone.").format(title=script.title))
    return redirect(_back(script.language))


@requires(Permission.MANAGE_DESK)
@require_POST
def script_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Set one script back to the default set."""
    script = reset_script(actor=person(request), script=get_object_or_404(Script, pk=pk))
    messages.success(request, _("“{title}” is as it was delivered.").format(title=script.title))
    return redirect("desk:script-edit", pk=script.pk)


@requires(Permission.MANAGE_DESK)
@require_POST
def scripts_reset(request: HttpRequest) -> HttpResponse:
    """Set the whole default set back; scripts of the shop's own stay."""
    count = reset_scripts(actor=person(request))
    said = ngettext("{count} script was set back.", "{count} scripts were set back.", count)
    messages.success(request, said.format(count=format_count(count)))
    return redirect("desk:scripts")


@requires(Permission.VIEW_BUYERS)
@require_GET
def scripts_export(request: HttpRequest) -> HttpResponse:
    """Send all scripts as a table."""
    return download("scripts", rows_of(Script.objects.all()), name="scripts", ending=request.GET.get("format", "csv"))


@requires(Permission.MANAGE_DESK)
@require_POST
def scripts_import(request: HttpRequest) -> HttpResponse:
    """Keep the scripts of a CSV; all of them or none."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST_BYTES:
        messages.error(request, _("Choose a CSV of at most two megabytes."))
        return redirect("desk:scripts")
    try:
        new, changed = import_scripts(actor=person(request), rows=read_scripts(file.read()))
    except TableError as wrong:
        for problem in wrong.problems:
            messages.error(request, problem)
    else:
        told = {"new": format_count(new), "changed": format_count(changed)}
        messages.success(request, _("{new} new, {changed} changed.").format(**told))
    return redirect("desk:scripts")


def _back(language: str) -> str:
    return f"{reverse('desk:scripts')}?say={language}"
