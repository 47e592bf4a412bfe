"""What is due on real tables, held to a recount with pandas; holds, scans, warehouses and promises."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from django.db import transaction

from accounts.models import AuditEntry
from accounts.roles import Role
from common.windows import slot_of, slot_start
from dispatch.models import ClockRule, DueBoard, Hold, OrderWarehouse, Promise, ScanLog, ToldBy
from dispatch.queries.due import due_orders, due_view
from dispatch.rules.holds import Level
from dispatch.services import recount_due
from dispatch.services.due import ClockError, set_clock, set_promises
from orders.models import Shop
from orders.services import create_shop
from orders.states import OrderState
from tests.accounts.factories import PersonFactory
from tests.dispatch.world import AT, load, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Lamp House", platform="pinduoduo")


def only(shop: Shop, **more):
    (store,) = due_view(shops=[shop], at=AT, **more).stores
    return store


def hold(shop: Shop, number: str, *, lines=None, is_held: bool = True) -> None:
    Hold.objects.create(
        shop=shop,
        order_no=number,
        is_held=is_held,
        level=Level.ASKED.value,
        origin=1,
        lines=lines,
        since=AT,
        waiting=True,
        changed_at=AT,
    )


class TestRecount:
    def test_the_same_as_pandas(self, shop: Shop) -> None:
        """Two thousand orders of ten days, shipped, closed and held ones among them; the sale in between has its own hours."""
        dice = np.random.default_rng(5)
        size = 2_000
        ago = dice.uniform(0, 24 * 10, size)
        frame = pd.DataFrame(
            {
                "order_no": [f"T{number:05}" for number in range(size)],
                "paid": [AT - timedelta(hours=float(hours)) for hours in ago],
                "state": dice.choice([30, 30, 40, 50, 60, 90, 99], size),
                "total": dice.integers(100, 100_000, size),
                "shipped": [AT - timedelta(hours=float(hours)) for hours in dice.uniform(0, 30, size)],
            }
        )
        frame.loc[frame["state"].isin([30, 90, 99]), "shipped"] = None
        rows = {
            row.order_no: order(0, paid_at=row.paid, placed_at=row.paid, state=OrderState(row.state), total_minor=int(row.total),
                shipped_at=None if pd.isna(row.shipped) else row.shipped.to_pydatetime())
            for row in frame.itertuples()
        }  # fmt: skip
        load(shop, rows, as_of=1)
        held = set(frame["order_no"][::17])
        for number in held:
            hold(shop, number)
        sale = (slot_of(AT - timedelta(hours=60)), slot_of(AT - timedelta(hours=36)))
        set_clock(actor=None, shop=shop, values={"hours": 48, "sale_hours": 72, "work_from": 0, "work_until": 0})
        recount_due(shop=shop, at=AT, known_to=AT, sales=[sale])
        store = only(shop)

        mine = frame[frame["state"].isin([30, 40]) & ~frame["order_no"].isin(held)].copy()
        slots = mine["paid"].map(lambda moment: slot_of(moment.to_pydatetime()))
        hours = np.where((slots >= sale[0]) & (slots < sale[1]), 72, 48)
        mine["due"] = slots + hours * 6
        now = slot_of(AT)
        assert store.outlook.open == len(mine)
        assert store.outlook.overdue == int((mine["due"] <= now).sum())
        assert store.outlook.overdue_amount == int(mine.loc[mine["due"] <= now, "total"].sum())
        ahead = mine[mine["due"] > now]
        assert store.outlook.within == tuple(int((ahead["due"] <= now + 6 * width).sum()) for width in (4, 12, 24))
        assert store.held == len(frame[frame["state"].isin([30, 40]) & frame["order_no"].isin(held)])
        last_hours = frame["shipped"].dropna()
        assert store.speed is not None
        since = slot_start(now) - timedelta(hours=6)
        assert round(store.speed.mean * 6) == int(((last_hours >= since) & (last_hours < slot_start(now))).sum())
        for when, wanted in (
            ("overdue", mine[mine["due"] <= now]),
            ("4", ahead[ahead["due"] <= now + 24]),
            ("24", ahead[ahead["due"] <= now + 144]),
            ("all", mine),
        ):
            found = due_orders(shop=shop, at=AT, when=when).values_list("order_no", flat=True)
            assert set(found) == set(wanted["order_no"]), when
        assert DueBoard.objects.get().unreadable == int((frame["state"] == 99).sum())

    def test_old_files_are_not_old_parcels(self, shop: Shop) -> None:
        load(shop, {"T1": order(24 * 40), "T2": order(5)}, as_of=1)
        recount_due(shop=shop, at=AT)
        assert (only(shop).outlook.open, DueBoard.objects.get().forgotten) == (1, 1)

    def test_counted_twice_is_the_same(self, shop: Shop) -> None:
        load(shop, {"T2": order(5)}, as_of=1)
        first = recount_due(shop=shop, at=AT).cells
        assert recount_due(shop=shop, at=AT).cells == first


class TestOut:
    def test_a_hold_of_single_lines_and_a_released_one_stay_on_the_clock(self, shop: Shop) -> None:
        load(shop, {f"T{number}": order(5) for number in range(3)}, as_of=1)
        hold(shop, "T0", lines=[{"line_no": "1"}])
        hold(shop, "T1", is_held=False)
        hold(shop, "T2")
        recount_due(shop=shop, at=AT)
        assert (only(shop).outlook.open, only(shop).held) == (2, 1)
        assert set(due_orders(shop=shop, at=AT, when="all").values_list("order_no", flat=True)) == {"T0", "T1"}

    def test_a_scanned_parcel_has_left_at_its_first_scan(self, shop: Shop) -> None:
        load(shop, {"T1": order(5), "T2": order(5, total_minor=7)}, as_of=1)
        for number, minutes in (("a", 50), ("b", 10)):
            ScanLog.objects.create(
                client_id=number, number="T1", key="T1", word="ship", code="", told={"orders": [[shop.pk, "T1"]]},
                scanned_at=AT - timedelta(minutes=minutes), received_at=AT,
            )  # fmt: skip
        board = recount_due(shop=shop, at=AT)
        assert [(cell[4], cell[5]) for cell in board.cells] == [(1, 7)]
        assert board.shipped == [[slot_of(AT - timedelta(minutes=50)), "", 1]]

    def test_a_stopped_parcel_has_not_left(self, shop: Shop) -> None:
        load(shop, {"T1": order(5)}, as_of=1)
        ScanLog.objects.create(
            client_id="a", number="T1", key="T1", word="stop", code="", told={"orders": [[shop.pk, "T1"]]},
            scanned_at=AT - timedelta(minutes=5), received_at=AT,
        )  # fmt: skip
        assert recount_due(shop=shop, at=AT).shipped == []


class TestWarehouses:
    def test_each_has_its_own_queue_and_speed(self, shop: Shop) -> None:
        orders = {f"T{number}": order(30) for number in range(6)}
        orders |= {
            f"S{number}": order(30, state=OrderState.SHIPPED, shipped_at=AT - timedelta(minutes=90)) for number in range(12)
        }
        load(shop, orders, as_of=1)
        for number in ("T0", "T1", *(f"S{each}" for each in range(12))):
            OrderWarehouse.objects.create(shop=shop, order_no=number, told_by=ToldBy.FILE, as_of=1, digest="", warehouse="North")
        # A program told later, and it has the word.
        OrderWarehouse.objects.create(shop=shop, order_no="T1", told_by=ToldBy.PROGRAM, as_of=2, digest="", warehouse="South")
        recount_due(shop=shop, at=AT, known_to=AT)
        stores = {store.name: store for store in due_view(shops=[shop], at=AT).stores}
        assert {name: store.outlook.open for name, store in stores.items()} == {"North": 1, "South": 1, "": 4}
        assert stores["North"].speed is not None
        assert stores["South"].speed is None


class TestTold:
    def test_a_promised_day_comes_before_the_hours(self, shop: Shop) -> None:
        load(shop, {"T1": order(60), "T2": order(60)}, as_of=1)
        boss = PersonFactory(role=Role.OPERATIONS)
        assert set_promises(actor=boss, shop=shop, told={"T1": AT + timedelta(days=5)}) == 1
        recount_due(shop=shop, at=AT)
        assert (only(shop).outlook.overdue, only(shop).outlook.open) == (1, 2)
        set_promises(actor=boss, shop=shop, told={"T1": None})
        recount_due(shop=shop, at=AT)
        assert only(shop).outlook.overdue == 2
        assert not Promise.objects.exists()
        assert AuditEntry.objects.filter(action="dispatch.set_promises").count() == 2

    @pytest.mark.parametrize(
        ("values", "code"),
        [({"hours": 0}, "hours"), ({"work_days": 200}, "days"), ({"late_least_minor": 5, "late_most_minor": 1}, "late")],
    )
    def test_what_cannot_stand(self, shop: Shop, values: dict, code: str) -> None:
        with pytest.raises(ClockError) as refused, transaction.atomic():
            set_clock(actor=None, shop=shop, values=values)
        assert refused.value.code == code
        assert not ClockRule.objects.exists()

    def test_defaults_by_platform(self, shop: Shop) -> None:
        other = create_shop(actor=None, name="Own", platform="shopify")
        for each in (shop, other):
            load(each, {"T1": order(60)}, as_of=1)
            recount_due(shop=each, at=AT)
        assert (only(shop).outlook.overdue, only(other).outlook.overdue) == (1, 0)
