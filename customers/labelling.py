"""Labels by rule: put on and taken off many buyers at once. Called by `customers.services` inside its transaction."""
# ruff: noqa: S608 - the names come from our own tables

from datetime import datetime

from django.db import connection

from common import bulk
from customers import conditions
from customers.models import Buyer, BuyerLabel, Label
from customers.rules.tiers import Way
from customers.tiering import SCOPE

_BUYER = f'"{Buyer._meta.db_table}"'
_ON = f'"{BuyerLabel._meta.db_table}"'


def put_labels(shop_id: int, *, at: datetime) -> None:
    """Bring the labels by rule of the buyers of the temporary table `tier_scope` in step; what a hand put on stays."""
    rules = [(label, Way.read(label.rule)) for label in Label.objects.exclude(rule={})]
    days = conditions.windows_of(way for _, way in rules)
    phones = conditions.asks_for_phones(way for _, way in rules)
    conditions.make_windows(shop_id, SCOPE, days, at)
    if phones:
        conditions.make_phones(shop_id, SCOPE)
    now = conditions.moment(at)
    with connection.cursor() as cursor:
        for label, way in rules:
            holds, values = conditions.condition(way, at)
            rows = f'"{SCOPE}" t CROSS JOIN {_BUYER} b{conditions.joined(days, phones=phones)}'
            fits = f'SELECT b."id" FROM {rows} WHERE b."id" = t."id" AND {holds}'
            cursor.execute(
                f'DELETE FROM {_ON} WHERE "label_id" = %s AND "by_rule" AND "buyer_id" IN (SELECT "id" FROM "{SCOPE}")'
                f' AND "buyer_id" NOT IN ({fits})',
                [label.pk, *values],
            )
            cursor.execute(
                f'INSERT INTO {_ON} ("buyer_id", "label_id", "by_rule", "at") SELECT f."id", %s, %s, %s FROM ({fits}) f'
                f' WHERE NOT EXISTS (SELECT 1 FROM {_ON} o WHERE o."buyer_id" = f."id" AND o."label_id" = %s)',
                [label.pk, True, now, *values, label.pk],
            )
    conditions.drop_windows(days)
    bulk.drop(connection, conditions.PHONES)
