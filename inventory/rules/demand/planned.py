"""What a plan says of one product, as plain values: brought by whoever knows the plan."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedDemand:
    """The pieces a plan expects of a product in a sale, and the price it will ask for it (minor units, None when unknown).

    `is_new`: nobody has sold it before, its pieces are those of its category.
    """

    sku: str
    units: float
    price_minor: int | None = None
    is_new: bool = False
