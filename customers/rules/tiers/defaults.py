"""The tiers a shop begins with: they work from the first order on."""

from customers.rules.tiers.ladder import Step
from customers.rules.tiers.way import Way

# What a silver buyer spends, in whole units of the currency; gold is three times that. Others: as for the dollar.
_SILVER = {"CNY": 1_000, "HKD": 1_200, "TWD": 5_000, "JPY": 25_000, "KRW": 250_000, "USD": 150, "EUR": 150, "GBP": 130}


def default_ladder(currency: str, exponent: int = 2) -> tuple[Step, ...]:
    """Return New, Regular, Silver and Gold for a currency with so many decimals, from the lowest to the highest.

    Everybody who paid is new; who came back is regular; five orders, or one silver amount, make silver; gold asks for three
    times that amount, or ten orders and the amount, both with an order in the last year and at most half of the orders
    refunded. No condition falls when somebody spends more, so more spending never lowers a tier.

    >>> [step.name for step in default_ladder("CNY")], default_ladder("CNY")[2].ways[1].spent_from_minor
    (['new', 'regular', 'silver', 'gold'], 100000)
    """
    silver = _SILVER.get(currency, 150) * 10**exponent
    return (
        Step("new"),
        Step("regular", (Way(orders_from=2),)),
        Step("silver", (Way(orders_from=5), Way(spent_from_minor=silver))),
        Step(
            "gold",
            (
                Way(spent_from_minor=3 * silver, recent_days=365, refund_most=50),
                Way(orders_from=10, spent_from_minor=silver, recent_days=365, refund_most=50),
            ),
        ),
    )
