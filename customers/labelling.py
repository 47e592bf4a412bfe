"""Labels by rule: put on and taken off many buyers at once. Called by `customers.services` inside its transaction."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from common import bulk
from customers import conditions
from customers.models import Buyer, BuyerLabel, Label
from customers.rules.tiers import Way
from customers.tiering import SCOPE, inside_scope

_BUYER = f'"{Buyer._meta.db_table}"'
_FITS = "label_fits"  # temporary: id, and for each label by rule 1 where it fits, else 0
_ON = f'"{BuyerLabel._meta.db_table}"'


def put_labels(shop_id: int, *, at: datetime) -> None:
    """Bring the labels by rule of the buyers of the temporary table `tier_scope` in step; what a hand put on stays."""
    rules = _rules()
    if not rules:
        return
    days = conditions.windows_of(way for _, way in rules)
    phones = conditions.asks_for_phones(way for _, way in rules)
    conditions.make_windows(shop_id, SCOPE, days, at)
    if phones:
        conditions.make_phones(shop_id, SCOPE)
    _stage_fits(shop_id, rules, days, at, phones=phones)
    now = conditions.moment(at)
    with connection.cursor() as cursor:
        for label, _ in rules:
            fits = f'f."label_{label.pk:d}"'
            cursor.execute(
                f'DELETE FROM {_ON} WHERE "label_id" = %s AND "by_rule"'
                f' AND "buyer_id" IN (SELECT f."id" FROM "{_FITS}" f WHERE {fits} = 0)',
                [label.pk],
            )
            cursor.execute(
                f'INSERT INTO {_ON} ("buyer_id", "label_id", "by_rule", "at") SELECT f."id", %s, %s, %s FROM "{_FITS}" f'
                f' WHERE {fits} = 1 AND NOT EXISTS (SELECT 1 FROM {_ON} o WHERE o."buyer_id" = f."id" AND o."label_id" = %s)',
                [label.pk, True, now, label.pk],
            )
    bulk.drop(connection, _FITS, conditions.WINDOWS, conditions.PHONES)


def _rules() -> list[tuple[Label, Way]]:
    return [(label, Way.read(label.rule)) for label in Label.objects.exclude(rule={})]


def _stage_fits(shop_id: int, rules: Sequence[tuple[Label, Way]], days: Sequence[int], at: datetime, *, phones: bool) -> None:
    """Write down who fits which label: all rules in one walk over the buyers."""
    told = [(label.pk, *conditions.condition(way, at)) for label, way in rules]
    columns = ", ".join(f'CASE WHEN {holds} THEN 1 ELSE 0 END AS "label_{number:d}"' for number, holds, _ in told)
    inside, bounds = inside_scope(shop_id)
    bulk.drop(connection, _FITS)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{_FITS}" AS SELECT b."id", {columns} FROM "{SCOPE}" t CROSS JOIN {_BUYER} b'
            f'{conditions.joined(days, phones=phones)} WHERE b."id" = t."id" AND {inside}',
            [*(value for _, _, values in told for value in values), *bounds],
        )
