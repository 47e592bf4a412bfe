"""The thresholds of the rules as they are until a shop sets its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# In the order they are shown. `hand` is no rule: a person says so.
NAMES = ("oversold", "address", "quantity", "price", "held", "duplicate", "mismatch")

# quantity: a line of at least `least` pieces, and more than `times` what is usual for the SKU and for the buyer.
# price: `percent` below the floor that is borne. held: older than `hours`. duplicate: placed within `minutes`.
# mismatch: more than `tolerance_minor` apart.
DEFAULTS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "oversold": MappingProxyType({}),
        "address": MappingProxyType({}),
        "quantity": MappingProxyType({"least": 6, "times": 3}),
        "price": MappingProxyType({"percent": 0}),
        "held": MappingProxyType({"hours": 24}),
        "duplicate": MappingProxyType({"minutes": 30}),
        "mismatch": MappingProxyType({"tolerance_minor": 100}),
    }
)
# Hours until it should be solved; never later than the order itself is due (playbook C1).
DUE_HOURS: Mapping[str, int] = MappingProxyType(
    {"oversold": 24, "address": 4, "quantity": 8, "price": 8, "held": 8, "duplicate": 4, "mismatch": 24, "hand": 8}
)


@dataclass(frozen=True)
class Thresholds:
    """Which rules are on for a shop, and by which figures."""

    values: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: DEFAULTS)
    off: frozenset[str] = frozenset()

    def of(self, kind: str, name: str) -> int:
        """Return a threshold; the default where the shop has set none.

        >>> Thresholds({"held": {"hours": 6}}).of("held", "hours"), Thresholds({}).of("duplicate", "minutes")
        (6, 30)
        """
        return self.values.get(kind, {}).get(name, DEFAULTS[kind].get(name, 0))

    def is_on(self, kind: str) -> bool:
        """Tell whether a rule is on."""
        return kind not in self.off
