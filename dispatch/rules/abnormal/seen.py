"""An order as the rules see it, and what a rule says about one. Unknown is None, and says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class LineSeen:
    """One line: pieces, and what is paid for them together, in minor units."""

    sku: str | None
    units: int | None
    paid_minor: int | None
    is_gift: bool = False
    is_closed: bool = False


@dataclass(frozen=True)
class AddressSpan:
    """An address an order had in exports from `first_at` to `last_at`, by its digest; UTC epoch seconds."""

    digest: str
    first_at: int
    last_at: int


@dataclass(frozen=True)
class OrderSeen:
    """One order. `is_open`: paid and not shipped, closed or refunded. Moments are UTC epoch seconds, money minor units.

    `platform_discount_minor`: what the platform pays of the price. `held_since`: since when the whole order is on hold.
    """

    order_no: str
    is_open: bool = True
    buyer_key: str | None = None
    placed_at: int | None = None
    paid_at: int | None = None
    total_minor: int | None = None
    freight_minor: int | None = None
    platform_discount_minor: int | None = None
    lines: tuple[LineSeen, ...] = ()
    addresses: tuple[AddressSpan, ...] = ()
    held_since: int | None = None


@dataclass(frozen=True)
class Finding:
    """What a rule saw: `cause` is the same as long as it sees the same, `detail` the figures of the sentence."""

    kind: str
    cause: str
    detail: Mapping[str, Any] = field(default_factory=dict)
