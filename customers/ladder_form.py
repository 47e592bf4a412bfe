"""The ladder of a shop as it is typed: one card a tier, one line a way; an empty line more of each, to add."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from common.money import exponent_of, from_minor, to_minor
from customers import words
from customers.queries.tiers import tiers_of
from customers.rules.tiers import Way
from customers.services.tiers import TierError, ToldTier
from orders.models import Shop

FIELDS = ("orders_from", "spent_from_minor", "recent_days", "refund_most", "window_days")
MOST_WAYS = 12
_LARGEST = 10**13


@dataclass
class TypedWay:
    """One way of one tier: its fields as texts, and what is wrong with them."""

    prefix: str
    texts: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.texts.values())

    @property
    def cells(self) -> list[tuple[str, str, str, str]]:
        """Return (field, name in the form, text, error) of each field."""
        return [(name, f"{self.prefix}-{name}", self.texts[name], self.errors.get(name, "")) for name in FIELDS]


@dataclass
class TypedTier:
    """One tier: its place on the ladder, number (empty: new), name and ways."""

    prefix: str
    place: str
    number: str
    name: str
    ways: list[TypedWay]
    is_dropped: bool = False
    errors: dict[str, str] = field(default_factory=dict)


class LadderForm:
    """The ladder as typed, from the lowest tier; `told()` gives it to the services, `errors` counts what cannot be read."""

    def __init__(self, shop: Shop, data: Mapping[str, Any]) -> None:
        self.shop, self.errors = shop, 0
        self.exponent = exponent_of(shop.currency)
        count = min(40, sum(1 for name in data if name.startswith("tier-") and name.endswith("-name")))
        self.tiers = [self._tier(f"tier-{number}", data) for number in range(count)]
        self.tiers.sort(key=lambda one: (not one.name, int(one.place) if one.place.isdigit() else 10**6))

    @classmethod
    def of(cls, shop: Shop) -> "LadderForm":
        """Return the form of the ladder that stands, with an empty line more of everything."""
        data: dict[str, Any] = {}
        tiers = tiers_of(shop)
        for number, tier in enumerate([*tiers, None]):
            ways = [Way.read(way) for way in tier.ways] if tier else []
            told = {"place": number + 1, "id": tier.pk if tier else "", "name": str(tier) if tier else ""}
            data |= {f"tier-{number}-{name}": str(value) for name, value in told.items()}
            for place, way in enumerate([*ways, Way()] if number else ways):
                for name in FIELDS:
                    value = getattr(way, name)
                    if name == "spent_from_minor" and value is not None:
                        value = from_minor(value, exponent_of(shop.currency))
                    data[f"tier-{number}-way-{place}-{name}"] = "" if value is None else str(value)
        return cls(shop, data)

    def told(self) -> list[ToldTier]:
        """Return what was typed; lines left empty are none. What cannot be read is noted beside it."""
        self.errors = 0
        found = []
        for tier in self.tiers:
            if tier.is_dropped or (not tier.name and all(way.is_empty for way in tier.ways)):
                continue
            ways = tuple(self._way(way) for way in tier.ways if not way.is_empty)
            found.append(ToldTier(tier.name, ways, int(tier.number) if tier.number.isdigit() else None))
        return found

    def refuse(self, wrong: TierError) -> None:
        """Note beside its tier why the ladder cannot stand."""
        standing = [
            tier for tier in self.tiers if not tier.is_dropped and (tier.name or any(not way.is_empty for way in tier.ways))
        ]
        self.errors += 1
        if 0 <= wrong.tier < len(standing):
            standing[wrong.tier].errors[wrong.field] = words.tier_error(wrong.code, wrong.field)
        elif self.tiers:
            self.tiers[0].errors["name"] = words.tier_error(wrong.code, wrong.field)

    def _tier(self, prefix: str, data: Mapping[str, Any]) -> TypedTier:
        def said(name: str) -> str:
            return str(data.get(f"{prefix}-{name}", "")).strip()

        ways = []
        for place in range(MOST_WAYS):
            way = f"{prefix}-way-{place}"
            if any(f"{way}-{name}" in data for name in FIELDS):
                ways.append(TypedWay(way, {name: said(f"way-{place}-{name}") for name in FIELDS}))
        return TypedTier(prefix, said("place"), said("id"), " ".join(said("name").split()), ways, bool(said("drop")))

    def _way(self, typed: TypedWay) -> Way:
        values: dict[str, int] = {}
        for name, text in typed.texts.items():
            if not text:
                continue
            try:
                value = to_minor(text, self.exponent) if name == "spent_from_minor" else int(text)
            except (ValueError, ArithmeticError):
                value = -1
            if 0 <= value <= _LARGEST:
                values[name] = value
            else:
                typed.errors[name] = words.tier_error("value", name)
                self.errors += 1
        return Way.read(values)
