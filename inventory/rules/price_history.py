"""May this reduction be announced, from which prior price, why, and if not: from which day. See `price_rules` for the law."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from inventory.rules.price_rules import Otherwise, PriceRule, Prices

FURTHEST_DAYS = 400  # how far ahead a legal start is looked for


@dataclass(frozen=True, order=True)
class Price:
    """One price in [since, until); `until` None: until the next one of its kind begins. Moments are aware, money in minor units.

    A paid one is a day: `minor` the lowest price of one unit, first paid at `lowest_at`, `last_minor` the last, paid at `last_at`
    (None: somewhen in the day). `source` says where it is known from.
    """

    since: datetime
    minor: int
    until: datetime | None = None
    kind: Prices = Prices.OFFERED
    source: str = ""
    last_minor: int | None = None
    lowest_at: datetime | None = None
    last_at: datetime | None = None


class Outcome(StrEnum):
    """What a rule says of a planned price."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """The reason, one word each."""

    BELOW = "below"  # far enough below the prior price
    NOT_BELOW = "not_below"  # the prior price or more: no reduction at all
    TOO_CLOSE = "too_close"  # below it, but less than the rule asks
    NO_HISTORY = "no_history"  # no price known that could be the prior one


@dataclass(frozen=True)
class Verdict:
    """What one rule says of one price that begins at a moment.

    `prior_minor`: the price the reduction is measured from; `evidence`: the prices it was found among, by time, `proof` those of
    them that are the prior one. `from_kind`: which prices it was found in. `percent`: the reduction that may be announced, in
    whole percent rounded down, never more than is true. `highest_minor`: the highest price that would be legal at this start.
    `earliest`: the first day on which the same price would be legal, when it is not; None: not within 400 days.
    `window`: [since, until) of the days looked at. `bare_days`: whole days of it without a known price (offered prices only).
    """

    rule: PriceRule
    outcome: Outcome
    why: Why
    price_minor: int
    start: datetime
    window: tuple[datetime, datetime]
    prior_minor: int | None = None
    from_kind: str = ""
    percent: int = 0
    highest_minor: int | None = None
    evidence: tuple[Price, ...] = ()
    proof: tuple[Price, ...] = ()
    bare_days: int = 0
    earliest: date | None = None


@dataclass(frozen=True)
class PlannedStage:
    """One stage of a sale with its price, [since, until)."""

    stage: str
    since: datetime
    until: datetime
    minor: int


def judge_stages(rule: PriceRule, stages: Sequence[PlannedStage], history: Iterable[Price], zone: ZoneInfo) -> dict[str, Verdict]:
    """Judge the price of each stage of one product; `stages` by time.

    A stage that follows the one before without a pause and is not dearer makes the same reduction grow: it keeps the prior price
    of the first step where the rule allows. Every other earlier stage is a price like any other: announced then, it counts now.

    >>> from inventory.rules.price_rules import rule_of
    >>> china, shanghai = rule_of({"key": "china"}), ZoneInfo("Asia/Shanghai")
    >>> day = lambda number: datetime(2026, 11, number, tzinfo=shanghai)
    >>> paid = [Price(day(1), 99_900, day(2), Prices.PAID)]
    >>> plan = [PlannedStage("warm_up", day(3), day(11), 89_900), PlannedStage("live", day(11), day(12), 92_900)]
    >>> {stage: str(verdict.outcome) for stage, verdict in judge_stages(china, plan, paid, shanghai).items()}
    {'warm_up': 'allowed', 'live': 'refused'}
    """
    known = list(history)
    verdicts = {}
    for place, stage in enumerate(stages):
        first = place
        while first and rule.grows and stages[first - 1].until >= stages[first].since and stages[first - 1].minor >= stage.minor:
            if stages[first - 1].minor < stages[first].minor:
                break
            first -= 1
        earlier = [
            Price(one.since, one.minor, one.until, rule.prices, "planned", one.minor, one.since, None) for one in stages[:first]
        ]
        began = stages[first].since
        own = known if not earlier else _with_planned(known, earlier, rule.prices)
        verdicts[stage.stage] = judge(rule, stage.minor, stage.since, own, zone, began=began)
    return verdicts


def judge(
    rule: PriceRule,
    price_minor: int,
    start: datetime,
    history: Iterable[Price],
    zone: ZoneInfo,
    *,
    began: datetime | None = None,
) -> Verdict:
    """Judge a price that begins at `start`; `began`: when its reduction began, where it is the further step of one that grows.

    80, then 100, then 90 is no reduction of 10: the lowest of the 30 days is 80.

    >>> from inventory.rules.price_rules import EU
    >>> berlin = ZoneInfo("Europe/Berlin")
    >>> june = lambda day: datetime(2026, 6, day, tzinfo=berlin)
    >>> told = [Price(june(1), 8_000), Price(june(10), 10_000)]
    >>> verdict = judge(EU, 9_000, june(20), told, berlin)
    >>> str(verdict.outcome), verdict.prior_minor, verdict.highest_minor, verdict.earliest.isoformat()
    ('refused', 8000, 7999, '2026-07-10')
    >>> judge(EU, 9_000, datetime(2026, 7, 10, tzinfo=berlin), told, berlin).percent
    10
    """
    ranked = _in_force(history)
    verdict = _at(rule, price_minor, start, began or start, ranked, zone)
    if verdict.outcome is Outcome.ALLOWED:
        return verdict
    return replace(verdict, earliest=_earliest(rule, price_minor, start, ranked, zone))


def _at(rule: PriceRule, price_minor: int, start: datetime, began: datetime, known: Sequence[Price], zone: ZoneInfo) -> Verdict:
    """Judge against prices that are in order and end where the next one begins."""
    opens = window_start(began, rule.window_days, zone)
    from_kind, inside, proof = _found(rule, known, opens, began)
    prior = min((one.minor for one in proof), default=None)
    base = Verdict(
        rule, Outcome.UNKNOWN, Why.NO_HISTORY, price_minor, start, (opens, began), from_kind=str(from_kind) if inside else "",
        evidence=tuple(inside), proof=tuple(proof), prior_minor=prior, bare_days=_bare_days(rule, known, opens, began),
    )  # fmt: skip
    if prior is None:
        return base
    highest = _highest(rule, prior)
    if price_minor <= highest:
        percent = (prior - price_minor) * 100 // prior
        return replace(base, outcome=Outcome.ALLOWED, why=Why.BELOW, percent=percent, highest_minor=highest)
    why = Why.NOT_BELOW if price_minor >= prior else Why.TOO_CLOSE
    return replace(base, outcome=Outcome.REFUSED, why=why, highest_minor=highest if highest >= 0 else None)


def _found(rule: PriceRule, known: Sequence[Price], opens: datetime, began: datetime) -> tuple[str, list[Price], list[Price]]:
    """Return which prices the rule looks at, those among which it finds the prior one, and those that are it."""
    inside = _inside(known, rule.prices, opens, began)
    if not inside and rule.otherwise is Otherwise.PAID:
        inside = _inside(known, Prices.PAID, opens, began)
        return Prices.PAID, inside, _lowest(inside)
    if not inside and rule.otherwise is Otherwise.LAST_PAID:
        inside = _last_paid(known, began)
        return Otherwise.LAST_PAID, inside, inside
    return str(rule.prices), inside, _lowest(inside)


def _highest(rule: PriceRule, prior: int) -> int:
    """Return the highest price that may be announced as a reduction of this prior price."""
    return min(prior - 1, prior * (10_000 - rule.least_cut_bp) // 10_000)


def window_start(began: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the first moment of the window: midnight of the shop's clock, so many whole days before the day of the beginning.

    >>> window_start(datetime(2026, 11, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai")), 7, ZoneInfo("Asia/Shanghai")).isoformat()
    '2026-11-03T00:00:00+08:00'
    """
    return datetime.combine(began.astimezone(zone).date() - timedelta(days=days), time(), zone)


