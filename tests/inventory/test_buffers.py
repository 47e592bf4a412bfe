"""Buffers in the database: worked out, chosen, taken back, held against the plan; sold-out days; both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import AuditEntry
from common.windows import slot_of
from inventory.models import (
    Buffer,
    BufferChange,
    BufferPlan,
    CountKind,
    Delivery,
    DeliveryState,
    Product,
    StockCount,
    StockLevel,
    Supplier,
)
from inventory.queries.buffers import buffer_lines, totals_of
from inventory.queries.held_against_plan import held_against_plan
from inventory.queries.past_sales import lift_of, past_sales
from inventory.rules.buffers import Terms
from inventory.rules.buffers.supply import InTime
from inventory.rules.demand import PlannedDemand
from inventory.services import edit_products
from inventory.services.buffers import (
    BuffersRefusedError,
    Choice,
    SaleSpan,
    choose_buffers,
    set_buffers,
    set_terms,
    undo_choice,
)
from inventory.services.replenishing import list_replenishment
from metrics.models import SkuHour
from orders.models import Shop
from orders.services import create_shop

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 30, 16, tzinfo=UTC)  # midnight in Shanghai
START = datetime(2026, 11, 10, 16, tzinfo=UTC)
ON = date(2026, 10, 31)
SPAN = SaleSpan(START, START + timedelta(days=2), level=0.2, day_shares=(0.7, 0.3))
NO = 7
GOODS = {
    "COAT": {"title": "Wool coat", "cost_minor": 40_000, "category": "coats", "tier": "C", "supplier": "Mill"},
    "SOCK": {"title": "Sock", "cost_minor": 800, "category": "socks", "tier": "A", "supplier": "Mill"},
    "HAT": {"title": "Hat", "tier": "B"},
    "GIFT": {"title": "Bag", "kind": "gift"},
}
DEMAND = [
    PlannedDemand("COAT", 20.0, 89_900),
    PlannedDemand("SOCK", 500.0, 1_500),
    PlannedDemand("HAT", 40.0, 7_900),
    PlannedDemand("NEW", 30.0, 5_000, is_new=True),
]


@pytest.fixture
def shop(db) -> Shop:
    made = create_shop(actor=None, name="Lamp House")
    edit_products(actor=None, shop=made, changes=GOODS)
    rows = [
        SkuHour(shop=made, hour=slot_of(NOW - timedelta(days=day, hours=-9)), sku=sku, units=units, revenue_minor=units * 1000)
        for day in range(1, 40)
        for sku, units in (("COAT", day % 3), ("SOCK", 9 + day % 5), ("HAT", 1), ("GIFT", 20))
        if units
    ]
    SkuHour.objects.bulk_create(rows)
    return made


@pytest.fixture
def reckoned(shop: Shop) -> BufferPlan:
    return set_buffers(shop=shop, actor=None, campaign_no=NO, demand=DEMAND, span=SPAN, at=NOW)


def by_sku(shop: Shop) -> dict[str, Buffer]:
    return {row.sku: row for row in Buffer.objects.filter(shop=shop, campaign_no=NO)}


class TestWorkingOut:
    def test_every_planned_product_has_a_row_and_the_unknown_is_not_guessed(self, shop, reckoned):
        rows = by_sku(shop)
        assert sorted(rows) == ["COAT", "HAT", "NEW", "SOCK"]
        assert (rows["COAT"].method, rows["HAT"].method, rows["NEW"].method) == ("advised", "flat", "flat")
        assert (rows["HAT"].units, rows["HAT"].figures["advised"], rows["HAT"].figures["why"]) == (48, None, "no_cost")
        assert rows["HAT"].figures["costs"] == {}
        assert (rows["SOCK"].figures["flat"], rows["SOCK"].figures["platform"]) == (600, 750)
        assert rows["SOCK"].figures["p10"] < 500 < rows["SOCK"].figures["p90"]
        costs = rows["COAT"].figures["costs"]
        assert sum(costs["advised"]) <= min(sum(costs["flat"]), sum(costs["platform"])) + 0.2
        assert reckoned.errors["windows"] == 0  # forty days are too short a history
        assert AuditEntry.objects.filter(action="buffer.reckon").get().after == {"rows": 4, "expected": 590}

    def test_where_none_pays_the_share_of_the_first_piece_lies_below_what_pays(self, shop):
        few = [PlannedDemand("COAT", 0.2, 50_000), PlannedDemand("SOCK", 500.0, 1_500)]
        set_buffers(shop=shop, actor=None, campaign_no=NO, demand=few, span=SPAN, at=NOW)
        lines = {line.sku: line for line in buffer_lines(shop=shop, campaign_no=NO, on=ON)}
        none = lines["COAT"].none
        assert (lines["COAT"].units, lines["SOCK"].none) == (0, None)
        assert 0 < none.sold_share < none.paying_share < 1
        assert none.paying_share == pytest.approx(1 - 10_000 / (10_000 + 21_200), abs=1e-4)  # coats have no other to take

    def test_the_lift_of_a_plan_counts_what_was_sold_before(self, shop):
        past = past_sales(shop=shop, until=NOW)
        daily = [PlannedDemand("SOCK", 110.0), PlannedDemand("NEVER", 900.0, is_new=True)]
        assert lift_of(daily, past, 2) == pytest.approx(5, rel=0.05)  # about eleven a day
        assert lift_of(daily[1:], past, 2) == 1.0
        assert lift_of(daily, past_sales(shop=shop, until=NOW - timedelta(days=300)), 2) == 1.0

    def test_cartons_are_whole(self, shop):
        Product.objects.filter(shop=shop, sku="SOCK").update(pack_units=144)
        set_buffers(shop=shop, actor=None, campaign_no=NO, demand=DEMAND, span=SPAN, at=NOW)
        sock = by_sku(shop)["SOCK"]
        assert all(sock.figures[rule] % 144 == 0 for rule in ("advised", "flat", "platform"))

    def test_worked_out_anew_a_choice_stays_and_what_is_not_planned_any_more_goes(self, shop, reckoned):
        choose_buffers(
            shop=shop, actor=None, campaign_no=NO, reason="the boss",
            choices={"SOCK": Choice("hand", 555), "COAT": Choice("platform")},
        )  # fmt: skip
        set_buffers(shop=shop, actor=None, campaign_no=NO, demand=DEMAND[:2], span=SPAN, at=NOW)
        rows = by_sku(shop)
        assert sorted(rows) == ["COAT", "SOCK"]
        assert (rows["SOCK"].units, rows["SOCK"].reason, rows["COAT"].units) == (555, "the boss", 30)
        assert sum(rows["SOCK"].figures["costs"]["hand"]) > 0

    def test_terms_move_the_amounts(self, shop, reckoned):
        before = by_sku(shop)["COAT"].units
        set_terms(shop=shop, actor=None, campaign_no=NO, terms=Terms(clearance=1.0, holding=0.01, flat=0.3))
        rows = by_sku(shop)
        assert rows["COAT"].units > before
        assert rows["SOCK"].figures["flat"] == 650
        with pytest.raises(BuffersRefusedError, match="terms"):
            set_terms(shop=shop, actor=None, campaign_no=NO, terms=Terms(clearance=1.2))
        with pytest.raises(BuffersRefusedError, match="no_buffers"):
            set_terms(shop=shop, actor=None, campaign_no=99, terms=Terms())

    def test_by_hand_the_amount_of_the_advice_costs_what_the_advice_costs(self, shop, reckoned):
        units = by_sku(shop)["SOCK"].figures["advised"]
        choose_buffers(shop=shop, actor=None, campaign_no=NO, choices={"SOCK": Choice("hand", units)}, reason="same")
        costs = by_sku(shop)["SOCK"].figures["costs"]
        assert costs["hand"] == pytest.approx(costs["advised"], abs=1)


class TestPastSales:
    def test_gifts_are_left_out_and_days_end_at_the_moment(self, shop):
        past = past_sales(shop=shop, until=NOW)
        assert past.skus == ["COAT", "HAT", "SOCK"]
        assert past.sales.days == 39
        assert past.sales.units[1].tolist() == [1.0] * 39

    def test_the_days_of_an_empty_shelf_are_not_known(self, shop):
        SkuHour.objects.filter(shop=shop, sku="HAT", hour__gte=slot_of(NOW - timedelta(days=10))).delete()
        for days, units in ((8, 0), (4, -2), (2, 50)):
            StockCount.objects.create(
                shop=shop, sku="HAT", kind=CountKind.COUNTED, counted_at=NOW - timedelta(days=days), units=units, as_of=NOW
            )
        known = past_sales(shop=shop, until=NOW).sales.known[1]
        assert known[-10:].tolist() == [True, True, False, False, False, False, False, False, True, True]

    def test_a_second_place_with_goods_keeps_the_days_known(self, shop):
        for place, units in (("A", 0), ("B", 5)):
            StockCount.objects.create(
                shop=shop, sku="HAT", place=place, counted_at=NOW - timedelta(days=8), units=units, as_of=NOW
            )  # fmt: skip
        assert past_sales(shop=shop, until=NOW).sales.known[1].all()

    def test_a_shop_without_sales_has_rough_errors(self, db):
        other = create_shop(actor=None, name="Empty")
        assert past_sales(shop=other, until=NOW).sales.days == 0
        plan = set_buffers(shop=other, actor=None, campaign_no=1, demand=DEMAND, span=SPAN, at=NOW)
        assert plan.errors["windows"] == 0
        assert Buffer.objects.filter(shop=other).count() == 4


class TestChoosing:
    def test_advised_for_some_flat_for_the_rest_and_back_again(self, shop, reckoned):
        before = {sku: (row.method, row.units) for sku, row in by_sku(shop).items()}
        chosen = choose_buffers(
            shop=shop,
            actor=None,
            campaign_no=NO,
            choices={"SOCK": Choice("flat"), "COAT": Choice("flat"), "HAT": Choice("advised")},
        )
        assert (chosen.changed, chosen.without_advice) == (2, 1)
        choose_buffers(shop=shop, actor=None, campaign_no=NO, choices={"SOCK": Choice("platform")})
        assert undo_choice(shop=shop, actor=None, campaign_no=NO) == 1
        assert by_sku(shop)["SOCK"].method == "flat"
        assert undo_choice(shop=shop, actor=None, campaign_no=NO) == 2
        assert {sku: (row.method, row.units) for sku, row in by_sku(shop).items()} == before
        assert undo_choice(shop=shop, actor=None, campaign_no=NO) == 0

    @pytest.mark.parametrize(
        ("sku", "choice", "reason", "code"),
        [
            ("SOCK", Choice("hand", 5), "", "reason"),
            ("SOCK", Choice("hand"), "why", "units"),
            ("SOCK", Choice("hand", -1), "why", "units"),
            ("SOCK", Choice("guess"), "", "method"),
            ("NONE", Choice("flat"), "", "unknown"),
        ],
    )
    def test_what_cannot_stand_changes_nothing(self, shop, reckoned, sku, choice, reason, code):
        with pytest.raises(BuffersRefusedError) as refused:
            choose_buffers(
                shop=shop, actor=None, campaign_no=NO, choices={"COAT": Choice("flat"), sku: choice}, reason=reason
            )  # fmt: skip
        assert refused.value.code == code
        assert by_sku(shop)["COAT"].method == "advised"
        assert not BufferChange.objects.exists()


class TestWhatIsThere:
    @pytest.fixture
    def stocked(self, shop, reckoned):
        for sku, units in (("COAT", 5), ("SOCK", 100), ("HAT", 60)):
            StockLevel.objects.create(
                shop=shop, sku=sku, on_hand=units, available=units, counted_at=NOW - timedelta(days=1), refreshed_at=NOW
            )
        Supplier.objects.filter(name="Mill").update(lead_days=5, daily_units=50)
        return shop

    def lines(self, shop):
        return {line.sku: line for line in buffer_lines(shop=shop, campaign_no=NO, on=ON)}

    def test_what_is_to_order_and_what_its_supplier_can_bring(self, stocked):
        found = self.lines(stocked)
        coat, sock = found["COAT"], found["SOCK"]
        assert coat.to_order == coat.units - 5
        assert sock.to_order == sock.units - 100
        assert (found["HAT"].to_order, found["NEW"].to_order) == (0, None)
        wanted = coat.to_order + sock.to_order
        bring = (11 - 5) * 50  # eleven days are left, five on the way, fifty pieces a day of all products together
        assert coat.supplied.missing + sock.supplied.missing == wanted - bring
        assert sock.supplied.state is InTime.SHORT
        assert sock.supplied.last_order_on < ON
        assert sock.lasts_days == pytest.approx(100 / 350, abs=0.01)
        totals = totals_of(list(found.values()))
        assert (totals.products, totals.uncounted, totals.without_advice, totals.short) == (4, 1, 2, 2)

    def test_a_supplier_of_two_shops_has_its_pieces_a_day_once(self, stocked):
        alone = self.lines(stocked)["SOCK"].supplied.missing
        other = create_shop(actor=None, name="Second")
        edit_products(actor=None, shop=other, changes={"SOCK": {"cost_minor": 800, "supplier": "Mill"}})
        set_buffers(shop=other, actor=None, campaign_no=NO, demand=DEMAND[1:2], span=SPAN, at=NOW)
        StockLevel.objects.create(shop=other, sku="SOCK", on_hand=0, available=0, counted_at=NOW, refreshed_at=NOW)
        both = [buffer_lines(shop=one, campaign_no=NO, on=ON) for one in (stocked, other)]
        lines = [line for some in both for line in some if line.supplied]
        wanted = sum(line.to_order for line in lines)
        assert sum(line.supplied.missing for line in lines) == wanted - (11 - 5) * 50
        assert self.lines(stocked)["SOCK"].supplied.missing > alone

    def test_a_supplier_without_a_capacity_is_unknown_and_not_unlimited(self, stocked):
        Supplier.objects.update(daily_units=None)
        assert self.lines(stocked)["SOCK"].supplied.state is InTime.UNKNOWN
        Supplier.objects.update(lead_days=None)
        supplied = self.lines(stocked)["SOCK"].supplied
        assert (supplied.state, supplied.missing, supplied.last_order_on) == (InTime.UNKNOWN, None, None)

    def test_what_is_on_its_way_or_came_since_the_count_is_not_ordered_again(self, stocked):
        need = self.lines(stocked)["SOCK"].to_order
        mill = Supplier.objects.get()
        Delivery.objects.create(
            shop=stocked,
            sku="SOCK",
            supplier=mill,
            units=70,
            state=DeliveryState.ORDERED,
            made_at=NOW,
            promised_on=date(2026, 11, 5),
        )
        Delivery.objects.create(
            shop=stocked, sku="SOCK", supplier=mill, units=30, state=DeliveryState.RECEIVED, made_at=NOW, received_at=NOW
        )
        Delivery.objects.create(
            shop=stocked, sku="SOCK", units=999, state=DeliveryState.RECEIVED, made_at=NOW, received_at=NOW - timedelta(days=9)
        )
        sock = self.lines(stocked)["SOCK"]
        assert (sock.to_order, sock.on_hand) == (need - 100, 100)
        assert (sock.coming.ordered, sock.coming.received) == (70, 30)

    def test_held_against_the_plan_counts_what_comes_in_time(self, stocked):
        Delivery.objects.create(
            shop=stocked, sku="SOCK", units=70, state=DeliveryState.ORDERED, made_at=NOW, promised_on=date(2026, 11, 11)
        )
        Delivery.objects.create(
            shop=stocked, sku="SOCK", units=40, state=DeliveryState.ORDERED, made_at=NOW, promised_on=date(2026, 11, 12)
        )
        Delivery.objects.create(shop=stocked, sku="SOCK", units=40, state=DeliveryState.ORDERED, made_at=NOW)
        found = held_against_plan(shops=[stocked], campaign_no=NO, on=ON)
        assert (found["A"].planned, found["A"].on_hand, found["A"].in_time, found["A"].held) == (500, 100, 70, 170)
        assert found[""].uncounted == 1
        assert held_against_plan(shops=[stocked], campaign_no=99, on=ON) == {}

    def test_the_replenishment_list_holds_what_is_missing(self, stocked):
        lines = self.lines(stocked)
        listed = list_replenishment(shop=stocked, actor=None, campaign_no=NO, on=ON)
        assert (listed.lines, listed.uncounted) == (2, 1)
        rows = {row.sku: row for row in Delivery.objects.all()}
        assert rows["SOCK"].units == lines["SOCK"].to_order
        assert rows["SOCK"].supplier.name == "Mill"
        Delivery.objects.filter(sku="COAT").update(state=DeliveryState.ORDERED)
        again = list_replenishment(shop=stocked, actor=None, campaign_no=NO, on=ON)
        assert (again.lines, Delivery.objects.count()) == (1, 2)
