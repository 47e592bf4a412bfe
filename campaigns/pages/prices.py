"""The rows of the price list of one stage, as the page and the files show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.models import Campaign, PriceCheck
from campaigns.queries.prices import ProductPrices, planned_prices
from campaigns.queries.verdicts import Judged, judged_prices
from campaigns.words.prices import CHIPS, OUTCOMES, SHORT_RULES, short_earliest, short_words, why_words
from common.money import exponent_of, format_share, from_minor
from inventory.queries.market import chosen_in
from inventory.rules.price_history import Outcome

_ORDER = {Outcome.REFUSED.value: 0, Outcome.UNKNOWN.value: 1, Outcome.ALLOWED.value: 3}
_UNPLANNED = 2


@dataclass(frozen=True)
class PriceRow:
    """One product in one stage: what is typed, what it makes of the list price and the cost, what the rules say."""

    product: ProductPrices
    price_minor: int | None
    typed: str
    cut: str = ""
    margin: str = ""
    below: str = ""
    chip: str = ""
    outcome: str = ""
    rule: str = ""
    why: str = ""
    short: str = ""
    earliest: str = ""
    error: str = ""
    repair: str = ""

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"price.{self.product.shop_id}.{self.product.sku}"


@dataclass(frozen=True)
class Typed:
    """What a person typed on the page: texts by field name, and what is wrong with some (sentence, repaired text)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def chosen_products(campaign: Campaign, asked: Mapping[str, str]) -> list[ProductPrices]:
    """Return the products that the filters keep, those that a rule refuses first."""
    verdicts = kept_verdicts(campaign)
    stage, words = asked["stage"], asked.get("q", "").casefold()
    chosen = chosen_in(shop.pk for shop in campaign.shops.all()) if "chosen" in asked else None
    found = []
    for product in planned_prices(campaign):
        if chosen is not None and (product.shop_id, product.sku) not in chosen:
            continue
        outcome = verdicts.get((product.shop_id, product.sku, stage), "") if stage in product.stages else "none"
        if asked.get("shop") not in {None, str(product.shop_id)} or asked.get("tier") not in {None, product.tier}:
            continue
        if asked.get("category") not in {None, product.category} or asked.get("verdict") not in {None, outcome}:
            continue
        if words and words not in product.sku.casefold() and words not in product.title.casefold():
            continue
        found.append((_ORDER.get(outcome, _UNPLANNED), product.shop_id, product.sku, product))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:-1])]


def kept_verdicts(campaign: Campaign) -> dict[tuple[int, str, str], str]:
    """Return the outcome of each price as the last check found it."""
    check = PriceCheck.objects.filter(campaign=campaign).first()
    rows = check.verdicts if check else []
    return {(row["shop"], row["sku"], row["stage"]): row["outcome"] for row in rows}


def price_rows(campaign: Campaign, products: Sequence[ProductPrices], stage: str, typed: Typed) -> list[PriceRow]:
    """Return the rows of these products in a stage, judged now."""
    keys = [(product.shop_id, product.sku) for product in products]
    judged = {(one.shop_id, one.sku): one for one in judged_of(campaign, keys) if one.stage == stage}
    return [_row(campaign, product, stage, typed, judged.get((product.shop_id, product.sku))) for product in products]


def judged_of(campaign: Campaign, keys: Collection[tuple[int, str]]) -> list[Judged]:
    """Judge the prices of a few products."""
    return judged_prices(campaign, keys=set(keys)) if keys else []


def _row(campaign: Campaign, product: ProductPrices, stage: str, typed: Typed, judged: Judged | None) -> PriceRow:
    price = product.stages.get(stage)
    name = f"price.{product.shop_id}.{product.sku}"
    exponent = exponent_of(campaign.currency)
    error, repair = typed.errors.get(name, ("", ""))
    row = PriceRow(
        product,
        price,
        typed.texts.get(name, "" if price is None else f"{from_minor(price, exponent)}"),
        cut=_cut(price, product.list_price_minor),
        margin=_margin(price, product.cost_minor),
        below=_below(price, product),
        error=error,
        repair=repair,
    )
    if judged is None:
        return row
    worst = judged.worst
    return replace(
        row,
        chip=CHIPS[worst.outcome],
        outcome=str(OUTCOMES[worst.outcome]),
        rule=str(SHORT_RULES[worst.rule.key]),
        short=short_words(worst, campaign.currency, campaign.time_zone),
        earliest=short_earliest(worst),
        why=why_words(worst, campaign.currency, campaign.time_zone),
    )


def _cut(price: int | None, listed: int | None) -> str:
    if price is None or not listed:
        return ""
    return format_share(Decimal(price - listed) / listed, 0)


def _margin(price: int | None, cost: int | None) -> str:
    if not price or cost is None:
        return ""
    return format_share(Decimal(price - cost) / price, 0) or "0%"


def _below(price: int | None, product: ProductPrices) -> str:
    """Say what the price lies below."""
    if price is None:
        return ""
    if product.cost_minor is not None and price < product.cost_minor:
        return _("below cost")
    if product.floor_minor is not None and price < product.floor_minor:
        return _("below the floor")
    return ""
