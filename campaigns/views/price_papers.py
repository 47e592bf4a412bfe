"""Papers of the prices: the way back day by day, and the evidence behind the verdicts, to be printed."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from campaigns.evidence import evidence_report
from campaigns.models import Campaign, StageKind
from campaigns.pages.prices import kept_verdicts
from campaigns.queries.price_terms import price_terms
from campaigns.queries.prices import ProductPrices, planned_prices
from campaigns.queries.verdicts import Judged, check_state, judged_prices
from campaigns.queries.way_back import back_days, ways_back
from campaigns.views import prices as page_of_prices
from campaigns.words.prices import CHIPS, OUTCOMES, RULES, SOURCES, earliest_words, kind_words, rule_words, why_words
from common.permissions import Permission, requires
from inventory.rules.price_history import Price, Verdict

PAGE_ROWS = 30
PAPERS = 20


@dataclass(frozen=True)
class EvidenceRow:
    """One price a verdict rests on, in words."""

    kind: str
    since: str
    until: str
    minor: int
    source: str
    is_proof: bool


@dataclass(frozen=True)
class EvidenceRule:
    """What one rule says of one price."""

    name: str
    law: str
    words: str
    chip: str
    outcome: str
    since: str
    until: str
    verdict: Verdict
    why: str
    earliest: str
    rows: list[EvidenceRow]


@dataclass(frozen=True)
class Evidence:
    """One planned price with what every rule says of it."""

    product: ProductPrices
    shop: str
    stage: str
    price_minor: int
    rules: list[EvidenceRule]


@requires(Permission.VIEW_PLAN)
@require_GET
def prices_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how every price goes back to the ordinary one in steps."""
    campaign = get_object_or_404(Campaign, pk=pk)
    ways = ways_back(campaign)
    page = Paginator(ways, PAGE_ROWS).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "campaign": campaign,
        "ways": page.object_list,
        "page": page,
        "count": len(ways),
        "days": back_days(campaign),
        "terms": price_terms(campaign),
        "falling": sum(way.falls for way in ways),
    }
    return render(request, "campaigns/prices/back.html", context)


@requires(Permission.VIEW_PLAN)
@require_GET
def prices_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the evidence of one product (`?shop=1&sku=...`), or of all with a verdict (`?verdict=refused`), page by page."""
    campaign = get_object_or_404(Campaign, pk=pk)
    keys = _asked(request, campaign)
    page = Paginator(keys, PAPERS).get_page(request.GET.get("page"))
    known = {(one.shop_id, one.sku): one for one in planned_prices(campaign, planned_only=True)}
    names = dict(campaign.shops.values_list("pk", "name"))
    judged = judged_prices(campaign, keys=set(page.object_list)) if keys else []
    is_many = campaign.prices.count() > page_of_prices.CHECKED_AT_ONCE
    context: dict[str, Any] = {
        "campaign": campaign,
        "papers": [_paper(one, known[one.shop_id, one.sku], names[one.shop_id], campaign) for one in judged],
        "page": page,
        "count": len(keys),
        "verdict": request.GET.get("verdict", ""),
        "rules": price_terms(campaign).rules,
        "state": check_state(campaign),
        "is_many": is_many,
        "report": evidence_report(campaign, get_language() or "en") if is_many else None,
        "now": timezone.now(),
    }
    return render(request, "campaigns/prices/evidence.html", context)


def _asked(request: HttpRequest, campaign: Campaign) -> list[tuple[int, str]]:
    """Return the products that are asked for; 404 for one without a planned price."""
    planned = sorted(set(campaign.prices.values_list("shop_id", "sku")))
    sku, shop = request.GET.get("sku", ""), request.GET.get("shop", "")
    if sku:
        found = [key for key in planned if key[1] == sku and shop in {"", str(key[0])}]
        if not found:
            raise Http404
        return found
    wanted = request.GET.get("verdict", "")
    if wanted not in {*OUTCOMES}:
        return planned
    verdicts = kept_verdicts(campaign)
    return sorted({(number, name) for (number, name, _stage), outcome in verdicts.items() if outcome == wanted} & set(planned))


def _paper(one: Judged, product: ProductPrices, shop: str, campaign: Campaign) -> Evidence:
    rules = [_rule(verdict, campaign) for verdict in one.verdicts]
    return Evidence(product, shop, str(StageKind(one.stage).label), one.price_minor, rules)


def _rule(verdict: Verdict, campaign: Campaign) -> EvidenceRule:
    zone = campaign.time_zone
    return EvidenceRule(
        name=str(RULES[verdict.rule.key]),
        law=verdict.rule.law,
        words=rule_words(verdict.rule),
        chip=CHIPS[verdict.outcome],
        outcome=str(OUTCOMES[verdict.outcome]),
        since=_moment(verdict.window[0], zone),
        until=_moment(verdict.window[1], zone),
        verdict=verdict,
        why=why_words(verdict, campaign.currency, zone),
        earliest=earliest_words(verdict),
        rows=[_row(price, verdict, zone) for price in verdict.evidence],
    )


def _row(price: Price, verdict: Verdict, zone: str) -> EvidenceRow:
    return EvidenceRow(
        kind=kind_words(price),
        since=_moment(price.since, zone),
        until=_moment(price.until, zone) if price.until else "",
        minor=price.minor,
        source=str(SOURCES.get(price.source, price.source)),
        is_proof=price in verdict.proof,
    )


def _moment(at: Any, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
