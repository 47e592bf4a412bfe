"""The price list of a sale, stage by stage: typed, filled by a rule, judged against what was charged before."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from campaigns.doorbell import ring_report
from campaigns.forms.prices import FillForm, FilterForm, TermsForm
from campaigns.models import Campaign, PriceCheck, PriceReport, StageKind
from campaigns.pages.prices import Typed, chosen_products, price_rows
from campaigns.queries.price_terms import price_terms
from campaigns.queries.reports import open_report
from campaigns.queries.verdicts import check_state
from campaigns.rules.prices import COSTLY_FLAGS
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.services.prices import PricesRefusedError, check_prices, fill_prices, set_price_terms, set_prices
from campaigns.services.reports import ask_report
from campaigns.views.plans import person, seen_version
from campaigns.words import price_headlines
from campaigns.words.prices import flag_words, rule_words
from campaigns.words.problems import sentence
from campaigns.words.trail import lines_of
from common.money import exponent_of, format_count, from_minor, to_minor
from common.permissions import Permission, is_allowed, requires, sees_costs
from inventory.queries import products

PAGE_ROWS = 20
CHECKED_AT_ONCE = 500  # in a fifth of a second; ten thousand take a worker up to ten
FIELD = "price."
FILTERS = ("stage", "q", "shop", "tier", "category", "chosen", "verdict", "page")


@dataclass
class Shown:
    """What one answer shows beside the rows: forms with what was typed, a stale save, what is wrong."""

    typed: Typed = field(default_factory=Typed)
    fill: FillForm | None = None
    terms: TermsForm | None = None
    stale: StalePlanError | None = None
    refused: list[str] = field(default_factory=list)
    status: int = 200


@requires(Permission.VIEW_PLAN)
@require_GET
def prices(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the price list of a stage with the verdict beside each price."""
    return prices_page(request, get_object_or_404(Campaign, pk=pk), request.GET)


@requires(Permission.EDIT_PLAN)
@require_POST
def prices_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the prices typed on the page; an empty field takes a price away."""
    campaign = get_object_or_404(Campaign, pk=pk)
    texts = {name: str(text).strip() for name, text in request.POST.items() if name.startswith(FIELD)}
    repaired, _equals, value = request.POST.get("repair", "").partition("=")
    if repaired in texts:
        texts[repaired] = value
    stage = _stage(request.POST)
    wanted, errors = _read(texts, campaign, stage)
    if errors:
        return prices_page(request, campaign, request.POST, Shown(typed=Typed(texts, errors), status=422))
    try:
        count = set_prices(
            campaign=campaign, actor=person(request), version=seen_version(request), prices=wanted, action="set_prices"
        )
    except PricesRefusedError as refused:
        standing = _standing(campaign, stage)
        found = {}
        for one in refused.problems:
            words, repair = price_headlines.refusal(one, campaign.currency)
            found[f"{FIELD}{one.shop_id}.{one.sku}"] = words, repair or standing.get((one.shop_id, one.sku), "")
        return prices_page(request, campaign, request.POST, Shown(typed=Typed(texts, found), status=422))
    except StalePlanError as stale:
        return prices_page(request, stale.campaign, request.POST, Shown(typed=Typed(texts), stale=stale, status=409))
    check_soon(campaign, person(request))
    words = ngettext("{count} price saved.", "{count} prices saved.", count).format(count=format_count(count))
    messages.success(request, words if count else _("Nothing was changed."))
    return _back(request, pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def prices_fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill prices by a rule."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = FillForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return prices_page(request, campaign, request.POST, Shown(fill=form, status=422))
    said = {name: form.cleaned_data[name] for name in ("stage", "ending", "tier", "category", "chosen", "keep")}
    try:
        filled = fill_prices(campaign=campaign, actor=person(request), version=seen_version(request), cut_bp=form.cut_bp, **said)
    except PlanError as refused:
        return prices_page(request, campaign, request.POST, _refusal(campaign, refused, fill=form))
    except StalePlanError as stale:
        return prices_page(request, stale.campaign, request.POST, Shown(fill=form, stale=stale, status=409))
    check_soon(campaign, person(request))
    messages.success(request, price_headlines.filled(filled))
    return redirect(f"{reverse('campaigns:prices', args=[pk])}?{urlencode({'stage': said['stage']})}")


@requires(Permission.EDIT_PLAN)
@require_POST
def prices_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the rules, the days of the way back and the endings."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = TermsForm(request.POST)
    if not form.is_valid():
        return prices_page(request, campaign, request.POST, Shown(terms=form, status=422))
    try:
        set_price_terms(campaign=campaign, actor=person(request), version=seen_version(request), terms=form.terms())
    except PlanError as refused:
        return prices_page(request, campaign, request.POST, _refusal(campaign, refused, terms=form))
    except StalePlanError as stale:
        return prices_page(request, stale.campaign, request.POST, Shown(terms=form, stale=stale, status=409))
    check_soon(campaign, person(request))
    messages.success(request, _("Saved; the prices are judged by these rules now."))
    return _back(request, pk)


@requires(Permission.EDIT_PLAN)
@require_POST
def prices_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge every planned price and keep the result: a few at once, many by a worker."""
    campaign = get_object_or_404(Campaign, pk=pk)
    check = check_soon(campaign, person(request))
    if check is None:
        messages.success(request, _("The prices are being checked; you can leave this page and come back."))
    else:
        messages.success(request, _("Checked: {count} prices.").format(count=format_count(len(check.verdicts))))
    return _back(request, pk)


