"""A sale whose profit is a matter of odds: 62.0 M of revenue, every input told."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from campaigns import services
from campaigns.costs import Cost
from campaigns.models import Campaign

TOLD = {
    "visitors": (3_800_000, 5_400_000, 7_500_000),
    "conversion": ("0.042", "0.054", "0.069"),
    "order_value": (21_300, 23_667, 26_000),
    "discounts": ("0.08", "0.1", "0.14"),
    "refund_rate": ("0.12", "0.16", "0.21"),
    "cost_of_goods": ("0.56", "0.58", "0.6"),
    "commission": ("0.05", "0.05", "0.05"),
    "payment_fee": ("0.006", "0.006", "0.006"),
    "freight": (1_000, 1_100, 1_300),
    "gifts": (100, 150, 300),
    "traffic": (380_000_000, 451_000_000, 600_000_000),
    "people": (50_000_000, 60_000_000, 90_000_000),
    "leftover": (50_000_000, 150_000_000, 400_000_000),
    "lost_before": (100_000_000, 200_000_000, 300_000_000),
    "lost_after": (200_000_000, 400_000_000, 800_000_000),
    "ordinary_margin": ("0.2", "0.25", "0.3"),
}


def costs(**changes: tuple[object, object, object] | None) -> dict[str, Cost]:
    """The inputs above, some of them changed or (None) not known."""
    figures = {name: value for name, value in (TOLD | changes).items() if value is not None}
    return {name: Cost.of(name, *(Fraction(str(value)) for value in three)) for name, three in figures.items()}


@pytest.fixture
def told(sale: Campaign) -> Campaign:
    """The sale with its inputs saved, as version 2."""
    return services.save_costs(campaign=sale, actor=None, version=sale.version, costs=costs())


@pytest.fixture
def fresh() -> Callable[[Campaign], Campaign]:
    def read(campaign: Campaign) -> Campaign:
        return Campaign.objects.get(pk=campaign.pk)

    return read
