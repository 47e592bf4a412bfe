"""The warehouse of the demo: who delivers how fast, what is on its way, what stands in for what is short, what was counted again.

Each is done once; whoever opens the shop again finds what was changed since. Everything goes through the ordinary services.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from campaigns.models import Campaign
from imports.demo import goods
from inventory.models import Delivery, StockLevel, Stocktake, Substitute, Supplier
from inventory.services import close_stocktake, count_in, open_stocktake
from inventory.services.replenishing import add_delivery, list_replenishment, order_deliveries, receive_deliveries
from inventory.services.substitutes import line_up, swap_in
from inventory.services.suppliers import change_supplier
from orders.models import Shop

# Lead in days and pieces a day. What the dearest supplier can make was never asked, as in life.
TERMS = {goods.SUPPLIERS["A"]: (3, 400), goods.SUPPLIERS["B"]: (5, 150), goods.SUPPLIERS["C"]: (9, None)}
ARRIVED, ORDERED = 4, 12
"""Of the lines of the first shop so many came in this morning, so many more are ordered; the others are still advice."""
SHORT_AT, MOST_SHORT, MOST_LINES = 3, 8, 24
LEAST_UNITS = 20
RECOUNTED, MISSING = 8, {1: 1, 5: 2}
OPEN_CATEGORY, COUNTED_SO_FAR = "配饰", 5


def name_suppliers(*, actor: User | None) -> None:
    """Write down how long each supplier takes and what it can make a day, where nobody has."""
    for supplier in Supplier.objects.filter(name__in=TERMS, lead_days=None, daily_units=None):
        lead, daily = TERMS[supplier.name]
        change_supplier(actor=actor, pk=supplier.pk, values={"lead_days": lead, "daily_units": daily})


def run_the_warehouse(*, campaign: Campaign, actor: User | None, at: datetime) -> None:
    """Order what the buffers ask for, line up substitutes, count some shelves, where nothing of it was done."""
    for place, shop in enumerate(campaign.shops.order_by("pk")):
        is_first = place == 0
        if is_first and not Stocktake.objects.filter(shop=shop).exists():
            _count(shop, actor)
        if not Delivery.objects.filter(shop=shop).exists():
            _replenish(campaign, shop, actor, at, orders=is_first)
        if is_first and not Substitute.objects.filter(shop=shop).exists():
            _stand_in(shop, actor, at)


def _count(shop: Shop, actor: User | None) -> None:
    """Count a scarce product again and close that; begin with another category and stop halfway."""
    rows = StockLevel.objects.filter(shop=shop, sku__startswith=goods.SCARCE[0], on_hand__gt=0).order_by("sku")[:RECOUNTED]
    shelves = dict(rows.values_list("sku", "on_hand"))
    if shelves:
        take = open_stocktake(actor=actor, shop=shop, name="开衫毛衣复盘", place=goods.STOCK_PLACE, skus=list(shelves))
        for number, (sku, units) in enumerate(shelves.items()):
            count_in(actor=actor, take=take, sku=sku, units=max(0, (units or 0) - MISSING.get(number, 0)))
        close_stocktake(actor=actor, take=take)
    take = open_stocktake(actor=actor, shop=shop, name="配饰抽盘", place=goods.STOCK_PLACE, category=OPEN_CATEGORY)
    some = StockLevel.objects.filter(shop=shop, product__category=OPEN_CATEGORY, on_hand__gt=0).order_by("sku")
    for sku, units in some.values_list("sku", "on_hand")[:COUNTED_SO_FAR]:
        count_in(actor=actor, take=take, sku=sku, units=units or 0)


def _replenish(campaign: Campaign, shop: Shop, actor: User | None, at: datetime, *, orders: bool) -> None:
    """Write the list of what is still to be ordered for the sale, and by hand what runs short in it.

    Of the first shop a part is ordered, a few lines came in.
    """
    today = at.astimezone(ZoneInfo(shop.time_zone)).date()
    list_replenishment(shop=shop, actor=actor, campaign_no=campaign.pk, on=today)
    listed = set(Delivery.objects.filter(shop=shop).values_list("sku", flat=True))
    short = StockLevel.objects.filter(shop=shop, available__lte=SHORT_AT, unshipped__gt=0).exclude(sku__in=listed)
    for level in short.select_related("product__supplier").order_by("-short", "-unshipped", "sku")[:MOST_LINES]:
        supplier = level.product.supplier if level.product else None
        units = max(LEAST_UNITS, level.unshipped // 5 * 10)
        add_delivery(shop=shop, actor=actor, sku=level.sku, units=units, supplier=supplier, note="活动中快断货")
    if not orders:
        return
    lines = list(Delivery.objects.filter(shop=shop).order_by("-units", "sku").values_list("pk", "supplier__lead_days"))
    arrived, ordered = lines[:ARRIVED], lines[ARRIVED : ARRIVED + ORDERED]
    if arrived:
        pks = [pk for pk, _lead in arrived]
        order_deliveries(actor=actor, pks=pks, ordered_on=today - timedelta(days=6), promised_on=today)
        receive_deliveries(actor=actor, pks=pks, at=at)
    for lead in sorted({lead or 0 for _pk, lead in ordered}):
        pks = [pk for pk, days in ordered if (days or 0) == lead]
        promised = today + timedelta(days=lead) if lead else None
        order_deliveries(actor=actor, pks=pks, ordered_on=today, promised_on=promised)


def _stand_in(shop: Shop, actor: User | None, at: datetime) -> None:
    """Line up the best stocked colours of the same size for what is nearly gone; the first of them leads already."""
    levels = StockLevel.objects.filter(shop=shop, available__isnull=False).order_by("available", "sku")
    short = [sku for code in goods.SCARCE for sku in levels.filter(sku__startswith=code, available__lte=SHORT_AT)
             .values_list("sku", flat=True)][:MOST_SHORT]  # fmt: skip
    for place, sku in enumerate(short):
        code, _colour, size = sku.rsplit("-", 2)
        others = levels.filter(sku__startswith=f"{code}-", sku__endswith=f"-{size}", available__gt=SHORT_AT).reverse()
        made = [
            line_up(actor=actor, shop=shop, sku=sku, other_sku=other, reason="同款同码,另一个颜色")
            for other in others.values_list("sku", flat=True)[:2]
        ]
        if place == 0 and made:
            swap_in(actor=actor, substitute=made[0], reason="开场就卖断了", at=at)
