"""Reads of tiers: the baskets of a window, what products do in them, what is proposed, what a tier means."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet, Sum

from common.windows import local_time, slot_start
from inventory.models import BasketDay, Choice, Product, ProductFigures, ProductTier, TierAcceptance, TierRole, TierTerms
from inventory.rules.tiers import Baskets, cross_table, join
from inventory.rules.tiers.baskets import Numbers, buyers_of
from metrics.models import SkuHour
from orders.models import Shop

SORTS = {
    "revenue": F("revenue_minor").desc(),
    "score": F("score").desc(nulls_last=True),
    "price": F("price_minor").asc(nulls_last=True),
    "margin": F("margin_bp").desc(nulls_last=True),
    "first": F("first_orders").desc(),
    "orders": F("orders").desc(),
    "sku": F("sku").asc(),
}
ORDINARY: Mapping[str, Mapping[str, object]] = {
    "A": {"offer_kind": "percent_off", "offer_bp": 5_000, "buffer_method": "advised", "buffer_bp": 3_000},
    "B": {"offer_kind": "spend_and_save", "offer_bp": 2_000, "buffer_method": "flat", "buffer_bp": 2_000},
    "C": {"offer_kind": "coupon", "offer_bp": 1_000, "buffer_method": "advised", "buffer_bp": 1_000},
}
"""What a tier means while nobody has set it: kind and depth of its offer, rule and share for stock (20 per cent is P8's)."""


@dataclass(frozen=True)
class Window:
    """The time the tiers of a shop are judged by, [since, until), as moments and as slots; both days on the shop's clock."""

    since: datetime
    until: datetime
    first_day: date
    last_day: date

    @property
    def slots(self) -> tuple[int, int]:
        """The first slot and the one after the last."""
        return int(self.since.timestamp()) // 600, int(self.until.timestamp()) // 600


def terms_of(shop: Shop) -> TierTerms:
    """Return by what a shop's tiers are judged; the ordinary terms, unsaved, while nobody has set them."""
    return TierTerms.objects.filter(shop=shop).first() or TierTerms(shop=shop)


def window_of(shop: Shop, terms: TierTerms, *, at: datetime) -> Window:
    """Return the window of whole days that ends with the day of `terms`, else with the last day anything was paid, else today."""
    zone = ZoneInfo(shop.time_zone)
    last = terms.last_on
    if last is None:
        slot = BasketDay.objects.filter(shop=shop).order_by("-slot").values_list("slot", flat=True).first()
        last = at.astimezone(zone).date() if slot is None else local_time(slot, zone).date()
    first = last - timedelta(days=terms.window_days - 1)
    return Window(_midnight(first, zone), _midnight(last + timedelta(days=1), zone), first, last)


def baskets_of(shop: Shop, window: Window) -> Baskets:
    """Return the paid baskets of a window, the earliest first; of packed days, so as fresh as `services.refill_paid`."""
    since, until = window.slots
    days = BasketDay.objects.filter(shop=shop, slot__gte=since, slot__lt=until).order_by("slot")
    return join(days.values_list("lines", "buyers"))


def buyers_before(shop: Shop, window: Window) -> Numbers:
    """Return the numbers of the buyers who paid before a window, ascending."""
    days = BasketDay.objects.filter(shop=shop, slot__lt=window.slots[0])
    return buyers_of(days.values_list("buyers", flat=True))


def newest_basket(shop: Shop) -> datetime | None:
    """Return the beginning of the last day with paid baskets; None before there was one."""
    slot = BasketDay.objects.filter(shop=shop).order_by("-slot").values_list("slot", flat=True).first()
    return None if slot is None else slot_start(slot)


@dataclass(frozen=True)
class TierRow:
    """A product with what it does and what is proposed for it."""

    product: Product
    figures: ProductFigures

    @property
    def agrees(self) -> bool:
        """Whether nothing is left to decide: the proposal is the tier it has, or there is none."""
        return not self.figures.proposal or self.figures.proposal == self.product.tier


def tier_rows(
    shop: Shop, *, tier: str = "", state: str = "", q: str = "", chosen: str = "", sort: str = "revenue"
) -> QuerySet[ProductFigures]:
    """Return the figures of goods, filtered and sorted.

    `tier`: of the proposal, or "none". `state`: open (differs from the tier and is not locked), locked, agreed, few.
    `chosen`: "yes" keeps what the selection chose for the next sale.
    """
    goods = Product.objects.filter(shop=shop).goods().on_sale()
    if q:
        goods = goods.filter(Q(sku__icontains=q) | Q(title__icontains=q))
    if chosen == "yes":
        goods = goods.filter(sku__in=Choice.objects.filter(shop=shop, campaign_no=0).values("sku"))
    rows = ProductFigures.objects.filter(shop=shop)
    if state == "locked":
        goods = goods.filter(tier_locked=True)
    elif state == "open":
        goods = goods.filter(tier_locked=False)
        rows = rows.exclude(proposal="").exclude(_agreed(shop))
    elif state == "agreed":
        rows = rows.exclude(proposal="").filter(_agreed(shop))
    elif state == "few":
        rows = rows.filter(proposal="")
    if tier:
        rows = rows.filter(proposal="" if tier == "none" else tier)
    column = SORTS.get(sort.removeprefix("-"), SORTS["revenue"])
    ordered = rows.filter(sku__in=goods.values("sku")).order_by(column, "sku")
    return ordered.reverse() if sort.startswith("-") else ordered


def with_products(shop: Shop, rows: Iterable[ProductFigures]) -> list[TierRow]:
    """Put each row beside its product; two queries for a page."""
    told = list(rows)
    products = {each.sku: each for each in Product.objects.filter(shop=shop, sku__in=[row.sku for row in told])}
    return [TierRow(products[row.sku], row) for row in told if row.sku in products]


def tiers_beside_volume(shop: Shop) -> dict[str, dict[str, int]]:
    """Count how often each tier meets each class by volume: of the tier a product has, else of the one proposed."""
    tiers = dict(Product.objects.filter(shop=shop).goods().on_sale().values_list("sku", "tier"))
    rows = ProductFigures.objects.filter(shop=shop).exclude(volume_class="").values_list("sku", "proposal", "volume_class")
    return cross_table((tiers[sku] or proposal, volume) for sku, proposal, volume in rows if sku in tiers)


def roles_of(shop: Shop) -> dict[str, TierRole]:
    """Return what each tier means in a shop; what nobody has set is as ordinary (`ORDINARY`), and unsaved."""
    told = {role.tier: role for role in TierRole.objects.filter(shop=shop)}
    return {
        tier: told.get(tier) or TierRole(shop=shop, tier=tier, traffic_place="", **ORDINARY[tier]) for tier in ProductTier.values
    }


def tier_defaults(shop: Shop | int) -> dict[str, dict[str, int | str | None]]:
    """Return what each tier means, as plain values for whoever plans offers or stock: offer_kind, offer_bp, buffer_method, ..."""
    row = shop if isinstance(shop, Shop) else Shop.objects.get(pk=shop)
    names = ("offer_kind", "offer_bp", "traffic_place", "buffer_method", "buffer_bp")
    return {tier: {name: getattr(role, name) for name in names} for tier, role in roles_of(row).items()}


def last_acceptance(shop: Shop) -> TierAcceptance | None:
    """Return the acceptance that one press would take back; None when there is none."""
    return TierAcceptance.objects.filter(shop=shop, taken_back_at=None).first()


def past_mix(shops: Iterable[Shop]) -> dict[str, int]:
    """Return the revenue of each tier ("" none) of these shops in the windows they were judged by; empty before."""
    mix: Counter[str] = Counter()
    for findings in TierTerms.objects.filter(shop__in=list(shops)).values_list("findings", flat=True):
        mix.update(findings.get("mix", {}))
    return dict(mix)


def revenue_by_tier(shops: Iterable[Shop], *, start: int, end: int) -> dict[str, int]:
    """Return the revenue of each tier ("" none) in the hours from `start` to before `end` (slots), from the sales by SKU.

    The tier is the one a product has, else the one proposed for it. Gifts, services and postage count as none.
    """
    wanted = list(shops)
    tiers = _tiers(wanted)
    sold = SkuHour.objects.filter(shop__in=wanted, hour__gte=start, hour__lt=end).values("shop_id", "sku")
    found: Counter[str] = Counter()
    for shop, sku, minor in sold.annotate(minor=Sum("revenue_minor")).values_list("shop_id", "sku", "minor"):
        found[tiers.get((shop, sku), "")] += minor
    return dict(found)


def sales_by_tier_hour(shops: Iterable[Shop], *, start: int, end: int) -> dict[int, dict[str, tuple[int, int]]]:
    """Return pieces and revenue of each tier ("" none) in every hour (its first slot) from `start` to before `end`."""
    wanted = list(shops)
    tiers = _tiers(wanted)
    sold = SkuHour.objects.filter(shop__in=wanted, hour__gte=start, hour__lt=end)
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for shop, sku, hour, units, minor in sold.values_list("shop_id", "sku", "hour", "units", "revenue_minor").iterator():
        by_tier = found.setdefault(hour, {})
        tier = tiers.get((shop, sku), "")
        had = by_tier.get(tier, (0, 0))
        by_tier[tier] = (had[0] + units, had[1] + minor)
    return found


def usual_sales_by_tier(shops: Iterable[Shop]) -> dict[str, tuple[int, int]]:
    """Return pieces and revenue of each tier in the windows these shops' tiers were judged by; empty before."""
    wanted = list(shops)
    tiers = _tiers(wanted)
    found: dict[str, tuple[int, int]] = {}
    figures = ProductFigures.objects.filter(shop__in=wanted, units__gt=0)
    for shop, sku, units, minor in figures.values_list("shop_id", "sku", "units", "revenue_minor"):
        had = found.get(tiers.get((shop, sku), ""), (0, 0))
        found[tiers.get((shop, sku), "")] = (had[0] + units, had[1] + minor)
    return found


def _tiers(shops: list[Shop]) -> dict[tuple[int, str], str]:
    """Return the tier of each product: the one it has, else the one proposed for it."""
    goods = Product.objects.filter(shop__in=shops).goods()
    proposed = ProductFigures.objects.filter(shop__in=shops).values_list("shop_id", "sku", "proposal")
    tiers = {(shop, sku): tier for shop, sku, tier in proposed}
    return tiers | {(shop, sku): tier for shop, sku, tier in goods.exclude(tier="").values_list("shop_id", "sku", "tier")}


def _agreed(shop: Shop) -> Q:
    products = Product.objects.filter(shop=shop)
    agreed = Q(pk__in=[])
    for tier in ProductTier.values:
        agreed |= Q(proposal=tier, sku__in=products.filter(tier=tier).values("sku"))
    return agreed


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
