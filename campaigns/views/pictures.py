"""The brief and the pictures of a sale: what was asked for, what was made, which one won, who was told."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.exports.pictures import picture_lines, standing_words
from campaigns.forms.pictures import BriefForm, CountsForm, PictureForm, brief_initial, picture_initial
from campaigns.models import Brief, Campaign, Picture
from campaigns.picture_rights import may_draw
from campaigns.queries import pictures as picture_queries
from campaigns.queries.pictures import PictureRow
from campaigns.rules.picture_test import ERROR
from campaigns.rules.problems import PlanError
from campaigns.services import pictures as picture_services
from campaigns.services.pictures import StaleBriefError, StalePictureError
from campaigns.tables.pictures import read_counts
from campaigns.views.plans import person, seen_version
from campaigns.words import picture_headlines
from campaigns.words import pictures as picture_words
from common.languages import in_every_language
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from common.spreadsheets import download

CHIPS = {"winner": "done", "leader": "running", "racing": "next", "beaten": "onplan", "unshown": "next"}


@requires(Permission.VIEW_PLAN)
@require_GET
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every test of pictures with what its numbers allow to say."""
    return _page(request, get_object_or_404(Campaign, pk=pk))


@requires(Permission.WORK_TASKS)
@require_POST
def picture_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a new picture."""
    campaign = _drawn_for(request, pk)
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, campaign, form=form, status=422)
    try:
        picture_services.add_picture(campaign=campaign, actor=person(request), at=timezone.now(), **form.told())
    except PlanError as refused:
        form.take(refused.problems)
        return _page(request, campaign, form=form, status=422)
    messages.success(request, _("The picture is kept."))
    return redirect("campaigns:pictures", pk=pk)


@requires(Permission.WORK_TASKS)
@require_http_methods(["GET", "POST"])
def picture_edit(request: HttpRequest, pk: int, picture_id: int) -> HttpResponse:
    """Change a picture, its file or its numbers."""
    campaign = _drawn_for(request, pk)
    picture = get_object_or_404(Picture, campaign=campaign, pk=picture_id)
    if request.method == "GET":
        return _picture_form(request, picture, PictureForm(initial=picture_initial(picture)), picture.version)
    form, version = PictureForm(request.POST, request.FILES), seen_version(request)
    if not form.is_valid():
        return _picture_form(request, picture, form, version, status=422)
    try:
        picture_services.change_picture(picture=picture, actor=person(request), version=version, at=timezone.now(), **form.told())
    except PlanError as refused:
        form.take(refused.problems)
        return _picture_form(request, picture, form, version, status=422)
    except StalePictureError as stale:
        return _picture_form(request, stale.picture, form, stale.picture.version, is_stale=True, status=409)
    messages.success(request, _("Saved."))
    return redirect("campaigns:pictures", pk=pk)


def _picture_form(
    request: HttpRequest, picture: Picture, form: PictureForm, version: int, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    shown = {
        "campaign": picture.campaign,
        "picture": picture,
        "form": form,
        "version": version,
        "stale_lines": picture_words.standing_lines(picture) if is_stale else [],
        "places": _places(picture.campaign),
    }
    return render(request, "campaigns/pictures/form.html", shown, status=status)


@requires(Permission.WORK_TASKS)
@require_POST
def picture_remove(request: HttpRequest, pk: int, picture_id: int) -> HttpResponse:
    """Take a picture away, unless somebody changed it since this person saw it."""
    campaign = _drawn_for(request, pk)
    picture = get_object_or_404(Picture, campaign=campaign, pk=picture_id)
    try:
        picture_services.remove_picture(picture=picture, actor=person(request), version=seen_version(request))
    except StalePictureError as stale:
        form = PictureForm(initial=picture_initial(stale.picture))
        return _picture_form(request, stale.picture, form, stale.picture.version, is_stale=True, status=409)
    messages.success(request, _("The picture is taken away."))
    return redirect("campaigns:pictures", pk=pk)


@requires(Permission.VIEW_PLAN)
@require_GET
def picture_file(request: HttpRequest, pk: int, picture_id: int) -> HttpResponseBase:
    """Give the file of a picture: as the kind of image it is and nothing else, and nothing in it may run."""
    picture = get_object_or_404(Picture, campaign_id=pk, pk=picture_id)
    path = picture_services.path_of(picture)
    if not picture.file or not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type=picture.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Content-Disposition"] = f'inline; filename="picture-{picture.pk}.{picture.file.rpartition(".")[2]}"'
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@requires(Permission.WORK_TASKS)
@require_POST
def picture_counts(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the numbers of many pictures from a table, all of them or none."""
    campaign = _drawn_for(request, pk)
    form = CountsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, campaign, counts=form, status=422)
    try:
        found = read_counts(form.table())
        changed = picture_services.take_counts(campaign=campaign, actor=person(request), counts=found, at=timezone.now())
    except PlanError as refused:
        form.take(refused.problems)
        return _page(request, campaign, counts=form, status=422)
    words = ngettext("{count} picture has new numbers.", "{count} pictures have new numbers.", changed)
    messages.success(request, words.format(count=changed))
    return redirect("campaigns:pictures", pk=pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def picture_tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the designer: the findings become a comment on the task bound to the test."""
    campaign = get_object_or_404(Campaign, pk=pk)
    tests = picture_queries.picture_tests(campaign)
    texts = in_every_language(lambda: picture_words.told_to_designer(tests))
    try:
        event = picture_services.tell_designer(campaign=campaign, actor=person(request), texts=texts, at=timezone.now())
    except PlanError as refused:
        return _page(request, campaign, problem=picture_words.picture_sentence(refused.problems[0]), status=422)
    messages.success(request, _("The designers are told: it stands under their task."))
    return redirect("campaigns:task", pk=pk, task_id=event.task_id)


@requires(Permission.VIEW_PLAN)
@require_GET
def pictures_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the pictures with their numbers as CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=pk)
    lines = picture_lines(picture_queries.picture_tests(campaign))
    return download(_("Pictures"), lines, name=f"pictures-{campaign.pk}", ending=request.GET.get("format", "csv"))


@requires(Permission.VIEW_PLAN)
@require_GET
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the brief as the one page that is printed."""
    campaign = get_object_or_404(Campaign, pk=pk)
    found = picture_queries.brief_of(campaign)
    shown = {
        "campaign": campaign,
        "brief": found,
        "lines": picture_words.brief_lines(found) if found else [],
        "missing": [picture_words.BRIEF_WORDS[name] for name in picture_queries.missing_in_brief(found)],
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/pictures/brief.html", shown)


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def brief_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the brief; who comes second is shown what stands and keeps what was typed."""
    campaign = get_object_or_404(Campaign, pk=pk)
    found = picture_queries.brief_of(campaign)
    if request.method == "GET":
        return _brief_form(request, campaign, BriefForm(initial=brief_initial(found)), found.version if found else 0)
    form = BriefForm(request.POST)
    version = whole_number(request.POST.get("version", ""))
    if not form.is_valid():
        return _brief_form(request, campaign, form, version, status=422)
    try:
        picture_services.save_brief(
            campaign=campaign, actor=person(request), version=version, said=form.cleaned_data, at=timezone.now()
        )
    except StaleBriefError as stale:
        return _brief_form(request, campaign, form, stale.brief.version, stale=stale.brief, status=409)
    messages.success(request, _("The brief is saved."))
    return redirect("campaigns:brief", pk=pk)


def _brief_form(
    request: HttpRequest, campaign: Campaign, form: BriefForm, version: int, *, stale: Brief | None = None, status: int = 200
) -> HttpResponse:
    shown = {
        "campaign": campaign,
        "form": form,
        "version": version,
        "stale": stale,
        "stale_lines": picture_words.brief_lines(stale) if stale else [],
    }
    return render(request, "campaigns/pictures/brief_form.html", shown, status=status)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    form: PictureForm | None = None,
    counts: CountsForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    tests = picture_queries.picture_tests(campaign)
    tested = picture_queries.tested_count(campaign)
    has_brief = picture_queries.brief_of(campaign) is not None
    shown: dict[str, Any] = {
        "campaign": campaign,
        "headline": picture_headlines.of_pictures(tests, tested),
        "tests": [
            (test, picture_words.title_of(test), picture_words.verdict_words(test), [_shown(row) for row in test.rows])
            for test in tests
        ],
        "tested": picture_headlines.tested_words(tested),
        "error": ERROR,
        "has_brief": has_brief,
        "form": form or PictureForm(),
        "counts": counts or CountsForm(),
        "problem": problem,
        "places": _places(campaign),
        "may_draw": may_draw(request.user),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "campaigns/pictures/pictures.html", shown, status=status)


def _shown(row: PictureRow) -> tuple[PictureRow, str, str]:
    return row, CHIPS[row.standing], standing_words()[row.standing]


def _places(campaign: Campaign) -> list[str]:
    """Return the places a form offers: those of this sale, then the usual ones."""
    usual = [_("Main picture"), _("Banner"), _("Poster"), _("Ad"), _("Product page")]
    return list(dict.fromkeys([*campaign.pictures.order_by("place").values_list("place", flat=True), *usual]))


def _drawn_for(request: HttpRequest, pk: int) -> Campaign:
    """Return the sale, if this person may bring pictures."""
    if not may_draw(request.user):
        raise PermissionDenied
    return get_object_or_404(Campaign, pk=pk)
