"""Writes of the buffers of a sale: worked out from planned demand, chosen by a person, taken back (playbook P8)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from common.pieces import AT_ONCE
from inventory.models import Buffer, BufferChange, BufferMethod, BufferPlan
from inventory.queries.buffer_facts import facts_of
from inventory.queries.past_sales import lift_of, past_sales
from inventory.rules.buffers import Terms
from inventory.rules.buffers.reckoning import reckon
from inventory.rules.demand import PlannedDemand, sale_errors
from inventory.services.buffer_rows import figures_of, hand_costs, units_by
from orders.models import Shop
from orders.services import hold_shop

MOST_LEAD_DAYS = 28
"""Errors hardly grow with the lead beyond four weeks (measured on a year of a real shop), and a longer one eats the history."""
MOST_CHANGES_KEPT = 20


@dataclass(frozen=True)
class SaleSpan:
    """When a sale is, by how much its total may be off (logarithm's standard deviation), what part each of its days brings."""

    starts_at: datetime
    ends_at: datetime
    level: float = 0.35
    day_shares: tuple[float, ...] = ()

    @property
    def days(self) -> int:
        """Its length in whole days, at least one."""
        return max(1, round((self.ends_at - self.starts_at) / timedelta(days=1)))


@dataclass(frozen=True)
class Choice:
    """Whose amount a product holds; `units` by hand alone. `seen`: the pieces that who chose saw held, None: nobody asks."""

    method: str
    units: int | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Chosen:
    """How many rows changed, and how many keep the flat share because nothing can be advised for them."""

    changed: int
    without_advice: int


class BuffersRefusedError(ValueError):
    """A choice or a term that cannot stand; `code` says why. `standing`: pieces by SKU that somebody else chose meanwhile."""

    def __init__(self, code: str, sku: str = "", standing: Mapping[str, int] | None = None) -> None:
        super().__init__(f"{code} {sku}".strip())
        self.code, self.sku, self.standing = code, sku, standing or {}


@transaction.atomic
def set_buffers(
    *,
    shop: Shop,
    actor: User | None,
    campaign_no: int,
    demand: Sequence[PlannedDemand],
    span: SaleSpan,
    terms: Terms | None = None,
    at: datetime | None = None,
) -> BufferPlan:
    """Work the buffers of a sale out anew from its planned demand and return what they stand on.

    Each product keeps the rule that was chosen for it, and an amount by hand its amount; a new one follows the advice, or the
    flat share where its cost or price is not known. Products that are not planned any more lose their row. `terms` None keeps
    those of the sale. `at`: until when past sales count (now). Raises BuffersRefusedError for terms that cannot stand.
    """
    hold_shop(shop=shop)
    now = at or timezone.now()
    plan = BufferPlan.objects.filter(shop=shop, campaign_no=campaign_no).first() or BufferPlan(shop=shop, campaign_no=campaign_no)
    if terms is not None:
        _take_terms(plan, terms)
    past = past_sales(shop=shop, until=min(now, span.starts_at))
    lead = max(0, (span.starts_at - now) // timedelta(days=1))
    errors = sale_errors(past.sales, days=span.days, lift=lift_of(demand, past, span.days), lead=min(lead, MOST_LEAD_DAYS))
    plan.starts_at, plan.ends_at, plan.level, plan.day_shares = span.starts_at, span.ends_at, span.level, list(span.day_shares)
    plan.errors, plan.made_at = errors.packed(), now
    plan.save()
    _write(plan, list(demand), past)
    record(
        actor=actor,
        action="buffer.reckon",
        target=f"{shop.name}, sale {campaign_no}",
        after={"rows": len(demand), "expected": round(sum(one.units for one in demand))},
    )
    return plan


@transaction.atomic
def set_terms(*, shop: Shop, actor: User | None, campaign_no: int, terms: Terms, seen: Terms | None = None) -> BufferPlan:
    """Change the terms of a sale's buffers and work the rows out anew.

    `seen`: the terms that who changes them saw, None: nobody asks. Raises BuffersRefusedError ("terms", "terms_meanwhile",
    "no_buffers"), and then changes nothing.
    """
    hold_shop(shop=shop)
    plan = plan_of(shop, campaign_no)
    if seen is not None and _basis_points(terms_of(plan)) not in (_basis_points(seen), _basis_points(terms)):
        raise BuffersRefusedError("terms_meanwhile")
    before = asdict(terms_of(plan))
    _take_terms(plan, terms)
    plan.made_at = timezone.now()
    plan.save()
    rows = Buffer.objects.filter(shop=shop, campaign_no=campaign_no)
    demand = [
        PlannedDemand(sku, expected, figures.get("price"), bool(figures.get("new")))
        for sku, expected, figures in rows.values_list("sku", "expected", "figures")
    ]
    _write(plan, demand, past_sales(shop=shop, until=min(plan.made_at, plan.starts_at)))
    record(actor=actor, action="buffer.terms", target=f"{shop.name}, sale {campaign_no}", before=before, after=asdict(terms))
    return plan


@transaction.atomic
def choose_buffers(
    *, shop: Shop, actor: User | None, campaign_no: int, choices: Mapping[str, Choice], reason: str = ""
) -> Chosen:
    """Choose for some products whose amount they hold; the newest choice can be taken back with `undo_choice`.

    By hand needs the pieces and a reason. The advice for a product without one leaves the flat share standing and is counted.
    Raises BuffersRefusedError ("method", "units", "reason", "unknown", "meanwhile", "no_buffers"), and then changes nothing.
    """
    hold_shop(shop=shop)
    plan = plan_of(shop, campaign_no)
    rows = {row.sku: row for row in Buffer.objects.filter(shop=shop, campaign_no=campaign_no) if row.sku in choices}
    reason = reason.strip()[:200]
    for sku, choice in choices.items():
        _check(sku, choice, rows, reason)
    seen = {sku: choice for sku, choice in choices.items() if choice.seen is not None}
    standing = {sku: rows[sku].units for sku, one in seen.items() if rows[sku].units not in {one.seen, one.units}}
    if standing:
        raise BuffersRefusedError("meanwhile", next(iter(standing)), standing)
    before, changed, without = [], [], 0
    for sku, choice in choices.items():
        row = rows[sku]
        was = [sku, row.method, row.units, row.reason]
        method = choice.method
        if method == BufferMethod.ADVISED and row.figures.get("advised") is None:
            without, method = without + 1, BufferMethod.FLAT.value
        row.method, row.units = method, units_by(method, row.figures, choice.units)
        row.reason = reason if method == BufferMethod.HAND else ""
        if was != [sku, row.method, row.units, row.reason]:
            before.append(was)
            changed.append(row)
    _keep(plan, actor, before, changed)
    if changed:
        after = {"rows": len(changed), "method": ", ".join(sorted({row.method for row in changed})), "reason": reason}
        record(actor=actor, action="buffer.choose", target=f"{shop.name}, sale {campaign_no}", after=after)
    return Chosen(len(changed), without)


@transaction.atomic
def undo_choice(*, shop: Shop, actor: User | None, campaign_no: int) -> int:
    """Take the newest choice back; return how many rows stand again as before, 0 when there is none to take back."""
    hold_shop(shop=shop)
    change = BufferChange.objects.filter(shop=shop, campaign_no=campaign_no).first()
    if change is None:
        return 0
    plan = plan_of(shop, campaign_no)
    kept = {sku: (method, units, why) for sku, method, units, why in change.before}
    rows = [row for row in Buffer.objects.filter(shop=shop, campaign_no=campaign_no) if row.sku in kept]
    for row in rows:
        row.method, units, row.reason = kept[row.sku]
        row.units = units_by(row.method, row.figures, units)
    hand_costs(plan, rows)
    Buffer.objects.bulk_update(rows, ["method", "units", "reason", "figures"], batch_size=AT_ONCE)
    change.delete()
    record(actor=actor, action="buffer.undo", target=f"{shop.name}, sale {campaign_no}", after={"rows": len(rows)})
    return len(rows)


def plan_of(shop: Shop, campaign_no: int) -> BufferPlan:
    """Return what the buffers of a sale stand on. Raises BuffersRefusedError "no_buffers" before they were worked out."""
    plan = BufferPlan.objects.filter(shop=shop, campaign_no=campaign_no).first()
    if plan is None:
        raise BuffersRefusedError("no_buffers")
    return plan


def terms_of(plan: BufferPlan) -> Terms:
    """Return the terms of a sale's buffers as shares."""
    return Terms(
        clearance=plan.clearance_bp / 10_000,
        holding=plan.holding_bp / 10_000,
        substitution=plan.substitution_bp / 10_000,
        flat=plan.flat_bp / 10_000,
        platform=plan.platform_bp / 10_000,
    )


def _basis_points(terms: Terms) -> dict[str, int]:
    return {name: round(getattr(terms, name) * 10_000) for name in ("clearance", "holding", "substitution", "flat", "platform")}


def _take_terms(plan: BufferPlan, terms: Terms) -> None:
    shares = _basis_points(terms)
    if any(not 0 <= share <= 10_000 for name, share in shares.items() if name not in {"flat", "platform"}):
        raise BuffersRefusedError("terms")
    if any(not 0 <= shares[name] <= 100_000 for name in ("flat", "platform")):
        raise BuffersRefusedError("terms")
    for name, share in shares.items():
        setattr(plan, f"{name}_bp", share)


def _write(plan: BufferPlan, demand: list[PlannedDemand], past: Any) -> None:
    """Make the rows of a sale anew; those that stand keep their rule, and an amount by hand its pieces."""
    rows = Buffer.objects.filter(shop=plan.shop, campaign_no=plan.campaign_no)
    standing = {sku: (method, units, why) for sku, method, units, why in rows.values_list("sku", "method", "units", "reason")}
    facts = facts_of(plan, demand, past)
    found = figures_of(reckon(facts.columns, facts.errors, terms_of(plan), level=plan.level), facts)
    made: list[Buffer] = []
    for one, figures in zip(demand, found, strict=True):
        method, units, why = standing.get(one.sku, (BufferMethod.ADVISED.value, None, ""))
        if method == BufferMethod.ADVISED and figures["advised"] is None:
            method = BufferMethod.FLAT.value
        made.append(
            Buffer(
                shop=plan.shop, sku=one.sku, campaign_no=plan.campaign_no, expected=round(one.units, 4), method=method,
                units=units_by(method, figures, units), reason=why, figures=figures, made_at=plan.made_at,
            )
        )  # fmt: skip
    hand_costs(plan, made)
    rows.delete()
    Buffer.objects.bulk_create(made, batch_size=AT_ONCE)


def _check(sku: str, choice: Choice, rows: Mapping[str, Buffer], reason: str) -> None:
    if choice.method not in BufferMethod.values:
        raise BuffersRefusedError("method", sku)
    if sku not in rows:
        raise BuffersRefusedError("unknown", sku)
    if choice.method == BufferMethod.HAND:
        if choice.units is None or not 0 <= choice.units <= 2_000_000_000:
            raise BuffersRefusedError("units", sku)
        if not reason:
            raise BuffersRefusedError("reason", sku)


def _keep(plan: BufferPlan, actor: User | None, before: list[list[Any]], changed: list[Buffer]) -> None:
    """Write the changed rows and what they were; the oldest changes beyond the kept ones are forgotten."""
    if not changed:
        return
    hand_costs(plan, changed)
    Buffer.objects.bulk_update(changed, ["method", "units", "reason", "figures"], batch_size=AT_ONCE)
    where = {"shop": plan.shop, "campaign_no": plan.campaign_no}
    BufferChange.objects.create(**where, made_at=timezone.now(), made_by=actor, before=before)
    old = BufferChange.objects.filter(**where).values_list("pk", flat=True)[MOST_CHANGES_KEPT:]
    BufferChange.objects.filter(pk__in=list(old)).delete()
