"""The papers of a sale: where they are, each as a page that prints on one A4, each as a PDF; the words of the pitch sheet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns.forms.pitch import PitchForm, initial_of
from campaigns.models import Campaign, Pitch
from campaigns.papers import PAPERS
from campaigns.services.pitch import StalePitchError, write_pitch
from campaigns.views.plans import person
from common.papers import Paper
from common.pdf import paper_pdf
from common.permissions import Permission, is_allowed, requires, sees_costs
from common.requests import whole_number


@requires(Permission.VIEW_PLAN)
@require_GET
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what papers there are, and the form of the pitch sheet's words."""
    campaign = get_object_or_404(Campaign, pk=pk)
    pitch = Pitch.objects.filter(campaign=campaign).first() or Pitch(campaign=campaign, version=0)
    return _page(request, campaign, PitchForm(initial=initial_of(pitch)), version=pitch.version)


@requires(Permission.EDIT_PLAN)
@require_POST
def pitch_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the words of the pitch sheet; who comes second is shown what the first one wrote."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form, version = PitchForm(request.POST), whole_number(request.POST.get("version", ""), -1)
    if not form.is_valid():
        return _page(request, campaign, form, version=version, status=422)
    try:
        write_pitch(campaign=campaign, actor=person(request), version=version, words=form.words())
    except StalePitchError as stale:
        lines = [(form.fields[name].label, text) for name, text in initial_of(stale.standing).items() if text]
        return _page(request, campaign, form, version=stale.standing.version, status=409, standing=lines, is_stale=True)
    messages.success(request, _("The pitch sheet is saved."))
    return redirect("campaigns:paper", pk=campaign.pk, kind="pitch")


@requires(Permission.VIEW_PLAN)
@require_GET
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show one paper as it prints."""
    campaign = get_object_or_404(Campaign, pk=pk)
    shown = {
        "campaign": campaign,
        "kind": kind,
        "paper": made(kind, campaign, request.user),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/papers/paper.html", shown)


@requires(Permission.VIEW_PLAN)
@require_GET
def paper_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give one paper as a PDF, in the reader's language."""
    return pdf_response(kind, get_object_or_404(Campaign, pk=pk), request.user)


def made(kind: str, campaign: Campaign, reader: Any) -> Paper:
    """Return a paper as the sale stands now, without costs for a reader who may not see them; Http404 for a kind there is not."""
    if kind not in PAPERS:
        raise Http404
    return PAPERS[kind](campaign, timezone.now(), with_costs=sees_costs(reader))


def pdf_response(kind: str, campaign: Campaign, reader: Any) -> HttpResponse:
    """Return a paper as a PDF to save."""
    content = paper_pdf(made(kind, campaign, reader), language=get_language() or "en")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{kind}-{campaign.pk}-v{campaign.version}.pdf"'
    return response


def _page(
    request: HttpRequest,
    campaign: Campaign,
    form: PitchForm,
    *,
    version: int,
    status: int = 200,
    standing: list[tuple[Any, str]] | None = None,
    is_stale: bool = False,
) -> HttpResponse:
    shown = {
        "campaign": campaign,
        "form": form,
        "version": version,
        "standing": standing or [],
        "is_stale": is_stale,
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/papers/list.html", shown, status=status)
