"""The finder on real tables: what each rule finds, once, whatever the order of the files; solved when the cause goes away."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.roles import Role
from dispatch.models import AbnormalKind, AbnormalNote, AbnormalOrder, AbnormalRule, AbnormalState, FinderState, StaleSpan
from dispatch.services import Told, mark_orders
from dispatch.services.abnormal import set_rule, set_state
from orders.models import Order, Shop
from orders.services import create_shop
from orders.states import OrderState, RefundState
from orders.touched import Touched
from tests.accounts.factories import PersonFactory
from tests.dispatch.world import AT, find, line, load, order, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Lamp House", platform="tmall")


class TestRules:
    def test_amounts_that_do_not_add_up(self, shop: Shop) -> None:
        load(shop, {"T1": order(3, total_minor=12_000), "T2": order(2)}, {("T1", "1"): line(), ("T2", "1"): line()}, as_of=1)
        assert find(shop) == {("T1", "mismatch")}
        row = AbnormalOrder.objects.get()
        assert (row.detail, row.amount_minor) == ({"total_minor": 12_000, "lines_minor": 10_000}, 12_000)
        assert row.due_at == AT + timedelta(hours=24)

    def test_the_same_basket_again(self, shop: Shop) -> None:
        later = AT - timedelta(hours=3) + timedelta(minutes=5)
        orders = {
            "T1": order(3),
            "T2": order(3, placed_at=later, paid_at=later),
            "T3": order(3, buyer_key="ben", placed_at=later),
        }
        load(shop, orders, {(number, "1"): line() for number in orders}, as_of=1)
        assert find(shop) == {("T2", "duplicate")}
        # The first is shipped: nothing is left to repeat.
        load(shop, {"T1": order(3, state=OrderState.SHIPPED, shipped_at=AT)}, as_of=2)
        assert find(shop) == set()
        assert AbnormalOrder.objects.get().state == AbnormalState.SOLVED
        assert [note.act for note in AbnormalNote.objects.all()] == ["gone"]

    def test_a_price_below_the_floor(self, shop: Shop) -> None:
        load(shop, {"T1": order(1), "T2": order(1, buyer_key="ben")}, {("T1", "1"): line("A"), ("T2", "1"): line("B")}, as_of=1)
        assert find(shop, told=Told(floors={"A": 12_000, "B": 9_000})) == {("T1", "price")}
        # The floor is lowered afterwards: all open orders are looked at again.
        assert find(shop, told=Told(floors={"A": 9_000, "B": 11_000})) == {("T2", "price")}

    def test_an_odd_quantity_is_odd_for_the_sku_and_for_the_buyer(self, shop: Shop) -> None:
        usual = {f"U{number:02}": order(48, buyer_key=f"b{number}", state=OrderState.SHIPPED) for number in range(30)}
        trader = {f"V{number}": order(90, buyer_key="trader", state=OrderState.SHIPPED, units=50) for number in range(3)}
        odd = {"T1": order(2, buyer_key="eve", units=40), "T2": order(2, buyer_key="trader", units=40)}
        lines = {(number, "1"): line("A", 1) for number in [*usual, *trader]} | {(number, "1"): line("A", 40) for number in odd}
        load(shop, usual | trader | odd, lines, as_of=1)
        assert find(shop) == {("T1", "quantity")}
        assert AbnormalOrder.objects.get().detail == {"sku": "A", "units": 40, "limit": 3}

    def test_who_paid_last_goes_without(self, shop: Shop) -> None:
        orders = {f"T{number}": order(10 - number, buyer_key=f"b{number}") for number in range(5)}
        load(shop, orders, {(number, "1"): line() for number in orders}, as_of=1)
        assert find(shop, told=Told(short={"A": 2})) == {("T3", "oversold"), ("T4", "oversold")}
        assert find(shop, told=Told(short={"A": 1})) == {("T4", "oversold")}
        assert find(shop, told=Told()) == set()

    def test_an_order_of_last_quarter_is_left_alone(self, shop: Shop) -> None:
        load(shop, {"T1": order(24 * 60, total_minor=12_000)}, {("T1", "1"): line()}, as_of=1)
        assert not StaleSpan.objects.exists()
        assert find(shop) == set()


class TestTwice:
    def test_found_again_is_not_opened_twice(self, shop: Shop) -> None:
        told = {"T1": order(3, total_minor=12_000)}
        load(shop, told, {("T1", "1"): line()}, as_of=1)
        find(shop)
        load(shop, {"T1": order(3, total_minor=12_500)}, as_of=2)
        find(shop)
        assert AbnormalOrder.objects.get().detail["total_minor"] == 12_500

    def test_no_problem_stays_closed_until_the_cause_is_another(self, shop: Shop) -> None:
        agent = PersonFactory(role=Role.SERVICE)
        load(shop, {"T1": order(3, total_minor=12_000)}, {("T1", "1"): line()}, as_of=1)
        find(shop)
        set_state(actor=agent, ids=[AbnormalOrder.objects.get().pk], state="no_problem", at=AT)
        load(shop, {"T1": order(3, total_minor=12_000, units=2)}, as_of=2)
        assert find(shop) == set()
        load(shop, {"T1": order(3, total_minor=13_000, units=2)}, as_of=3)
        assert find(shop) == {("T1", "mismatch")}
        assert AbnormalOrder.objects.get().closed_by is None

    def test_a_refunded_order_is_solved(self, shop: Shop) -> None:
        load(shop, {"T1": order(3, total_minor=12_000)}, {("T1", "1"): line()}, as_of=1)
        find(shop)
        load(shop, {"T1": order(3, total_minor=12_000, refund_state=RefundState.FULL)}, as_of=2)
        assert find(shop) == set()

    def test_an_order_that_is_gone_is_solved(self, shop: Shop) -> None:
        load(shop, {"T1": order(3, total_minor=12_000)}, {("T1", "1"): line()}, as_of=1)
        find(shop)
        Order.objects.all().delete()
        assert find(shop) == set()

    def test_what_was_reported_by_hand_only_a_person_closes(self, shop: Shop) -> None:
        row = AbnormalOrder.objects.create(shop=shop, order_no="T9", kind=AbnormalKind.HAND, due_at=AT, found_at=AT)
        assert find(shop) == {("T9", "hand")}
        row.refresh_from_db()
        assert row.is_standing


class TestSettings:
    def test_a_rule_that_is_off_finds_nothing_and_what_it_found_is_solved(self, shop: Shop) -> None:
        boss = PersonFactory(role=Role.OPERATIONS)
        load(shop, {"T1": order(3, total_minor=12_000)}, {("T1", "1"): line()}, as_of=1)
        assert find(shop) == {("T1", "mismatch")}
        set_rule(actor=boss, shop=shop, kind="mismatch", is_on=False, values={})
        assert find(shop) == set()
        set_rule(actor=boss, shop=shop, kind="mismatch", is_on=True, values={"tolerance_minor": 5_000})
        assert find(shop) == set()
        set_rule(actor=boss, shop=shop, kind="mismatch", is_on=True, values={"tolerance_minor": 50})
        assert find(shop) == {("T1", "mismatch")}
        assert AbnormalRule.objects.count() == 1


class TestCost:
    def test_orders_that_are_all_new_are_one_span(self, shop: Shop) -> None:
        load(shop, {f"T{number}": order(3) for number in range(50)}, as_of=1)
        assert [(span.first_no, span.last_no) for span in StaleSpan.objects.all()] == [("T0", "T9")]

    def test_only_the_changed_are_looked_at(self, shop: Shop) -> None:
        orders = {f"T{number}": order(3, buyer_key=f"b{number}") for number in range(50)}
        load(shop, orders, as_of=1)
        find(shop)
        assert FinderState.objects.get().looked_at == 50
        load(shop, orders | {"T7": order(3, buyer_key="b7", total_minor=5)}, as_of=2)
        find(shop)
        assert FinderState.objects.get().looked_at == 1

    def test_nothing_touched_marks_nothing(self, shop: Shop) -> None:
        assert mark_orders(shop=shop, touched=Touched(), at=AT) == 0

    def test_a_span_longer_than_a_batch_is_looked_at_in_parts(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("dispatch.services.finding.ORDERS_PER_BATCH", 4)
        orders = {f"T{number:02}": order(3, buyer_key=f"b{number}", total_minor=12_000) for number in range(13)}
        load(shop, orders, {(number, "1"): line() for number in orders}, as_of=1)
        assert find(shop) == {(number, "mismatch") for number in orders}
        assert not StaleSpan.objects.exists()


VALUES = st.fixed_dictionaries(
    {
        "buyer_key": st.sampled_from(["ann", "ben"]),
        "state": st.sampled_from([OrderState.PAID, OrderState.PAID, OrderState.SHIPPED]),
        "total_minor": st.sampled_from([10_000, 20_000, 9_990]),
        "minutes": st.integers(0, 90),
        "units": st.sampled_from([1, 1, 40]),
    }
)
EXPORTS = st.lists(st.dictionaries(st.sampled_from(["T1", "T2", "T3", "T4"]), VALUES, min_size=1), min_size=1, max_size=4)


def told(values: dict) -> tuple[dict, dict]:
    at = AT - timedelta(hours=3) + timedelta(minutes=values["minutes"])
    one = order(3, placed_at=at, paid_at=at, **{name: values[name] for name in ("buyer_key", "state", "total_minor", "units")})
    return one, line("A", values["units"], 10_000)


class TestAnyOrder(TestCase):
    """The open set is the same in whatever order the files come, and however often the finder runs between them."""

    @settings(max_examples=6)
    @given(EXPORTS, st.randoms(use_true_random=False), st.booleans())
    def test_any_order_of_files(self, exports: list, dice, often: bool) -> None:
        shops = [create_shop(actor=None, name=f"S{number}", platform="tmall") for number in range(2)]
        usual = {f"U{number:02}": order(48, buyer_key=f"b{number}", state=OrderState.SHIPPED) for number in range(20)}
        files = list(enumerate(exports, start=2))
        mixed = files.copy()
        dice.shuffle(mixed)
        for shop, ordered in zip(shops, (files, mixed), strict=True):
            load(shop, usual, {(number, "1"): line("A") for number in usual}, as_of=1)
            for as_of, export in ordered:
                rows = {number: told(values) for number, values in export.items()}
                load(
                    shop,
                    {number: one for number, (one, _) in rows.items()},
                    {(number, "1"): each for number, (_, each) in rows.items()},
                    as_of=as_of,
                )
                if often:
                    find(shop)
            find(shop)
        assert standing(shops[0]) == standing(shops[1])