def _in_force(history: Iterable[Price]) -> list[Price]:
    """Return the prices by time; an offered one ends at the latest where the next one begins."""
    history = list(history)
    offered = sorted((one for one in history if one.kind is Prices.OFFERED), key=lambda one: one.since)
    paid = sorted((one for one in history if one.kind is Prices.PAID), key=lambda one: one.since)
    ended = [
        replace(one, until=following.since) if one.until is None or one.until > following.since else one
        for one, following in pairwise(offered)
    ]
    return [one for one in [*ended, *offered[-1:]] if one.until is None or one.until > one.since] + paid


def _inside(known: Sequence[Price], kind: Prices, opens: datetime, began: datetime) -> list[Price]:
    """Return the prices of a kind in [opens, began).

    The day on which the reduction begins counts up to its beginning: of a day that goes on beyond, we know only the moments of
    the lowest and the last payment. Was the lowest paid afterwards, nothing certain is known of the hours before.
    """
    opens, began = opens.astimezone(UTC), began.astimezone(UTC)  # moments of one zone are compared ten times as fast
    found = []
    for one in known:
        if one.kind is not kind or one.since >= began or (one.until is not None and one.until <= opens):
            continue
        goes_on = kind is Prices.PAID and one.until is not None and one.until > began
        if goes_on and one.lowest_at is not None and one.lowest_at >= began:
            continue
        found.append(one)
    return found


