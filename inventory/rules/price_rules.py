"""Which reductions may be announced: the rules as data.

European Union: Directive 98/6/EC, article 6a (of Directive (EU) 2019/2161), explained in the Commission notice 2021/C 526/02.
An announced reduction names the prior price, the lowest one asked of everybody during at least 30 days before the reduction
begins. The days count from the beginning of the reduction, not from today (paragraphs 1 and 2). Where a Member State allows it,
a reduction that only grows, without a pause, keeps the prior price of its first step (paragraph 5); one after a pause is new.

China: 规范促销行为暂行规定 (State Administration for Market Regulation, order 32 of 2020), article 21. A reduction whose basis is
not stated is measured from the lowest price paid in the same place of business in the seven days before the promotion; without a
payment in these days from the last price paid before it. 明码标价和禁止价格欺诈规定 (order 56 of 2022) asks besides that a price
shown for comparison (划线价) is true and says what it is.

Platforms ask for more in their own conditions, which change from sale to sale: that rule is a form to fill in, no quotation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Prices(StrEnum):
    """Which prices a rule looks at."""

    OFFERED = "offered"
    PAID = "paid"


class Otherwise(StrEnum):
    """Where the prior price comes from when the window holds no price of the rule's own kind."""

    UNKNOWN = "unknown"  # nothing may be announced: it could not be proven
    PAID = "paid"  # the lowest paid price of the same days
    LAST_PAID = "last_paid"  # the last payment before the promotion, however long ago


@dataclass(frozen=True)
class PriceRule:
    """One rule.

    The window is the `window_days` whole days of the shop's clock before the day on which the reduction begins, and that day up
    to its beginning. `least_cut_bp`: how far below the prior price the sale price must be, in basis points; it must
    be below it in any case. `grows`: whether a reduction that only grows keeps the prior price of its first step. Days of the
    window without any known price refuse nothing; they are told. `editable`: its figures are the shop's own to set.
    """

    key: str
    law: str
    window_days: int
    prices: Prices
    otherwise: Otherwise
    least_cut_bp: int = 0
    grows: bool = True
    editable: bool = False


EU = PriceRule(
    key="eu",
    law="Directive 98/6/EC, article 6a",
    window_days=30,
    prices=Prices.OFFERED,
    otherwise=Otherwise.PAID,
)
CHINA = PriceRule(
    key="china",
    law="规范促销行为暂行规定 (2020), 第二十一条",
    window_days=7,
    prices=Prices.PAID,
    otherwise=Otherwise.LAST_PAID,
)
PLATFORM = PriceRule(
    key="platform",
    law="",
    window_days=15,
    prices=Prices.PAID,
    otherwise=Otherwise.UNKNOWN,
    least_cut_bp=1000,
    editable=True,
)
RULES: Mapping[str, PriceRule] = {rule.key: rule for rule in (EU, CHINA, PLATFORM)}
LONGEST_WINDOW_DAYS = 365


def rule_of(plain: Mapping[str, Any]) -> PriceRule:
    """Make a rule from plain data: its key, and figures that differ from its own where it is editable.

    Raises ValueError for an unknown key, a window outside 1 to 365 days or a cut outside 0 to 100%.

    >>> rule_of({"key": "platform", "window_days": 30}).window_days, rule_of({"key": "eu", "window_days": 3}).window_days
    (30, 30)
    """
    rule = RULES.get(str(plain.get("key")))
    if rule is None:
        raise ValueError(f"{plain.get('key')} is no price rule.")
    if not rule.editable:
        return rule
    days, cut = int(plain.get("window_days", rule.window_days)), int(plain.get("least_cut_bp", rule.least_cut_bp))
    if not 1 <= days <= LONGEST_WINDOW_DAYS or not 0 <= cut < 10_000:
        raise ValueError("A window is 1 to 365 days, a cut 0 to 99.99%.")
    return replace(rule, window_days=days, least_cut_bp=cut)


def usual_rules(currency: str) -> tuple[PriceRule, ...]:
    """Return the rules a plan starts with, by its currency; a sale elsewhere starts with the stricter of the two laws.

    >>> [rule.key for rule in usual_rules("CNY")], [rule.key for rule in usual_rules("EUR")]
    (['china'], ['eu'])
    """
    return (CHINA,) if currency == "CNY" else (EU,)
