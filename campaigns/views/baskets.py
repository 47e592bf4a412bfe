"""The page on which a basket is tried: everything stands in its address, so that it can be sent to somebody."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from campaigns.forms.baskets import FREE_ROWS, MOST_ROWS, BasketForm
from campaigns.models import Campaign
from campaigns.pages.offers import outcome_lines
from campaigns.queries.baskets import basket_of, find_products
from campaigns.queries.offers import offer_rules
from campaigns.rules.pricing import price_basket
from campaigns.rules.problems import PlanError
from campaigns.words import offer_headlines
from campaigns.words.baskets import shares_words
from campaigns.words.offers import problem_words
from common.permissions import Permission, requires


@requires(Permission.VIEW_PLAN)
@require_GET
def basket(request: HttpRequest, pk: int) -> HttpResponse:
    """Price a basket: its lines, each offer with its reason, what is missing for more, who pays."""
    campaign = get_object_or_404(Campaign, pk=pk)
    rules = offer_rules(campaign)
    typed = _typed(request.GET)
    rows = max((int(name.removeprefix("sku_")) for name in typed if _is_row(name) and str(typed[name]).strip()), default=0)
    form = BasketForm(typed, campaign=campaign, rules=rules, rows=rows + FREE_ROWS)
    text = request.GET.get("q", "")
    shown: dict[str, Any] = {
        "campaign": campaign,
        "form": form,
        "text": text,
        "found": find_products(campaign, text),
        "headline": offer_headlines.of_no_basket(),
        "priced": None,
        "unpriced": (),
        "refused": [],
    }
    status = 200
    if not form.is_valid():
        status = 422
    elif wanted := form.wanted():
        filled = basket_of(
            campaign,
            wanted,
            rules,
            at=form.at(),
            buyer_tier=form.cleaned_data["buyer_tier"].strip(),
            coupons=form.cleaned_data.get("coupons", []),
            freight_minor=form.freight_minor(),
            deposit_paid=form.cleaned_data["deposit_paid"],
        )
        shown["unpriced"] = filled.unpriced
        try:
            priced = price_basket(filled.basket, rules)
        except PlanError as refused:
            shown["refused"] = [problem_words(problem, campaign) for problem in refused.problems]
        else:
            names = {rule.key: rule.name for rule in rules}
            shown |= {
                "priced": priced,
                "listed_minor": priced.list_minor + priced.freight_list_minor,
                "headline": offer_headlines.of_basket(priced, campaign),
                "lines": [
                    (line, filled.titles.get(line.line.sku, ""), [(names[d.offer], d.amount_minor) for d in line.discounts])
                    for line in priced.lines
                ],
                "outcomes": outcome_lines(priced, names, campaign),
                "payers": shares_words(priced.shares, campaign),
            }
    return render(request, "campaigns/offers/basket.html", shown, status=status)


def _typed(query: QueryDict) -> QueryDict:
    """Return what was typed, with the product chosen from the search in the first free row."""
    typed = query.copy()
    chosen = typed.get("add", "").strip()
    if chosen:
        free = (row for row in range(1, MOST_ROWS + 1) if not typed.get(f"sku_{row}", "").strip())
        row = next(free, MOST_ROWS)
        typed[f"sku_{row}"], typed[f"units_{row}"] = chosen, "1"
    return typed


def _is_row(name: str) -> bool:
    number = name.removeprefix("sku_")
    return name.startswith("sku_") and number.isascii() and number.isdecimal() and 1 <= len(number) <= 2
