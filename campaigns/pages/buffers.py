"""The page of buffers of one shop of a sale, made ready from the lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from campaigns.words.buffers import SHORT_METHODS, lasts_words, none_words, supply_words, why_not
from inventory.models import BufferMethod
from inventory.queries.buffers import BufferLine, BufferTotals, totals_of

FIELD = "units."


@dataclass(frozen=True)
class BufferRow:
    """One product as it is shown: the line, the field in which pieces are typed, sentences about supply and advice.

    `none`: why none is held, where the advice says so.
    """

    line: BufferLine
    typed: str
    error: str
    method: str
    supply: str
    is_short: bool
    lasts: str
    why: str
    none: str

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{FIELD}{self.line.sku}"

    @property
    def too_few_minor(self) -> int | None:
        """The expected cost of too few pieces, as held."""
        return self._cost(0)

    @property
    def too_many_minor(self) -> int | None:
        """The expected cost of too many pieces, as held."""
        return self._cost(1)

    def _cost(self, side: int) -> int | None:
        found = self.line.costs.get(self.line.method)
        return None if found is None else round(found[side])


@dataclass(frozen=True)
class Typed:
    """What a person typed: pieces by field name, what is wrong with some, the reason."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def buffer_rows(lines: Sequence[BufferLine], typed: Typed, *, on: date, with_costs: bool) -> list[BufferRow]:
    """Return the lines of a page as rows."""
    return [
        BufferRow(
            line,
            typed.texts.get(f"{FIELD}{line.sku}", f"{line.units}"),
            typed.errors.get(f"{FIELD}{line.sku}", ""),
            str(SHORT_METHODS[line.method]),
            supply_words(line.supplied, on=on),
            bool(line.supplied and line.supplied.missing),
            lasts_words(line.lasts_days),
            why_not(line),
            none_words(line, with_costs=with_costs) if line.method == BufferMethod.ADVISED else "",
        )
        for line in lines
    ]


@dataclass(frozen=True)
class RuleSum:
    """What one rule would come to over all products where something can be advised; money in minor units."""

    key: str
    name: str
    units: int
    capital_minor: int
    too_few_minor: int
    too_many_minor: int

    @property
    def total_minor(self) -> int:
        """Both costs together."""
        return self.too_few_minor + self.too_many_minor


def rule_sums(lines: Sequence[BufferLine]) -> list[RuleSum]:
    """Return what is held and each rule beside it, the cheapest first; empty where nothing can be advised."""
    costed = [line for line in lines if line.costs]
    if not costed:
        return []
    names = {
        BufferMethod.ADVISED.value: _("Least expected cost"),
        BufferMethod.FLAT.value: _("Flat share"),
        BufferMethod.PLATFORM.value: _("The platform's demand"),
        "safety": _("Classic safety stock"),
    }
    rules = [_sum(key, name, [(line, line.options[key] or 0, key) for line in costed]) for key, name in names.items()]
    chosen = _sum("chosen", _("As chosen"), [(line, line.units, line.method) for line in costed])
    return [chosen, *sorted(rules, key=lambda rule: rule.total_minor)]


def _sum(key: str, name: str, held: Sequence[tuple[BufferLine, int, str]]) -> RuleSum:
    return RuleSum(
        key,
        name,
        sum(units for _line, units, _method in held),
        sum(units * (line.cost_minor or 0) for line, units, _method in held),
        round(sum(line.costs[method][0] for line, _units, method in held)),
        round(sum(line.costs[method][1] for line, _units, method in held)),
    )


def sale_totals(shops: Sequence[Sequence[BufferLine]]) -> BufferTotals:
    """Add the lines of all shops of the sale up."""
    return totals_of([line for lines in shops for line in lines])
