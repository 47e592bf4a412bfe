"""The list of a shop's buyers: find, filter, sort, take home; and who won them, as a list."""

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.money import exponent_of, format_count, from_minor
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import Cell, download
from customers import words
from customers.forms import SORTS, BuyerFilter, TableForm
from customers.models import Buyer
from customers.queries.rfm import Scores, cuts_of, scores_of
from customers.queries.tiers import distribution, tiers_of
from customers.services import note_phone_search, set_acquisitions
from customers.views.shops import address, frame, shop_of
from orders.models import Shop

PAGE_ROWS = 50
MOST_EXPORTED = 200_000
LARGEST_TABLE = 10_000_000
FILTERS = ("shop", "q", "tier", "label", "last", "sort", "page")


@dataclass(frozen=True)
class Row:
    """One buyer of the page, as it is called there."""

    buyer: Buyer
    name: str
    scores: Scores


@requires(Permission.VIEW_BUYERS)
@require_GET
def buyer_list(request: HttpRequest) -> HttpResponse:
    """Show the buyers of one shop; an exact find of one leads straight to them."""
    return _page(request, request.GET)


@requires(Permission.VIEW_BUYERS)
@require_GET
def buyers_export(request: HttpRequest) -> HttpResponse:
    """Give the buyers found as a table without a name or an account: a number, the tier, what they come to."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("customers:list")
    now = timezone.now()
    contacts = is_allowed(request.user, Permission.REVEAL_CONTACTS)
    filters = BuyerFilter(request.GET, shop=shop, contacts=contacts)
    if filters.wants_right:
        return redirect(f"{address('list', shop)}&{urlencode({'q': request.GET.get('q', '')})}")
    found = list(filters.found(request.GET.get("sort", "-net"), now)[:MOST_EXPORTED])
    _log(request, filters, shop, len(found))
    return download(shop.name, _lines(shop, found), name=f"buyers-{shop.pk}", ending=request.GET.get("format", "csv"))


@requires(Permission.EDIT_BUYERS)
@require_POST
def acquisitions(request: HttpRequest) -> HttpResponse:
    """Keep who won the buyers of a list: the first column is the account, the second the tag."""
    shop = shop_of(request.POST)
    form = TableForm(request.POST, request.FILES)
    if shop is None or not form.is_valid() or form.cleaned_data["file"].size > LARGEST_TABLE:
        messages.error(request, _("Choose a CSV file of at most 10 MB with two columns: account, won by."))
        return redirect(address("list", shop))
    try:
        told = _read(form.cleaned_data["file"].read())
        count = set_acquisitions(actor=person(request), shop=shop, told=told, at=timezone.now())
    except ValueError as wrong:
        messages.error(request, _("Nothing was kept: {why}").format(why=str(wrong) or _("the file is no table of two columns.")))
    else:
        said = ngettext("Kept who won {count} buyer.", "Kept who won {count} buyers.", count).format(count=format_count(count))
        messages.success(request, said)
    return redirect(address("list", shop))


def _read(content: bytes) -> dict[str, str]:
    """Return account and tag of each row; the heading is passed over. Raises ValueError with the line that cannot be read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    told: dict[str, str] = {}
    for line, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        if not row or (line == 1 and row[0].strip().casefold() in {"account", "buyer", "买家", "买家昵称", "账号"}):
            continue
        if len(row) < 2 or len(row[1].strip()) > 60 or "\x00" in row[0]:
            raise ValueError(_("line {line} has no tag of at most 60 letters in its second column.").format(line=line))
        told[row[0].strip()] = row[1].strip()
    if not told:
        raise ValueError(_("the file has no rows."))
    return told


def _page(request: HttpRequest, asked: QueryDict) -> HttpResponse:
    shop = shop_of(asked)
    context = frame(request, shop, "list")
    if shop is None:
        return render(request, "customers/list.html", context | {"line": "", "known": 0})
    now = timezone.now()
    filters = BuyerFilter(asked, shop=shop, contacts=is_allowed(request.user, Permission.REVEAL_CONTACTS))
    sort = asked.get("sort", "-net")
    page = Paginator(filters.found(sort, now), PAGE_ROWS).get_page(asked.get("page"))
    if not asked.get("page"):
        _log(request, filters, shop, page.paginator.count)
    query = {"shop": str(shop.pk)} | filters.asked()
    sorted_query = query | ({"sort": sort} if sort.removeprefix("-") in SORTS and sort != "-net" else {})
    cuts = cuts_of(shop.pk)
    known, line = _line(shop)
    context |= {
        "known": known,
        "line": line,
        "filters": filters,
        "is_filtered": len(query) > 1,
        "page": page,
        "rows": [Row(buyer, words.name_of(buyer), scores_of(buyer, cuts)) for buyer in page.object_list],
        "sorts": {key: urlencode(query | {"sort": key if sort == f"-{key}" else f"-{key}"}) for key in SORTS},
        "sorted": {sort.removeprefix("-"): "descending" if sort.startswith("-") else "ascending"},
        "query": urlencode(sorted_query),
        "older": urlencode(sorted_query | {"page": page.next_page_number()}) if page.has_next() else "",
        "newer": urlencode(sorted_query | {"page": page.previous_page_number()}) if page.has_previous() else "",
        "table_form": TableForm(),
    }
    return render(request, "customers/list.html", context)


def _log(request: HttpRequest, filters: BuyerFilter, shop: Shop, found: int) -> None:
    """Write down that a phone was tried, and whether it was refused."""
    if filters.wants_right or filters.is_by_phone:
        note_phone_search(actor=person(request), where=shop.name, found=None if filters.wants_right else found)


def _line(shop: Shop) -> tuple[int, str]:
    """Return how many buyers there are, and the first line: the highest tier with anybody on it and its part of what was kept."""
    filled = distribution(shop)
    known = sum(count for count, _net in filled.values())
    net = sum(kept for _count, kept in filled.values())
    best = next((tier for tier in reversed(tiers_of(shop)) if filled.get(tier.pk, (0, 0))[0]), None)
    told = (str(best), filled[best.pk][0], filled[best.pk][1] / net if net > 0 else None) if best else None
    return known, words.list_line(shop.name, known, told)


def _lines(shop: Shop, found: list[Buyer]) -> list[list[Cell]]:
    exponent, cuts = exponent_of(shop.currency), cuts_of(shop.pk)
    heading: list[Cell] = [
        _("Number"), _("Buyer tier"), _("Paid orders"), _("Spent and kept"), _("Paid"), _("Refunded"), _("Orders refunded"),
        _("First order"), _("Last order"), _("Usual days between orders"),
        _("Recency"), _("Frequency"), _("Money"), _("Province"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [heading]
    for buyer in found:
        scores = scores_of(buyer, cuts)
        rows.append(
            [
                buyer.pk,
                str(buyer.tier) if buyer.tier else "",
                buyer.orders_count,
                *(from_minor(minor, exponent) for minor in (buyer.net_minor, buyer.paid_minor, buyer.refund_minor)),
                buyer.refunded_count,
                *(_day(moment) for moment in (buyer.first_paid_at, buyer.last_paid_at)),
                None if buyer.gap_seconds is None else round(buyer.gap_seconds / 86_400, 1),
                scores.recency,
                scores.frequency,
                scores.money,
                buyer.province or "",
            ]
        )
    return rows


def _day(moment: Any) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
