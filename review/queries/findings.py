"""What the data of a sale proposes as lessons: gathered from its prepared review and a few bounded rows, judged by the rules."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from campaigns.models import Campaign, EventKind, TaskEvent, TaskState
from campaigns.queries.odds import costs_of
from campaigns.queries.tasks import task_rows
from campaigns.rules.task_due import days_late
from inventory.models import Buffer, BufferPlan
from live.models import Incident, PlaybookAction
from review.models import AfterSale, Review
from review.queries.shown import review_of
from review.rules import lessons as rules
from review.rules.lessons import Finding


def findings_of(campaign: Campaign, *, at: datetime) -> list[Finding]:
    """Return what the data found, once the sale is over: tasks and service first, then money, stock and what worked.

    Without a prepared review only tasks, cards, alerts and prices can speak.
    """
    if at < campaign.ends_at:
        return []
    review = review_of(campaign)
    body = review.body if review and review.body else None
    found = rules.tasks_late(_tasks(campaign, at))
    if review is not None and body is not None:
        service = body["service"]
        found += rules.phases_missed(
            rules.Phase(one["number"], one["name"], one["target"], one["revenue"]) for one in body["phases"]
        )
        found += rules.parcels(in_time=service["in_time"], late=service["late"], lost=service["lost"])
        found += rules.estimates_off(_estimates(campaign, body))
        found += _stock(campaign, review)
        names = ("shop", "asked", "asked_paid", "alone", "alone_paid", "verdict")
        found += rules.chases(rules.Chased(**{name: one[name] for name in names}) for one in service["chase"])
    found += _prices(campaign)
    found += rules.noisy_watches(_watches(campaign))
    return found + rules.cards_told(_plays(campaign))


def _tasks(campaign: Campaign, at: datetime) -> Iterable[rules.Worked]:
    events = TaskEvent.objects.filter(task__campaign=campaign, kind=EventKind.CHANGED, is_undone=False)
    rows = events.values_list("task_id", "at", "after")
    done = {task: moment for task, moment, after in rows if after.get("state") == TaskState.DONE}
    for row in task_rows(campaign=campaign, at=at):
        late = row.days_late if row.is_open else days_late(row.due_at, done.get(row.task.pk, row.due_at), campaign.time_zone)
        was_in_time = not row.is_open and done.get(row.task.pk, row.due_at) <= row.due_at
        yield rules.Worked(
            row.task.pk, row.task.code, row.title, row.task.department, row.task.due_day, 0 if was_in_time else late, row.is_open
        )


def _estimates(campaign: Campaign, body: dict[str, Any]) -> Iterable[rules.Estimated]:
    real, refund = body["real"], body["money"]["amounts"]["refund"]
    actual = {
        "visitors": real["visitors"],
        "conversion": real["orders"] / real["visitors"] if real["visitors"] else None,
        "order_value": round(real["revenue"] / real["orders"]) if real["orders"] else None,
        "refund_rate": refund / real["revenue"] if real["revenue"] else None,
    }
    for name, cost in costs_of(campaign).items():
        if name in actual:
            low, likely, high = (float(value) for value in (cost.estimate.low, cost.estimate.likely, cost.estimate.high))
            is_final = name != "refund_rate" or body["is_final"]
            yield rules.Estimated(name, low, likely, high, actual[name], is_final)


def _stock(campaign: Campaign, review: Review) -> list[Finding]:
    plans = list(BufferPlan.objects.filter(campaign_no=campaign.pk))
    if not plans:
        return []
    products = review.body["products"]
    gone = {(one["shop"], one["sku"]) for one in products["gone"]}
    sold = {(shop, sku): units for shop, sku, units in review.products.values_list("shop_id", "sku", "units")}
    rows = Buffer.objects.filter(campaign_no=campaign.pk).values_list("shop_id", "sku", "expected")
    held = [rules.Held(expected, sold.get((shop, sku), 0), (shop, sku) in gone) for shop, sku, expected in rows]
    return rules.stock_off(held, flat=max(plan.flat_bp for plan in plans) / 10_000, left=products["left_units"])


def _prices(campaign: Campaign) -> list[Finding]:
    after = AfterSale.objects.filter(campaign=campaign).first()
    prices = after.prices if after else {}
    return rules.prices_watched(prices["counts"], days=prices["days"]) if prices.get("rows") else []


def _watches(campaign: Campaign) -> Iterable[rules.Watched]:
    told: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    about: dict[str, tuple[str, float]] = {}
    rows = Incident.objects.filter(campaign=campaign, worst__isnull=False).exclude(code="").order_by("opened_at")
    for code, department, threshold, worst, by in rows.values_list("code", "department", "threshold", "worst", "acknowledged_by"):
        told[code].append((worst or 0.0, by is not None))
        about[code] = department or "operations", threshold
    for code, some in told.items():
        department, threshold = about[code]
        answered = sum(is_answered for _worst, is_answered in some)
        yield rules.Watched(code, department, [worst for worst, _answered in some], answered, threshold)


def _plays(campaign: Campaign) -> Iterable[rules.Played]:
    rows = PlaybookAction.objects.filter(campaign=campaign, is_settled=True, undone_at=None).order_by("taken_at")
    for one in rows:
        effect = one.effect
        if effect and not effect.get("together"):
            yield rules.Played(one.pk, one.title, "operations", effect["share"], effect["low"], effect["high"], effect["minor"])
