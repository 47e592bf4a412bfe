"""What is known of the products of a sale, as the columns from which their buffers are reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from inventory.models import BufferPlan, Product, Substitute
from inventory.queries.past_sales import PastSales
from inventory.rules.buffers.reckoning import Facts
from inventory.rules.demand import Errors, PlannedDemand, daily_deviation


@dataclass(frozen=True)
class BufferFacts:
    """The columns, the errors of demand, and beside them the whole amounts as they are kept."""

    columns: Facts
    errors: Errors
    prices: list[int | None]
    costs: list[int | None]


def facts_of(plan: BufferPlan, demand: Sequence[PlannedDemand], past: PastSales) -> BufferFacts:
    """Return the facts of these products in the order of the demand.

    A product can be replaced when a substitute is lined up for it, or another product of its category is in the sale. Classic
    safety stock covers the sale, or the supplier's lead time where that is longer.
    """
    products = Product.objects.filter(shop=plan.shop)
    columns = ("sku", "cost_minor", "category", "pack_units", "supplier__lead_days")
    known = {sku: tuple(rest) for sku, *rest in products.values_list(*columns)}
    told = [known.get(one.sku, (None, "", None, None)) for one in demand]
    lined_up = set(Substitute.objects.filter(shop=plan.shop).values_list("sku", flat=True))
    alike: dict[str, int] = {}
    for _cost, category, _pack, _lead in told:
        alike[category] = alike.get(category, 0) + 1
    replaceable = [
        one.sku in lined_up or bool(row[1] and alike[row[1]] > 1) for one, row in zip(demand, told, strict=True)
    ]  # fmt: skip
    days = max(1, round((plan.ends_at - plan.starts_at) / timedelta(days=1)))
    rows = past.rows_of(one.sku for one in demand)
    deviations = np.append(daily_deviation(past.sales), np.nan)  # -1, never sold, finds the last
    prices, costs = [one.price_minor for one in demand], [row[0] for row in told]
    facts = Facts(
        planned=np.array([one.units for one in demand], dtype=np.float64),
        price=_numbers(prices),
        cost=_numbers(costs),
        packs=np.array([row[2] or 1 for row in told], dtype=np.int64),
        is_new=np.array([one.is_new for one in demand], dtype=np.bool_),
        replaceable=np.array(replaceable, dtype=np.bool_),
        deviation=deviations[rows],
        cover_days=np.array([max(days, row[3] or 0) for row in told], dtype=np.float64),
    )
    return BufferFacts(facts, Errors.unpacked(plan.errors), prices, costs)


def _numbers(amounts: Sequence[int | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if amount is None else amount for amount in amounts], dtype=np.float64)
