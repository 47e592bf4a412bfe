"""The cards of the playbook, which of them are open in a sale and why, and what was done by them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.departments import Department
from accounts.models import User
from campaigns.models import Campaign
from campaigns.queries.shops import own_shops
from common.money import exponent_of
from common.windows import Window, slot_of
from live.models import PlayBasis, PlaybookAction, PlayCard
from live.plays import BUILT_IN, Card, Step
from live.queries.why import Why
from live.rules.plays.effect import Prior, prior_of
from live.rules.plays.trigger import PLANNED, Reading, Trigger, is_open
from live.rules.why import Diagnosis, Row, latest
from metrics import queries as metrics
from metrics.definitions import METRICS, Unit


@dataclass(frozen=True)
class OpenCard:
    """A card that is open now: the diagnosis it was opened on, and what earlier uses let expect of it."""

    card: Card
    told: Diagnosis
    prior: Prior


def cards(*, currency: str) -> list[Card]:
    """Return all cards: the built-in ones in their order, as the house changed them, then the house's own.

    `currency` says what a threshold in money is counted in.
    """
    own = {row.code: row for row in PlayCard.objects.order_by("pk")}
    found = [_own(own.pop(card.code), currency, card) if card.code in own else card for card in BUILT_IN]
    return [*found, *(_own(row, currency, None) for row in own.values())]


def open_cards(*, why: Why, campaign: Campaign) -> list[OpenCard]:
    """Return the cards that the causes of a board open, those of the named cause first; what was taken stays open.

    Cards of a metric that the board does not hold are asked from the numbers of the last hours, one query an hour and metric.
    """
    found = []
    priors = priors_of([])
    for card in cards(currency=campaign.currency):
        if not card.is_active:
            continue
        told = why.last(card.when.hours)
        readings = _readings(why, card.when, campaign)
        if is_open(card.when, readings=readings, cause=told.part, is_clear=told.is_clear, is_short=why.so_far.is_short):
            found.append(OpenCard(card, told, priors.get(card.code, Prior())))
    return sorted(found, key=lambda each: each.card.when.cause == "any")


def priors_of(codes: Sequence[str]) -> dict[str, Prior]:
    """Return what the settled uses of cards let expect of the next; `codes`: only of these, [] of all."""
    rows = PlaybookAction.objects.filter(is_settled=True, undone_at=None).order_by("pk")
    if codes:
        rows = rows.filter(card__in=codes)
    uses: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for code, effect in rows.values_list("card", "effect"):
        if effect and not effect.get("together"):
            uses[code].append((effect["raw"], effect["error"]))
    return {code: prior_of(each) for code, each in uses.items()}


def actions_of(campaign: Campaign) -> list[PlaybookAction]:
    """Return what was done by cards in a sale, the newest first, with who did it and the tasks."""
    rows = PlaybookAction.objects.filter(campaign=campaign).select_related("taken_by", "undone_by")
    return list(rows.prefetch_related("tasks__owner").order_by("-taken_at", "-pk"))


def people_of(departments: Sequence[str]) -> dict[str, list[User]]:
    """Return the active people of each department by name."""
    found: dict[str, list[User]] = {department: [] for department in departments}
    for person in User.objects.filter(is_active=True).order_by("username"):
        if person.works_in in found:
            found[person.works_in].append(person)
    return found


def steps_of(text: str, department: str) -> tuple[Step, ...]:
    r"""Read the steps of a card: one a line, "department: what to do"; without a department the card's own.

    >>> [step.department for step in steps_of("service: read\nmend: the table", "operations")]
    ['service', 'operations']
    """
    found = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        head, colon, rest = line.partition(":")
        named = head.strip().lower() if colon else ""
        is_named = named in Department.values and bool(rest.strip())
        found.append(Step(named, rest.strip()) if is_named else Step(department, line))
    return tuple(found)


def _own(row: PlayCard, currency: str, standard: Card | None) -> Card:
    is_plan = row.basis == PlayBasis.PLAN
    trigger = Trigger(
        metric=row.metric,
        side=row.side,
        percent=float(row.threshold) if is_plan else None,
        value=None if is_plan else value_of(row.metric, row.threshold, currency),
        hours=row.hours,
        cause=row.cause,
    )
    return Card(
        code=row.code,
        title=row.title,
        when=trigger,
        department=row.department,
        steps=steps_of(row.steps, row.department),
        script=row.script,
        cost=row.cost,
        undo=row.undo,
        rule=standard.rule if standard else "",
        page=standard.page if standard else "",
        is_own=True,
        is_active=row.is_active,
    )


def value_of(metric: str, threshold: Decimal, currency: str) -> float:
    """Return a threshold as people write it in the unit of the metric: minor units, a count, a share of 1."""
    unit = METRICS[metric].unit
    if unit is Unit.MONEY:
        return float(threshold) * float(10 ** exponent_of(currency))
    return float(threshold) / 100 if unit is Unit.SHARE else float(threshold)


def _readings(why: Why, when: Trigger, campaign: Campaign) -> list[Reading]:
    hours = latest(why.rows, when.hours)
    if when.metric in PLANNED:
        return [Reading(row[when.metric]["due"], row[when.metric]["actual"]) for row in hours]
    return [Reading(None, _asked(row, when.metric, campaign)) for row in hours]


def _asked(row: Row, metric: str, campaign: Campaign) -> float | None:
    """Return a metric that the board does not hold, of one of its hours."""
    window = Window(slot_of(datetime.fromisoformat(row["start"])), slot_of(datetime.fromisoformat(row["end"])))
    [told] = metrics.numbers(shops=own_shops(campaign), window=window, by="total", names=[metric])
    value = told.values[metric]
    return None if value is None else float(value)
