"""The tier page made ready: its sentence, its warnings, its rows in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.moments import format_day
from common.money import format_count, format_share
from common.windows import local_time
from inventory.models import Product, ProductFigures, TierTerms
from inventory.queries.tiers import TierRow, tier_rows
from inventory.words import tiers as words
from orders.models import Shop

MOST_WARNED = 5


@dataclass(frozen=True)
class Headline:
    """The first line of the page and the cause below it."""

    title: str
    why: str


@dataclass(frozen=True)
class ShownNotice:
    """A warning with the address of its products ("" when it speaks of none) and of what mends it."""

    text: str
    mend: str
    mend_href: str
    skus_href: str
    count: int


@dataclass(frozen=True)
class Bar:
    """One component of a score: its words, its place from 0 to 100 (None: not known), its weight in per cent."""

    label: Any
    value: float | None
    weight: int


@dataclass(frozen=True)
class ShownRow:
    """A product as the table shows it. Money in minor units, shares from 0 to 1."""

    product: Product
    figures: ProductFigures
    reason: str
    bars: list[Bar]
    margin: float | None
    first_share: float | None
    order_value: int | None
    agrees: bool


def headline_of(shop: Shop | None, terms: TierTerms | None) -> Headline:
    """Return the finding: what is wrong first, else how the revenue lies over the tiers."""
    if shop is None or terms is None:
        return Headline(_("There is no shop yet."), "")
    if terms.counted_at is None:
        return Headline(
            _("Nobody has judged the products of {shop} yet.").format(shop=shop.name),
            _("Judge them: every product is counted by what it did in the baskets of the last {days} days.").format(
                days=format_count(terms.window_days)
            ),
        )
    found = terms.findings
    if not found.get("sold"):
        return Headline(
            _("Nothing of {shop} was sold in these days, so no tier can be proposed.").format(shop=shop.name),
            _("Choose another last day or look back further."),
        )
    warned = found.get("warnings", [])
    title = words.notice(warned[0], shop.currency).text if warned else _mix(found)
    return Headline(title, _why(shop, terms, found))


def notices_of(shop: Shop, terms: TierTerms) -> list[ShownNotice]:
    """Return the warnings, the gravest first, with where to go."""
    shown = []
    for told in terms.findings.get("warnings", [])[:MOST_WARNED]:
        notice = words.notice(told, shop.currency)
        query = urlencode({"shop": shop.pk, **notice.query}) if notice.url_name.startswith("inventory:") else ""
        own = urlencode({"shop": shop.pk, "warning": notice.code})
        mend_href = reverse(notice.url_name) + (f"?{query}#list" if query else "")
        skus_href = f"{reverse('inventory:tiers')}?{own}#list" if notice.count else ""
        shown.append(ShownNotice(notice.text, notice.mend, mend_href, skus_href, notice.count))
    return shown


def shown_rows(shop: Shop, rows: Iterable[TierRow]) -> list[ShownRow]:
    """Return the rows of a page in words."""
    terms = TierTerms.objects.filter(shop=shop).first()
    buyers = (terms.findings if terms else {}).get("first_buyers") or 0
    return [_row(row, buyers) for row in rows]


def _row(row: TierRow, buyers: int) -> ShownRow:
    told = row.figures
    parts: Mapping[str, Any] = told.scores.get(told.proposal, {}) if told.proposal else {}
    revenue = told.revenue_minor + told.attached_minor
    return ShownRow(
        product=row.product,
        figures=told,
        reason=words.reason(told.reason) if told.proposal else words.missing(told.missing_orders),
        bars=[Bar(words.COMPONENTS[name], value, weight) for name, (value, weight) in parts.items()],
        margin=None if told.margin_bp is None else told.margin_bp / 10_000,
        first_share=told.first_orders / buyers if buyers else None,
        order_value=revenue // told.orders if told.orders else None,
        agrees=row.agrees,
    )


def _mix(found: Mapping[str, Any]) -> str:
    """Say how the revenue lies over the tiers; what was sold may lie on none, or have brought nothing."""
    if not any(found["mix"][tier] for tier in "ABC"):
        return _("No product that sold has a tier yet.")
    shares = {tier: format_share(found["mix"][tier] / found["revenue"]) for tier in "ABC"}
    return _("The mix holds: A brings {A} of the revenue, B {B}, C {C}.").format(**shares)


def _why(shop: Shop, terms: TierTerms, found: Mapping[str, Any]) -> str:
    waiting = tier_rows(shop, state="open").count()
    parts = [ngettext("{count} proposal waits.", "{count} proposals wait.", waiting).format(count=format_count(waiting))]
    if terms.until is not None:
        last = local_time(int(terms.until.timestamp()) // 600 - 1, shop.time_zone).date()
        parts.append(
            _("Judged by {baskets} baskets of the {days} days until {day}.").format(
                baskets=format_count(found["baskets"]), days=format_count(terms.window_days), day=format_day(last, year=True)
            )
        )
    known = found["costed"] / found["revenue"] if found["revenue"] else 0
    if known < 1:
        parts.append(
            _("The cost is known of {share} of the revenue: without it nothing is said of margin and profit.").format(
                share=format_share(known)
            )
        )
    return " ".join(parts)
