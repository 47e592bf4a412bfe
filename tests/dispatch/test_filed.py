"""The law of holds said in columns writes what the law of Python writes, row for row, and leaves alone what it may not judge."""

from datetime import timedelta

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dispatch.models import Hold, HoldChange
from dispatch.services import held_rows, hold_order, tell_refund
from dispatch.services.filed import asking_in, write_filed
from dispatch.services.holds import refresh_holds
from dispatch.services.suspects import Scope, read_suspects
from orders.claims import Source
from orders.services import create_shop, load_chunk
from orders.states import OrderState, RefundState
from tests.dispatch.conftest import NOON, T, line, numbers, paid
from tests.orders.claims import Export

NOW = NOON + timedelta(hours=9)
moments = st.none() | st.integers(0, 90).map(lambda minute: NOON + timedelta(minutes=minute))
amounts = st.none() | st.integers(0, 50_000)
orders = st.builds(
    lambda refund, state, asked, shipped, back: paid(
        refund, state, refund_requested_at=asked, shipped_at=shipped, refund_minor=back
    ),
    st.sampled_from(RefundState),
    st.sampled_from(OrderState),
    moments,
    moments,
    amounts,
)
texts = st.none() | st.sampled_from(["", "Scarf, grey", 'Schal "grau"', "围巾" * 120])
lines = st.lists(
    st.builds(line, st.sampled_from(RefundState), texts, sku=texts, variant=texts, is_gift=st.none() | st.booleans()), max_size=3
)
COLUMNS = [field.attname for field in Hold._meta.concrete_fields if field.attname != "shop_id"]
CHANGES = ("order_no", "at", "is_held", "level", "origin")


class TestColumnsAndRows(TestCase):
    """Each example is a shop whose first file tells some orders with some lines."""

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(orders, lines), min_size=1, max_size=6), st.booleans(), st.booleans())
    def test_both_ways_write_the_same(self, told, is_range, by_claims):
        self.shop = create_shop(actor=None, name="Way")
        chunk = self._load(told)
        asking = asking_in(chunk) if by_claims else None
        names = numbers(*[f"{place:03d}" for place in range(len(told))])
        with transaction.atomic():
            with Scope(self.shop, names, is_range=is_range) as scope:
                held_rows.write(self.shop, read_suspects(self.shop, scope, everything=True), NOW)
            by_rows = self._kept()
            transaction.set_rollback(True)
        with transaction.atomic():
            changed = refresh_holds(shop=self.shop, order_nos=names, at=NOW, is_range=is_range, asking=asking)
            assert self._kept() == by_rows
            assert changed == len(by_rows[0])
            assert refresh_holds(shop=self.shop, order_nos=names, at=NOW + timedelta(hours=1), is_range=is_range) == 0
            assert self._kept() == by_rows
            transaction.set_rollback(True)

    def test_orders_of_which_more_is_known_are_left_to_the_rows(self):
        self.shop = create_shop(actor=None, name="Way")
        asked = paid(RefundState.REQUESTED)
        self._load([(asked, []), (asked, []), (asked, []), (paid(), [line(RefundState.FULL), line()])])
        tell_refund(actor=None, shop=self.shop, order_no="001", state=RefundState.REQUESTED, at=NOON, now=NOW)
        hold_order(actor=None, shop=self.shop, order_no="002", reason="She rang", at=NOW)
        with transaction.atomic(), Scope(self.shop, numbers("000", "003"), is_range=True) as scope:
            assert write_filed(scope, NOW) == {"000", "003"}
        assert Hold.objects.get(order_no="003").lines == [
            {"line_no": "0", "sku": "S", "title": "Scarf, grey", "variant": "", "units": 1}
        ]

    def _load(self, told):
        named = {f"{place:03d}": order for place, (order, _lines) in enumerate(told)}
        named_lines = {
            (f"{place:03d}", str(number)): each for place, (_order, some) in enumerate(told) for number, each in enumerate(some)
        }
        export = Export(Source(T, "0" * 64), named, named_lines)
        with transaction.atomic():
            load_chunk(shop=self.shop, source=export.source, chunk=export.chunk())
        return export.chunk()

    def _kept(self):
        holds = list(Hold.objects.filter(shop=self.shop).order_by("order_no").values_list(*COLUMNS))
        return holds, sorted(HoldChange.objects.filter(shop=self.shop).values_list(*CHANGES))
