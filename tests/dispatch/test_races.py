"""F4: the guard on 10,000 orders with every race there is; not one parcel whose money was asked back may be told to ship."""

import base64
import random
from collections import Counter
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from django.db import transaction
from django.utils import timezone

from dispatch.models import Hold
from dispatch.queries.check import check_all
from dispatch.queries.offline import offline_list
from dispatch.rules.digests import digests
from dispatch.services import ToldParcel, guard_chunk, refresh_holds, release_order, tell_parcels, tell_refund
from orders.claims import Source
from orders.services import load_chunk, refold
from orders.states import OrderState, RefundState
from tests.dispatch.conftest import NOON, T, line, paid
from tests.orders.claims import Export, keys_of

pytestmark = pytest.mark.django_db
ORDERS = 10_000
RACES = (
    "calm", "label_printed", "partial", "merged", "no_network", "older_file", "between", "released_again", "undone", "refused",
)  # fmt: skip


def number(n: int) -> str:
    return f"4012{n:012}"


def load(shop, minute, orders, lines=None):
    export = Export(Source(T + minute * 60, f"{minute:064d}"), orders, lines or {})
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
        guard_chunk(shop=shop, touched=touched, claims=export.chunk(), at=timezone.now())
    return export


def at(minute):
    return NOON + timedelta(minutes=minute)


def ask(shop, order, minute, state=RefundState.REQUESTED):
    tell_refund(actor=None, shop=shop, order_no=order, state=state, at=at(minute), now=at(600))


def words(numbers):
    found = []
    for start in range(0, len(numbers), 500):
        found += [told.word.value for told in check_all(numbers[start : start + 500])]
    return found


def test_none_of_ten_thousand_orders_leaves_with_its_money_asked_back(shop):
    chance = random.Random(4)
    race = {number(n): chance.choice(RACES) for n in range(ORDERS)}
    of = {name: [order for order, kind in race.items() if kind == name] for name in RACES}
    waybill = {order: f"SF{int(order) // 2 if race[order] == 'merged' else int(order) + 7_000_000}" for order in race}

    # 11:00 the first export, and the labels. Merged parcels hold two neighbours, whoever those are.
    first = {order: paid() for order, kind in race.items() if kind != "partial"}
    load(shop, 0, first)
    two = {(order, no): line(title=f"Piece {no}") for order in of["partial"] for no in "12"}
    load(shop, 1, {order: {"paid_at": NOON} for order in of["partial"]}, two)
    tell_parcels(actor=None, shop=shop, parcels=[ToldParcel(order, waybill[order]) for order in race], as_of=T)

    # Label printed: the platform says shipped, and then the money is asked back.
    printed = paid(RefundState.REQUESTED, OrderState.SHIPPED, shipped_at=at(5))
    load(shop, 10, dict.fromkeys(of["label_printed"], printed))
    half = {(order, no): line(RefundState.REQUESTED if no == "1" else RefundState.NONE) for order in of["partial"] for no in "12"}
    load(shop, 11, {order: {"paid_at": NOON} for order in of["partial"]}, half)
    asked = paid(RefundState.REQUESTED)
    load(shop, 12, dict.fromkeys(of["merged"][::2] + of["older_file"] + of["refused"], asked))
    # An older file imported later says that nothing is asked back; a newer one says that the platform refused.
    load(shop, 6, {order: paid() for order in of["older_file"]})
    load(shop, 14, {order: paid(RefundState.REJECTED) for order in of["refused"]})
    # Let go by hand, asked again.
    some = of["released_again"][:60]
    load(shop, 15, dict.fromkeys(of["released_again"], asked))
    for order in some:
        release_order(actor=None, shop=shop, order_no=order, reason="she wants it", at=at(16))
    assert set(words(some)) == {"ship"}
    for order in some:
        ask(shop, order, 17)
    # An import that said "refused" is taken back: what was asked before stands again.
    load(shop, 20, dict.fromkeys(of["undone"], asked))
    wrong = load(shop, 21, {order: paid(RefundState.REJECTED) for order in of["undone"]})
    with transaction.atomic():
        before = [
            (one.source, one.chunk()) for one in (Export(Source(T + 1200, f"{20:064d}"), dict.fromkeys(of["undone"], asked)),)
        ]
        refold(shop=shop, keys=keys_of([wrong]), standing=before)
        refresh_holds(shop=shop, order_nos=pa.array(of["undone"]), at=timezone.now())

    # The list for phones without network is loaded now; then more is asked back between label and scan.
    listed = offline_list(at=at(25))
    for order in of["between"][:150] + of["no_network"][:50]:
        ask(shop, order, 26)

    wanting = set(
        of["label_printed"] + of["partial"] + of["merged"][::2] + of["older_file"] + of["released_again"] + of["undone"]
    )
    wanting |= set(of["between"][:150] + of["no_network"][:50])
    mates = {waybill[order] for order in wanting}
    answers = dict(zip(race, words(list(race)), strict=True))
    by_label = dict(zip(race, words([waybill[order] for order in race]), strict=True))
    shipped = Counter(race[order] for order in wanting if "ship" in {answers[order], by_label[order]})
    assert not shipped, f"told to ship although the money was asked back: {shipped}"
    free = [order for order in race if order not in wanting and waybill[order] not in mates]
    assert {answers[order] for order in free} == {"ship"}  # and nothing else is in anybody's way
    assert len(free) > ORDERS // 5
    assert {answers[order] for order in of["partial"]} == {"ask"}
    assert Hold.objects.filter(is_held=True).count() == len(wanting)

    # A phone without network: of all that was asked before its list was made nothing ships by it.

    known = set(np.frombuffer(base64.b64decode(listed["known"]), "<f8").tolist())
    late = set(of["between"][:150] + of["no_network"][:50])
    told = [order for order in wanting if order not in late]
    for numbers in (told, [waybill[order] for order in told]):
        assert not known & set(digests(numbers, listed["salt"]).tolist())
    assert known & set(digests(free, listed["salt"]).tolist())
