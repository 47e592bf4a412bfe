"""Judge many buyers at once by the ladder of their shop. Called by `customers.services` inside its transaction."""
# ruff: noqa: S608 - the names come from our own tables

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import connection

from common import bulk
from customers import conditions
from customers.models import Buyer, Tier, TierCause, TierChange
from customers.rules.tiers import Step, Way

WAYS = 100  # a verdict is one number: (step + 1) * WAYS + way; a tier set by hand is that of its step, below zero
SCOPE = "tier_scope"  # temporary: id, buyer_key
_BUYER = f'"{Buyer._meta.db_table}"'


def ladder_of(tiers: Sequence[Tier]) -> list[Step]:
    """Return tiers, from the lowest, as the rules know them."""
    return [Step(str(tier), tuple(Way.read(way) for way in tier.ways)) for tier in tiers]


def verdict(ladder: Sequence[Step], at: datetime) -> conditions.Sql:
    """Return SQL, with its parameters, for the verdict on a buyer's row `b`: the highest step first, 0 on none."""
    parts: list[str] = []
    values: list[Any] = []
    for number in reversed(range(len(ladder))):
        for way, tried in enumerate(ladder[number].tried):
            sql, some = conditions.condition(tried, at)
            parts.append(f"WHEN {sql} THEN {(number + 1) * WAYS + way:d}")
            values += some
    return (f"CASE {' '.join(parts)} ELSE 0 END" if parts else "0"), values


def judge(shop_id: int, tiers: Sequence[Tier], *, at: datetime, cause: TierCause) -> int:
    """Give the buyers of the temporary table `SCOPE` their tier, log who moved, and return how many did.

    A tier set by hand whose end has come is taken away first.
    """
    ladder = ladder_of(tiers)
    days = conditions.windows_of(way for step in ladder for way in step.tried)
    conditions.make_windows(shop_id, SCOPE, days, at)
    now = conditions.moment(at)
    ended = 'b."hand_tier_id" IS NOT NULL AND b."hand_until" <= %s'
    held = 'b."hand_tier_id" IS NOT NULL AND (b."hand_until" IS NULL OR b."hand_until" > %s)'
    ranks = "".join(f" WHEN {tier.pk:d} THEN {-number - 1:d}" for number, tier in enumerate(tiers))
    by_hand = f'CASE b."hand_tier_id"{ranks} ELSE 0 END' if ranks else "0"
    by_rule, values = verdict(ladder, at)
    inside, bounds = inside_scope(shop_id)
    bulk.drop(connection, "tier_now")
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "tier_now" AS SELECT b."id", b."tier_id" AS "before_id", b."orders_count", b."net_minor",'
            f" CASE WHEN {held} THEN {by_hand} ELSE {by_rule} END AS code, CASE WHEN {ended} THEN 1 ELSE 0 END AS ended"
            f' FROM "{SCOPE}" t CROSS JOIN {_BUYER} b{conditions.joined(days)} WHERE b."id" = t."id" AND {inside}',
            [now, *values, now, *bounds],
        )
        _stage_codes(tiers)
        cursor.execute(
            f"""UPDATE {_BUYER} SET "hand_tier_id" = NULL, "hand_until" = NULL, "hand_reason" = '', "hand_by_id" = NULL"""
            ' WHERE "id" IN (SELECT "id" FROM "tier_now" WHERE ended = 1)'
        )
        moved = _log(cursor, now, cause)
        cursor.execute(
            f'UPDATE {_BUYER} AS b SET "tier_id" = c."tier_id", "tier_since" = %s FROM "tier_now" n, "tier_codes" c'
            f' WHERE b."id" = n."id" AND {inside} AND c.code = n.code'
            f' AND n."before_id" {bulk.distinct(connection)} c."tier_id"',
            [now, *bounds],
        )
    bulk.drop(connection, "tier_now", "tier_codes", conditions.WINDOWS)
    return moved


def inside_scope(shop_id: int) -> conditions.Sql:
    """Return a condition on a buyer's row `b`, with its parameters, that keeps a join with `SCOPE` inside the numbers it spans.

    A piece of a run has numbers that follow each other: without it PostgreSQL may walk all buyers for each piece.
    """
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COALESCE(MIN("id"), 0), COALESCE(MAX("id"), 0) FROM "{SCOPE}"')
        return bulk.within(connection, "b", "id", shop_id, cursor.fetchone())


def _log(cursor: Any, now: Any, cause: TierCause) -> int:
    """Write one row for each buyer who moves; return how many."""
    was = """CASE WHEN p."name" <> '' THEN p."name" ELSE COALESCE(p."code", '') END"""
    why = f"CASE WHEN n.code < 0 THEN '{TierCause.HAND}' WHEN n.ended = 1 THEN '{TierCause.HAND_END}' ELSE '{cause}' END"
    rule = f'c."rule"{"::jsonb" if connection.vendor == "postgresql" else ""}'
    cursor.execute(
        f'INSERT INTO "{TierChange._meta.db_table}" ("buyer_id", "at", "before_id", "after_id", "before_name", "after_name",'
        ' "cause", "rule", "orders_count", "net_minor")'
        f' SELECT n."id", %s, n."before_id", c."tier_id", {was}, c."name", {why}, {rule}, n."orders_count", n."net_minor"'
        ' FROM "tier_now" n JOIN "tier_codes" c ON c.code = n.code'
        f' LEFT JOIN "{Tier._meta.db_table}" p ON p."id" = n."before_id"'
        f' WHERE n."before_id" {bulk.distinct(connection)} c."tier_id" ORDER BY n."id"',
        [now],
    )
    return int(cursor.rowcount)


def _stage_codes(tiers: Sequence[Tier]) -> None:
    """Write down what each verdict means: the tier, its name, the way as JSON; NULL for none and for a tier set by hand."""
    rows: list[tuple[int, int | None, str, str | None]] = [(0, None, "", None)]
    for number, (tier, step) in enumerate(zip(tiers, ladder_of(tiers), strict=True)):
        rows.append((-number - 1, tier.pk, _name(tier), None))
        for way, tried in enumerate(step.tried):
            rows.append(((number + 1) * WAYS + way, tier.pk, _name(tier), json.dumps(tried.as_dict(), ensure_ascii=False)))
    codes, numbers, names, rules = (list(column) for column in zip(*rows, strict=True))
    bulk.stage(
        connection,
        "tier_codes",
        pa.table(
            {
                "code": pa.array(codes, pa.int32()),
                "tier_id": pa.array(numbers, pa.int64()),
                "name": pa.array(names, pa.string()),
                "rule": pa.array(rules, pa.string()),
            }
        ),
    )


def _name(tier: Tier) -> str:
    """Return what the log keeps: the name somebody gave, else the code of the default set, which is shown in words."""
    return tier.name or tier.code