def prices_page(request: HttpRequest, campaign: Campaign, asked: QueryDict, shown: Shown | None = None) -> HttpResponse:
    """Show the page; `asked` holds the filters."""
    shown = shown or Shown()
    filters = FilterForm(asked, campaign=campaign)
    wanted = filters.asked()
    found = chosen_products(campaign, wanted)
    goods = len(found) or products(shops=campaign.shops.all()).goods().count()
    page = Paginator(found, PAGE_ROWS).get_page(asked.get("page"))
    terms, state = price_terms(campaign), check_state(campaign)
    query = {name: value for name, value in wanted.items() if name != "page"}
    context: dict[str, Any] = {
        "campaign": campaign,
        "headline": price_headlines.of_prices(state, goods=goods),
        "filters": filters,
        "kept": [(name, asked.get(name, "")) for name in FILTERS if asked.get(name)],
        "stage": wanted["stage"],
        "stages": [
            (kind.value, kind.label, urlencode(query | {"stage": kind.value})) for kind in (StageKind.WARM_UP, StageKind.LIVE)
        ],
        "rows": price_rows(campaign, list(page.object_list), wanted["stage"], shown.typed),
        "page": page,
        "older": urlencode(query | {"page": page.next_page_number()}) if page.has_next() else "",
        "newer": urlencode(query | {"page": page.previous_page_number()}) if page.has_previous() else "",
        "found": len(found),
        "goods": goods,
        "is_filtered": len(query) > 1,
        "state": state,
        "is_many": state.prices > CHECKED_AT_ONCE,
        "checking": open_report(PriceReport, campaign),
        "flags": [
            flag_words(flag, campaign.currency)
            for flag in state.flags
            if flag.code not in COSTLY_FLAGS or sees_costs(request.user)
        ],
        "rules": [rule_words(rule) for rule in terms.rules],
        "laws": [rule.law for rule in terms.rules if rule.law],
        "back_days": terms.back_days,
        "fill": shown.fill or FillForm(initial={"stage": wanted["stage"], "cut": 20, "ending": ""}, campaign=campaign),
        "terms": shown.terms or TermsForm.of(terms),
        "stale": shown.stale,
        "stale_lines": lines_of(shown.stale, campaign) if shown.stale else [],
        "refused": shown.refused,
        "errors": len(shown.typed.errors),
        "may_edit": is_allowed(request.user, Permission.EDIT_PLAN),
        "may_import": is_allowed(request.user, Permission.IMPORT_FILES),
        "now": timezone.now(),
    }
    return render(request, "campaigns/prices/page.html", context, status=shown.status)


def check_soon(campaign: Campaign, actor: User | None) -> PriceCheck | None:
    """Judge the prices: a few at once, returning the result; many by a worker, returning None."""
    campaign.refresh_from_db()
    now = timezone.now()
    if campaign.prices.count() <= CHECKED_AT_ONCE:
        return check_prices(campaign=campaign, at=now)
    report = ask_report(kind="price_check", campaign=campaign, actor=actor, at=now)
    ring_report(kind="price_check", report_id=report.pk)
    return None


def _stage(asked: QueryDict) -> str:
    stage = asked.get("stage", "")
    return stage if stage in {StageKind.LIVE, StageKind.WARM_UP} else StageKind.LIVE.value


def _read(
    texts: dict[str, str], campaign: Campaign, stage: str
) -> tuple[dict[tuple[int, str, str], int | None], dict[str, tuple[str, str]]]:
    """Read the typed prices; return them, and what is wrong with those that are no amounts."""
    wanted: dict[tuple[int, str, str], int | None] = {}
    errors: dict[str, tuple[str, str]] = {}
    standing, exponent = _standing(campaign, stage), exponent_of(campaign.currency)
    for name, text in texts.items():
        shop, _dot, sku = name.removeprefix(FIELD).partition(".")
        if not shop.isdigit():
            continue
        try:
            wanted[int(shop), sku, stage] = to_minor(text, exponent) if text else None
        except (ValueError, ArithmeticError):
            errors[name] = (_("This is no amount. Write it like 129.00."), standing.get((int(shop), sku), ""))
    return wanted, errors


def _standing(campaign: Campaign, stage: str) -> dict[tuple[int, str], str]:
    """Return the planned prices of a stage as they are typed: what a repair brings back."""
    exponent = exponent_of(campaign.currency)
    rows = campaign.prices.filter(stage=stage).values_list("shop_id", "sku", "price_minor")
    return {(shop, sku): f"{from_minor(minor, exponent)}" for shop, sku, minor in rows}


def _refusal(campaign: Campaign, refused: PlanError, **forms: Any) -> Shown:
    words = [sentence(one, currency=campaign.currency, zone=campaign.time_zone, campaign=campaign) for one in refused.problems]
    return Shown(refused=words, status=422, **forms)


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    kept = {name: request.POST[name] for name in FILTERS if request.POST.get(name)}
    return redirect(
        f"{reverse('campaigns:prices', args=[pk])}?{urlencode(kept)}" if kept else reverse("campaigns:prices", args=[pk])
    )