def _last_paid(known: Sequence[Price], began: datetime) -> list[Price]:
    """Return the last payment before the beginning as a price of its own; empty when nothing was ever paid."""
    for one in reversed([price for price in known if price.kind is Prices.PAID and price.since < began]):
        if one.last_at is None or one.last_at < began:
            return [replace(one, minor=one.minor if one.last_minor is None else one.last_minor)]
        if one.lowest_at is None or one.lowest_at < began:
            return [one]
    return []


def _lowest(prices: Sequence[Price]) -> list[Price]:
    least = min((one.minor for one in prices), default=None)
    return [one for one in prices if one.minor == least]


def _bare_days(rule: PriceRule, known: Sequence[Price], opens: datetime, began: datetime) -> int:
    """Count the whole days of the window in which no offered price was known; 0 for a rule about paid prices."""
    if rule.prices is not Prices.OFFERED:
        return 0
    covered = timedelta()
    for one in _inside(known, Prices.OFFERED, opens, began):
        covered += min(one.until or began, began).astimezone(UTC) - max(one.since, opens).astimezone(UTC)
    return max(0, (began.astimezone(UTC) - opens.astimezone(UTC) - covered).days)


def _earliest(rule: PriceRule, price_minor: int, start: datetime, known: Sequence[Price], zone: ZoneInfo) -> date | None:
    """Return the first day after the start, at the same time of day, on which the price is legal with what is known today.

    A verdict can change only when a price comes into the window or leaves it: these days are tried, in order, and no others.
    """
    local = start.astimezone(zone)
    first, last = local.date(), local.date() + timedelta(days=FURTHEST_DAYS)
    days: set[date] = set()
    for one in known:
        begins = one.since.astimezone(zone).date()
        days |= {begins, begins + timedelta(days=1)}
        if one.until is not None:
            ends = one.until.astimezone(zone)
            whole = ends.date() if ends.time() == time() else ends.date() + timedelta(days=1)
            days.add(whole + timedelta(days=rule.window_days))
    for day in sorted(day for day in days if first < day <= last):
        at = datetime.combine(day, local.timetz().replace(tzinfo=None), zone)
        proof = _found(rule, known, window_start(at, rule.window_days, zone), at)[2]
        if proof and price_minor <= _highest(rule, min(one.minor for one in proof)):
            return day
    return None


def _with_planned(known: Sequence[Price], planned: Sequence[Price], kind: Prices) -> list[Price]:
    """Put the prices of earlier stages among those known: an offered one gives way while a stage runs and comes back after it."""
    if kind is Prices.PAID:
        return [*known, *planned]
    ranked = _in_force(known)
    whole: list[Price] = [one for one in ranked if one.kind is not kind]
    for one in (price for price in ranked if price.kind is kind):
        pieces = [one]
        for stage in planned:
            pieces = [piece for before in pieces for piece in _without(before, stage)]
        whole += pieces
    return [*whole, *planned]


def _without(one: Price, stage: Price) -> list[Price]:
    """Return what is left of a price outside a stage."""
    end = stage.until
    if end is None or one.since >= end or (one.until is not None and one.until <= stage.since):
        return [one]
    left = [replace(one, until=stage.since)] if one.since < stage.since else []
    right = [replace(one, since=end)] if one.until is None or one.until > end else []
    return left + right
