"""The stock of the day: `inventory` gets the curve of the sale as plain values; ads of what is nearly gone are stopped."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.departments import Department
from accounts.models import User
from accounts.services import record
from campaigns import queries as plans
from campaigns.models import Campaign, DueFrom
from campaigns.services.tasks import TaskDraft, create_task
from common.windows import Window, local_time, slot_of
from inventory.models import RunOut, StockDay, StockLevel
from inventory.rules.runout.shape import Planned
from inventory.services import plan_stock_day, refresh_run_outs
from live.models import StoppedAds
from metrics import queries as metrics
from orders.models import Shop

USUAL_SLOTS = 28 * 144
BEGINS_WITHIN = timedelta(days=2)
STOP_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class Usual:
    """What a shop usually sells: paid orders and revenue of four weeks."""

    orders: int
    revenue_minor: int


def refresh_stock(*, shop: Shop, at: datetime, skus: Collection[str] | None = None) -> int:
    """Work out the run-outs of a shop along the curve of the sale that runs in it, or begins within two days.

    `skus`: only of these. Returns how many rows changed.
    """
    plan_stock_day(shop=shop, planned=planned_for(shop=shop, at=at), at=at)
    return refresh_run_outs(shop=shop, at=at, skus=skus)


def refresh_stock_of_all(*, at: datetime) -> int:
    """Work out the run-outs of every shop that has stock levels; return how many rows changed."""
    shops = StockLevel.objects.order_by().values("shop").annotate(Count("pk")).values_list("shop", flat=True)
    return sum(refresh_stock(shop=shop, at=at) for shop in Shop.objects.filter(pk__in=list(shops)))


def planned_for(*, shop: Shop, at: datetime) -> Planned | None:
    """Return the orders a sale plans for this shop, slot by slot; of several that run, of the one that started last.

    A sale of several shops is shared out by what each usually sells. Where the plan counts no orders, its revenue by the usual
    value of an order stands for them. None: no sale runs or begins within two days, or its target has no slots.
    """
    near = Campaign.objects.filter(shops=shop, starts_at__lte=at + BEGINS_WITHIN, ends_at__gt=at)
    campaign = near.order_by("-starts_at", "-pk").first()
    if campaign is None:
        return None
    arrays = plans.target_arrays(campaign=campaign)
    if not arrays.revenue.size:
        return None
    usual = {each: _usual(each, before=campaign.start_slot) for each in campaign.shops.all()}
    mine, total = usual[shop].orders, sum(each.orders for each in usual.values())
    share = mine / total if total else 1 / len(usual)
    orders = arrays.paid_orders.astype(float)
    if not orders.sum():
        value = usual[shop].revenue_minor / mine if mine else 1.0
        orders = arrays.revenue.astype(float) / max(1.0, value)
    return Planned(campaign.pk, campaign.starts_at, campaign.ends_at, arrays.start_slot, (orders * share).tolist())


def _usual(shop: Shop, *, before: int) -> Usual:
    names = ["paid_orders", "revenue"]
    [row] = metrics.numbers(shops=[shop], window=Window(before - USUAL_SLOTS, before), by="total", names=names)
    orders, revenue = (int(row.values[name] or 0) for name in names)
    return Usual(orders, revenue)


@transaction.atomic
def stop_ads(*, run_out: RunOut, actor: User | None, at: datetime, title: str) -> tuple[StoppedAds, bool]:
    """Set the task "stop the ads" for a product of the sale that runs, due in half an hour; once per product and sale.

    Returns the row and whether it is new: of several who press at once one sets the task. `title`: the product as people call
    it. Raises Campaign.DoesNotExist where no sale runs in the shop.
    """
    day = StockDay.objects.filter(shop=run_out.shop_id).first()
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=day.campaign_no if day else 0)
    standing = StoppedAds.objects.filter(campaign=campaign, shop=run_out.shop_id, sku=run_out.sku).first()
    if standing is not None:
        return standing, False
    due = local_time(slot_of(at + STOP_WITHIN), campaign.time_zone)
    said = {"product": title, "sku": run_out.sku, "pieces": run_out.pieces or 0, "line": run_out.line}
    draft = TaskDraft(
        department=Department.OPERATIONS,
        title=_("Stop the ads for {product}").format(**said)[:200],
        what=_(
            "{product} ({sku}) has {pieces} pieces left, its alert line is {line}. Stop paid traffic to it, or lead it to the"
            " substitute, until new pieces are there."
        ).format(**said),
        due_from=DueFrom.DATE,
        due_on=due.date(),
        due_minute=due.hour * 60 + due.minute,
    )
    task = create_task(campaign=campaign, actor=actor, draft=draft, at=at)
    made = StoppedAds.objects.create(campaign=campaign, shop_id=run_out.shop_id, sku=run_out.sku, task=task, made_at=at)
    record(actor=actor, action="stock.stop_ads", target=f"{campaign.name} {run_out.sku}", after={"pieces": run_out.pieces})
    return made, True
