"""How a wall writes amounts: as money, or as shares of the target. A private wall never holds the money at all."""

from dataclasses import dataclass

from common.money import format_money, format_share


@dataclass(frozen=True)
class Amounts:
    """The way amounts are written on one wall. `whole_minor`: the target of the sale, minor units; 0: it has none."""

    currency: str
    whole_minor: int
    are_hidden: bool

    def write(self, minor: int | None, *, of: int | None = None, signed: bool = False) -> str:
        """Write an amount of minor units; hidden, as a share of the target, or of `of`; "" for what is not known.

        >>> Amounts("CNY", 6_200_000_000, True).write(289_000_000)
        '4.7%'
        >>> Amounts("CNY", 0, True).write(5), Amounts("CNY", 0, False).write(None)
        ('', '')
        """
        if minor is None:
            return ""
        if not self.are_hidden:
            return format_money(minor, self.currency, signed=signed)
        whole = of or self.whole_minor
        if not whole:
            return ""
        share = minor / whole
        return format_share(share, 0 if abs(share) >= 0.2 else 1, signed=signed)
