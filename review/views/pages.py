"""The review of a sale: the page of the boss, each block on a page of its own, files, one order line by line."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.services import record
from campaigns.models import Campaign
from campaigns.views.plans import person
from common.permissions import Permission, requires
from common.spreadsheets import download
from review import services
from review.charts import way_figure
from review.ledgers import lines_of_order
from review.models import Review
from review.pages import facts
from review.pages.blocks import MAKERS, blocks_of
from review.pages.days import day_table
from review.pages.orders import order_headline, order_tables
from review.pages.products import product_table
from review.pages.tables import Table
from review.pages.tiles import tiles
from review.pictures import picture_file, picture_of, sale_foot
from review.queries.effect import effect_row
from review.queries.shown import days_of, disagreements_of, latest_reviewed, products_of, review_of, reviewed_sales
from review.views.waiting import waiting_page
from review.words.effect import tile
from review.words.verdict import age_words, verdict, why

PAGE_ROWS = 100
MOST_LETTERS = 200  # of an order number somebody typed


@requires(Permission.VIEW_COSTS)
@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """Go to the review of the sale that began last."""
    campaign = latest_reviewed(at=timezone.now())
    return redirect("review:page", campaign.pk) if campaign else render(request, "review/none.html", {})


@requires(Permission.VIEW_COSTS)
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the one page for the boss from its prepared state; one that nobody asked for yet is asked for here."""
    campaign = get_object_or_404(Campaign, pk=pk)
    at = timezone.now()
    review = review_of(campaign)
    if review is None and campaign.starts_at <= at:
        review = services.ask_review(campaign=campaign, at=at)
    sales = reviewed_sales(at=at)
    if review is None or not review.body:
        again = reverse("review:prepare", args=[pk])
        is_ahead = campaign.starts_at > at
        return waiting_page(request, campaign, "review", review, is_ahead=is_ahead, again=again, sales=sales)
    body = review.body
    context: dict[str, Any] = {
        "campaign": campaign,
        "review": review,
        "sales": sales,
        "verdict": verdict(body),
        "why": why(body),
        "age": age_words(body),
        "body": body,
        "figure": way_figure(body),
        "steps": MAKERS["steps"](body),
        "blocks": blocks_of(body),
        "others": sorted(body["others"].items()),
        "tiles": tiles(body),
        "brought": tile(effect.body) if (effect := effect_row(campaign)) else "",
    }
    return render(request, "review/page.html", context)


@requires(Permission.VIEW_COSTS)
@require_GET
def block(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show one block with its rule and all its rows."""
    campaign, review = _prepared(pk)
    table, pages = _table(review, name, request.GET.get("page", "1"))
    shown = {"campaign": campaign, "table": table, "pages": pages, "figure": picture_of(name, review.body)}
    return render(request, "review/block.html", shown)


@requires(Permission.VIEW_COSTS)
@require_GET
def export(request: HttpRequest, pk: int, name: str, ending: str) -> HttpResponse:
    """Give one block as XLSX or CSV, all its rows, or its picture (PNG)."""
    campaign, review = _prepared(pk)
    table, _pages = _table(review, name, "")
    if ending == "png":
        foot = sale_foot(campaign, review.prepared_at)
        return picture_file(picture_of(name, review.body), title=table.title, foot=foot, name=f"review-{pk}-{name}")
    return download(table.title, table.lines(), name=f"review-{campaign.pk}-{name}", ending=ending, fixed_columns=1)


@requires(Permission.VIEW_COSTS)
@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the ledger of one order line by line."""
    campaign, review = _prepared(pk)
    number = request.GET.get("no", "").strip()[:MOST_LETTERS]
    tables = order_tables(lines_of_order(campaign.pk, number)) if number else []
    title, why_said = order_headline(number, tables, review.body)
    context = {"campaign": campaign, "number": number, "tables": tables, "title": title, "why": why_said}
    return render(request, "review/order.html", context)


@requires(Permission.VIEW_COSTS)
@require_POST
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the review prepared anew; a worker takes it within half a minute."""
    campaign = get_object_or_404(Campaign, pk=pk)
    services.ask_review(campaign=campaign, at=timezone.now())
    record(actor=person(request), action="review.ask", target=campaign.name)
    messages.success(request, _("The review is being prepared anew; look again in a minute."))
    return redirect("review:page", campaign.pk)


def _prepared(pk: int) -> tuple[Campaign, Review]:
    campaign = get_object_or_404(Campaign, pk=pk)
    review = review_of(campaign)
    if review is None or not review.body:
        raise Http404
    return campaign, review


def _table(review: Review, name: str, number: str) -> tuple[Table, Any]:
    """Return a block, and the page of it where it is long; without a number all rows."""
    lists = {
        "disagreements": (disagreements_of, facts.disagreeing),
        "products": (products_of, product_table),
    }
    if name in lists:
        read, make = lists[name]
        found = read(review)
        pages = Paginator(found, PAGE_ROWS).get_page(number) if number else None
        return make(review.body, found if pages is None else pages), pages
    if name == "days":
        return day_table(review, list(days_of(review))), None
    if name not in MAKERS:
        raise Http404
    return MAKERS[name](review.body), None
