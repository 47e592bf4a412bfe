"""Money in the columns of a table: one unit and the same decimals for all its rows, so that they can be compared by eye."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

from common.money import MINUS, NO_BREAK, exponent_of, format_money

# (from this amount on, a column is written in this unit): below it too much would be lost in the decimals.
_ENGLISH = ((10**10, 10**9, "B", 2), (10**7, 10**6, "M", 2), (2 * 10**3, 10**3, "k", 1))
_CHINESE = ((2 * 10**9, 10**8, "亿", 2), (2 * 10**4, 10**4, "万", 2))


@dataclass(frozen=True)
class MoneyColumn:
    """How one table writes its amounts: `power` minor units make one of `unit`, with so many decimals."""

    currency: str
    divisor: int
    unit: str
    decimals: int

    @property
    def heading(self) -> str:
        """The unit as a heading says it, for tables whose cells are bare: ¥ k, 万."""
        return f"{_symbol(self.currency)} {self.unit}".strip()

    def write(self, minor: int | None, *, signed: bool = False, bare: bool = False) -> str:
        """Write an amount; unknown is empty, what rounds to zero has no sign. `bare`: the heading has the unit."""
        if minor is None:
            return ""
        value = (Decimal(abs(minor)) / self.divisor).quantize(Decimal(1).scaleb(-self.decimals), rounding=ROUND_HALF_UP)
        sign = "" if not value else MINUS if minor < 0 else "+" if signed else ""
        if bare:
            return f"{sign}{value:,}"
        unit = f"{NO_BREAK}{self.unit}" if self.unit else ""
        return f"{sign}{_symbol(self.currency)}{value:,}{unit}"


def money_column(amounts: Iterable[int | None], currency: str) -> MoneyColumn:
    """Return the column these amounts are written in, in the page's language.

    >>> column = money_column([15_520_000_00, 31_000_000_00, None], "CNY")
    >>> column.write(15_520_000_00).replace(NO_BREAK, " "), column.write(-4_00, signed=True).replace(NO_BREAK, " ")
    ('¥15.52 M', '¥0.00 M')
    """
    one = 10 ** exponent_of(currency)
    most = max((abs(amount) for amount in amounts if amount is not None), default=0)
    is_chinese = (get_language() or "en").startswith("zh") and currency == "CNY"
    for least, size, unit, decimals in _CHINESE if is_chinese else _ENGLISH:
        if most >= least * one:
            return MoneyColumn(currency, size * one, unit, decimals)
    return MoneyColumn(currency, one, "元" if is_chinese else "", 0)


def _symbol(currency: str) -> str:
    if (get_language() or "en").startswith("zh") and currency == "CNY":
        return ""
    return format_money(0, currency).rstrip("0").rstrip(".").rstrip(NO_BREAK)
