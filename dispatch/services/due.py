"""Keep the counts of the 72-hour clock, and what a shop promises (playbook C1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from common.pieces import pieces
from common.windows import slot_of
from dispatch.counting import count_due
from dispatch.models import ClockRule, DueBoard, Promise
from dispatch.queries.terms import clock_rule_of
from orders.models import Shop

MOST_PROMISES = 100_000


class ClockError(ValueError):
    """What is told of a shop's clock cannot stand; `code` says why: "hours", "days", "late", "promise"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def recount_due(
    *,
    shop: Shop,
    at: datetime,
    known_to: datetime | None = None,
    sales: Sequence[tuple[int, int]] | None = None,
) -> DueBoard:
    """Count what stands in a shop's warehouses, and keep it.

    `known_to`: the moment of the newest file, which those above know. `sales`: when big sales run, as half-open slots; None: as
    told before.
    """
    rule = clock_rule_of(shop)
    if sales is not None and [list(pair) for pair in sales] != rule.sales:
        rule.sales = [list(pair) for pair in sales]
        rule.save()
    counted = count_due(shop, at=at, forget_days=rule.forget_days)
    values = {
        "cells": counted.cells,
        "shipped": counted.shipped,
        "forgotten": counted.forgotten,
        "unreadable": counted.unreadable,
        "known_to": known_to,
        "counted_at": at,
    }
    board, _is_new = DueBoard.objects.update_or_create(shop=shop, defaults=values)
    return board


@transaction.atomic
def set_clock(*, actor: User | None, shop: Shop, values: Mapping[str, Any]) -> ClockRule:
    """Set what a shop promises and when its warehouse works. Raises ClockError for what cannot stand."""
    rule = clock_rule_of(shop)
    before = {name: getattr(rule, name) for name in values}
    for name, value in values.items():
        setattr(rule, name, value)
    for hours in (rule.hours, rule.sale_hours):
        if hours is not None and not 1 <= hours <= 24 * 60:
            raise ClockError("hours")
    if not 0 <= rule.work_days < 128 or not all(0 <= minute < 24 * 60 for minute in (rule.work_from, rule.work_until)):
        raise ClockError("days")
    least, most = rule.late_least_minor, rule.late_most_minor
    if (rule.late_share is not None and not 0 <= rule.late_share <= 1) or (
        least is not None and most is not None and most < least
    ):
        raise ClockError("late")
    rule.save()
    after = {name: value for name, value in values.items() if before[name] != value}
    if after:
        record(
            actor=actor, action="dispatch.set_clock", target=shop.name, before={name: before[name] for name in after}, after=after
        )
    return rule


@transaction.atomic
def set_promises(*, actor: User | None, shop: Shop, told: Mapping[str, datetime | None]) -> int:
    """Keep until when orders were promised (None: take a promise back); return how many. Raises ClockError for too many."""
    if not told or len(told) > MOST_PROMISES or not all(told):
        raise ClockError("promise")
    for piece in pieces(sorted(told)):
        Promise.objects.filter(shop=shop, order_no__in=piece).delete()
        kept = [(number, moment) for number in piece if (moment := told[number]) is not None]
        Promise.objects.bulk_create([Promise(shop=shop, order_no=number, ship_by_slot=slot_of(at)) for number, at in kept])
    record(actor=actor, action="dispatch.set_promises", target=shop.name, after={"orders": len(told)})
    return len(told)
