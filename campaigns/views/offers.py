"""The pages of the offers: all of them in words, the form of one, copy, delete, undo, files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.exports import offers as sheets
from campaigns.exports.traffic import read_rows
from campaigns.forms import offer_initial, offer_repairs
from campaigns.forms.offers import LOYAL, OWN_FIELDS, OfferForm
from campaigns.models import Campaign, Offer, OfferKind
from campaigns.pages.offers import levels_of
from campaigns.queries.offers import offers as list_offers
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError, undo_change
from campaigns.services.offers import add_playbook_steps, copy_offer, delete_offer, save_offer, write_offers
from campaigns.views.plans import person, seen_version
from campaigns.words import offer_headlines
from campaigns.words.offer_kinds import KINDS, kind_card
from campaigns.words.offers import problem_words
from campaigns.words.trail import lines_of
from common.permissions import Permission, is_allowed, requires, sees_costs
from common.spreadsheets import download

MOST_TOLD = 12
LARGEST_FILE = 2_000_000
OFFER_ACTIONS = frozenset({"add_offer", "edit_offer", "copy_offer", "delete_offer", "import_offers"})


@requires(Permission.VIEW_PLAN)
@require_GET
def offers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the offers of a sale, each in a sentence, in the order in which they are applied."""
    return offers_page(request, get_object_or_404(Campaign, pk=pk))


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def offer_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a kind, then write a new offer of it."""
    campaign = get_object_or_404(Campaign, pk=pk)
    slug = request.POST.get("kind") or request.GET.get("kind", "")
    if slug not in OWN_FIELDS:
        return render(request, "campaigns/offers/kinds.html", {"campaign": campaign, "kinds": KINDS})
    if request.method == "POST":
        return _take_form(request, campaign, slug, None)
    shown = offer_initial.of_new(slug)
    if slug == OfferKind.SPEND_AND_SAVE and request.GET.get("steps") == "playbook":
        shown |= offer_initial.playbook_steps()
    if slug == OfferKind.SPEND_AND_SAVE and (steps := offer_initial.read_steps(request.GET.get("s", ""))):
        shown |= offer_initial.typed_steps(steps, campaign)
    return _form_page(request, OfferForm(initial=shown, slug=slug, campaign=campaign), None)


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def offer_edit(request: HttpRequest, pk: int, offer_id: int) -> HttpResponse:
    """Change an offer; who comes second is shown what the first one changed."""
    campaign = get_object_or_404(Campaign, pk=pk)
    offer = campaign.offers.filter(pk=offer_id).first()
    if offer is None:
        raise Http404
    slug = offer_initial.slug_of(offer)
    if request.method == "POST":
        posted = request.POST.get("kind", slug)
        # A tier taken away from an offer for loyal buyers must be told, so the form it was typed into decides.
        slug = posted if {posted, slug} <= {LOYAL, str(OfferKind.PERCENT_OFF)} else slug
        return _take_form(request, campaign, slug, offer)
    form = OfferForm(initial=offer_initial.of_offer(offer, campaign), slug=slug, campaign=campaign, offer_id=offer.pk)
    return _form_page(request, form, offer)


@requires(Permission.EDIT_PLAN)
@require_POST
def offer_copy(request: HttpRequest, pk: int, offer_id: int) -> HttpResponse:
    """Write the same offer once more, to be changed."""
    campaign = get_object_or_404(Campaign, pk=pk)
    source = get_object_or_404(Offer, pk=offer_id, campaign=campaign)
    name = _("{name} (copy)").format(name=source.name)
    try:
        made = copy_offer(campaign=campaign, actor=person(request), version=seen_version(request), offer_id=offer_id, name=name)
    except StalePlanError as stale:
        return offers_page(request, stale.campaign, stale=stale, status=409)
    except PlanError as refused:
        return offers_page(request, campaign, refused=refused, status=422)
    return redirect("campaigns:offer-edit", pk=pk, offer_id=made.pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def offer_delete(request: HttpRequest, pk: int, offer_id: int) -> HttpResponse:
    """Take an offer away; undo brings it back."""
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        delete_offer(campaign=campaign, actor=person(request), version=seen_version(request), offer_id=offer_id)
    except StalePlanError as stale:
        return offers_page(request, stale.campaign, stale=stale, status=409)
    except PlanError as refused:
        return offers_page(request, campaign, refused=refused, status=422)
    messages.success(request, _("Deleted. Undo brings it back."))
    return redirect("campaigns:offers", pk=pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def offers_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last change of the plan back."""
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        undo_change(campaign=campaign, actor=person(request), version=seen_version(request))
    except StalePlanError as stale:
        return offers_page(request, stale.campaign, stale=stale, status=409)
    except PlanError as refused:
        return offers_page(request, campaign, refused=refused, status=422)
    messages.success(request, _("Taken back."))
    return redirect("campaigns:offers", pk=pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def offers_playbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the ready-made steps of the playbook."""
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        name = _("499 less 100, 899 less 200, 1299 less 300")
        add_playbook_steps(campaign=campaign, actor=person(request), version=seen_version(request), name=name)
    except StalePlanError as stale:
        return offers_page(request, stale.campaign, stale=stale, status=409)
    except PlanError as refused:
        return offers_page(request, campaign, refused=refused, status=422)
    return redirect("campaigns:offers", pk=pk)


@requires(Permission.VIEW_PLAN)
@require_GET
def offers_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the offers as CSV or XLSX."""
    campaign = get_object_or_404(Campaign, pk=pk)
    rows = sheets.offer_rows(campaign, list_offers(campaign), with_costs=sees_costs(request.user))
    name = f"offers-{campaign.pk}-v{campaign.version}"
    return download(_("Offers"), rows, name=name, ending=request.GET.get("format", "csv"), fixed_columns=3)


@requires(Permission.EDIT_PLAN)
@require_POST
def offers_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the offers of a file: rows with a number change that offer, others are new; all of them or none."""
    campaign = get_object_or_404(Campaign, pk=pk)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST_FILE:
        messages.error(request, _("Choose a CSV or XLSX file of at most 2 MB."))
        return redirect("campaigns:offers", pk=pk)
    try:
        rows = sheets.read_offers(read_rows(text="", content=file.read(), name=str(file.name)), campaign)
        count = write_offers(campaign=campaign, actor=person(request), version=seen_version(request), rows=rows)
    except StalePlanError as stale:
        return offers_page(request, stale.campaign, stale=stale, status=409)
    except PlanError as refused:
        return offers_page(request, campaign, refused=refused, status=422)
    campaign.refresh_from_db()
    said = ngettext(
        "{count} offer was read; the plan stands at version {version}.",
        "{count} offers were read; the plan stands at version {version}.",
        count,
    )
    messages.success(request, said.format(count=count, version=campaign.version))
    return redirect("campaigns:offers", pk=pk)


def offers_page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    stale: StalePlanError | None = None,
    refused: PlanError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show all offers, with what a write was refused for."""
    levels = levels_of(campaign, with_costs=sees_costs(request.user))
    lines = [line for level in levels for line in level.lines]
    last = campaign.versions.first()
    shown: dict[str, Any] = {
        "campaign": campaign,
        "levels": levels,
        "headline": offer_headlines.of_offers(len(lines), sum(1 for line in lines if line.warnings)),
        "count": len(lines),
        "stale": stale,
        "stale_lines": lines_of(stale, stale.campaign) if stale else [],
        "refused": [problem_words(problem, campaign) for problem in refused.problems[:MOST_TOLD]] if refused else [],
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
        "may_undo": last is not None and last.number > 1 and last.action in OFFER_ACTIONS,
    }
    return render(request, "campaigns/offers/list.html", shown, status=status)


def _take_form(request: HttpRequest, campaign: Campaign, slug: str, offer: Offer | None) -> HttpResponse:
    """Save what was typed, or show it again with what is wrong and how it could be mended."""
    offer_id = offer.pk if offer else None
    if repair := request.POST.get("repair"):
        typed = OfferForm(request.POST, slug=slug, campaign=campaign, offer_id=offer_id)
        form = OfferForm(offer_repairs.repaired(request.POST, repair, typed), slug=slug, campaign=campaign, offer_id=offer_id)
        form.is_valid()
        return _form_page(request, form, offer, is_repaired=True)
    form = OfferForm(request.POST, slug=slug, campaign=campaign, offer_id=offer_id)
    if not form.is_valid():
        return _form_page(request, form, offer, status=422)
    if found := form.before_saving():
        form.take(found)
        return _form_page(request, form, offer, status=422)
    try:
        saved = save_offer(
            campaign=campaign, actor=person(request), version=seen_version(request), draft=form.draft(), offer_id=offer_id
        )
    except PlanError as refused:
        form.take(refused.problems)
        return _form_page(request, form, offer, status=422)
    except StalePlanError as stale:
        return _form_page(request, form, offer, stale=stale, status=409)
    messages.success(request, _("Saved: {name}.").format(name=saved.name))
    return redirect("campaigns:offers", pk=campaign.pk)


def _form_page(
    request: HttpRequest,
    form: OfferForm,
    offer: Offer | None,
    *,
    stale: StalePlanError | None = None,
    is_repaired: bool = False,
    status: int = 200,
) -> HttpResponse:
    campaign = stale.campaign if stale else form.campaign
    shown: dict[str, Any] = {
        "campaign": campaign,
        "form": form,
        "offer": offer,
        "kind": kind_card(form.slug),
        "version": campaign.version if stale else request.POST.get("version", campaign.version),
        "repairs": offer_repairs.offered(form.problems, campaign),
        "stale": stale,
        "stale_lines": lines_of(stale, stale.campaign) if stale else [],
        "is_repaired": is_repaired,
        "back": reverse("campaigns:offers", args=[campaign.pk]),
    }
    return render(request, "campaigns/offers/form.html", shown, status=status)
