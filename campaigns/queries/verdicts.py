"""What the rules say of the planned prices, from what was asked and paid before."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.models import Campaign, PriceCheck
from campaigns.queries.price_terms import fingerprint, latest_point, planned_stages, price_terms, stage_windows
from campaigns.rules.prices import Flag
from common.once import once
from inventory.queries import price_history
from inventory.rules.price_history import Outcome, Verdict, judge_stages, window_start

AT_ONCE = 500  # products whose history is in memory together
Key = tuple[int, str]
"""A product: its shop's number and its SKU."""
_WORSE = {Outcome.ALLOWED: 0, Outcome.UNKNOWN: 1, Outcome.REFUSED: 2}


@dataclass(frozen=True)
class Judged:
    """One planned price with the verdict of each rule; `worst` is the one that decides."""

    shop_id: int
    sku: str
    stage: str
    price_minor: int
    verdicts: tuple[Verdict, ...]

    @property
    def worst(self) -> Verdict:
        """The verdict that decides: refused before unknown before allowed."""
        return max(self.verdicts, key=lambda verdict: _WORSE[verdict.outcome])

    @property
    def outcome(self) -> Outcome:
        """What holds for the price: allowed only when every chosen rule allows it."""
        return self.worst.outcome


def judged_prices(
    campaign: Campaign, *, keys: Collection[Key] | None = None, tell: Callable[[int, int], None] | None = None
) -> list[Judged]:
    """Judge every planned price (or those of `keys`) by each chosen rule, by shop, SKU and time; a few queries for 500 products.

    `tell` is called after each 500 products with how many prices are judged, and of how many.
    A stage's own earlier stages count as prices, see `inventory.rules.price_history.judge_stages`.
    """
    terms, windows = price_terms(campaign), stage_windows(campaign)
    planned: dict[Key, dict[str, int]] = {}
    rows = campaign.prices.order_by("shop_id", "sku").values_list("shop_id", "sku", "stage", "price_minor")
    for shop, sku, stage, minor in rows if keys is None else rows.filter(sku__in=[sku for _shop, sku in keys]):
        if keys is None or (shop, sku) in keys:
            planned.setdefault((shop, sku), {})[stage] = minor
    zone = ZoneInfo(campaign.time_zone)
    used = {stage for prices in planned.values() for stage in prices if stage in windows}
    first = min((windows[stage][0] for stage in used), default=campaign.starts_at)
    since = window_start(first, max((rule.window_days for rule in terms.rules), default=0) + 1, zone)
    until = max(until for _since, until in windows.values()) + timedelta(days=1)
    judged: list[Judged] = []
    total = sum(len(prices) for prices in planned.values())
    for shop in sorted({shop for shop, _sku in planned}):
        skus = [sku for number, sku in planned if number == shop]
        for place in range(0, len(skus), AT_ONCE):
            some = skus[place : place + AT_ONCE]
            history = price_history(shop=shop, skus=some, since=since, until=until)
            for sku in some:
                stages = planned_stages(planned[shop, sku], windows)
                said = [judge_stages(rule, stages, history[sku], zone) for rule in terms.rules]
                judged += [
                    Judged(shop, sku, stage.stage, stage.minor, tuple(found[stage.stage] for found in said)) for stage in stages
                ]
            if tell is not None:
                tell(len(judged), total)
    return judged


def plain_row(one: Judged) -> dict[str, Any]:
    """Return a judged price as it is kept in the row of a check."""
    worst = one.worst
    return {
        "shop": one.shop_id,
        "sku": one.sku,
        "stage": one.stage,
        "price": one.price_minor,
        "outcome": str(worst.outcome),
        "why": str(worst.why),
        "rule": worst.rule.key,
        "prior": worst.prior_minor,
        "percent": worst.percent,
        "highest": worst.highest_minor,
        "earliest": worst.earliest.isoformat() if worst.earliest else "",
    }


@dataclass(frozen=True)
class CheckState:
    """The last check of a plan's prices: None when there was none; whether the plan, or what is known, has changed since."""

    check: PriceCheck | None
    prices: int
    is_current: bool
    is_older_than_prices: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many planned prices have each outcome."""
        return {name: self.check.counts.get(name, 0) for name in Outcome} if self.check else {}

    @property
    def example(self) -> dict[str, Any] | None:
        """One refused price: name of the product, price, prior price; None when none is refused."""
        return self.check.counts.get("example") if self.check else None

    @property
    def flags(self) -> list[Flag]:
        """What stood out in the range as a whole."""
        kept = self.check.counts.get("flags", []) if self.check else []
        return [Flag(code, count, tuple(values)) for code, count, values in kept]


@once
def check_state(campaign: Campaign) -> CheckState:
    """Tell how the last check stands, without judging anything; five small queries."""
    check = PriceCheck.objects.filter(campaign=campaign).defer("verdicts").first()
    prices = campaign.prices.count()
    if check is None:
        return CheckState(None, prices, is_current=False, is_older_than_prices=False)
    is_current = check.fingerprint == fingerprint(campaign)
    return CheckState(check, prices, is_current, is_older_than_prices=check.counts.get("point", 0) < latest_point())
