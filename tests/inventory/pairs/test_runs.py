"""A count of pairs: what is read, what is kept, asked once, worked out once, given up after three times."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from common.windows import Window, slot_of
from inventory.models import Pair, PairKind, PairRun, RunState
from inventory.queries.baskets import paid_lines
from inventory.queries.pairs import pair_rows, runs_of
from inventory.services import edit_products
from inventory.services.pairs import KEPT, ask_pairs, run_pairs, waiting_pairs
from inventory.tasks import count_pairs, sweep_pairs
from orders.models import OrderLine
from orders.services import create_shop
from tests.inventory.sold import NOON, sell

pytestmark = pytest.mark.django_db
DAY = Window(slot_of(NOON) - 72, slot_of(NOON) + 72)
BASKETS = [*([["SKIRT", "TOP"]] * 12), *([["SOCK", "HAT"]] * 3), *([["SKIRT"]] * 5), *([[f"X{n}", f"Y{n}"] for n in range(33)])]


@pytest.fixture
def shop():
    return create_shop(actor=None, name="Skirts")


@pytest.fixture
def sold(shop):
    sell(shop, BASKETS, prices={"SKIRT": 9_900, "TOP": 5_900})
    return shop


def counted(shop, **asked):
    run = ask_pairs(actor=None, shop=shop, at=NOON, **({"window": DAY, "min_count": 3} | asked))
    assert run_pairs(run_id=run.pk, at=NOON)
    run.refresh_from_db()
    return run


def test_a_real_pair_is_found_with_its_counts_and_prices(sold):
    run = counted(sold)
    assert (run.state, run.baskets, run.lines, run.left_out) == (RunState.DONE, 48, 101, 0)
    pair = Pair.objects.get(run=run, kind=PairKind.BASKET, first_sku="SKIRT")
    assert (pair.second_sku, pair.count, pair.first_count, pair.second_count) == ("TOP", 12, 12, 12)
    assert pair.lift == pytest.approx(12 * 48 / (12 * 12))
    assert pair.extra == pytest.approx(12 - 1.5), "a basket of two has one place beside the skirt"
    assert pair.times == pytest.approx(8)
    assert 1 < pair.times_low < pair.times
    assert (pair.first_price_minor, pair.second_price_minor) == (9_900, 5_900)


def test_the_margin_is_unknown_until_both_costs_are_told(sold):
    run = counted(sold)

    def row():
        return pair_rows(run, sku="SKIRT")[0]

    edit_products(actor=None, shop=sold, changes={"SKIRT": {"cost_minor": 7_000, "category": "skirts", "tier": "A"}})
    assert (row().margin_minor, row().complementary, row().hot) == (None, None, "")
    edit_products(actor=None, shop=sold, changes={"TOP": {"cost_minor": 1_900, "category": "tops", "tier": "C"}})
    assert (row().margin_minor, row().price_minor, row().complementary, row().hot) == (6_900, 15_800, True, "SKIRT")
    assert row().partner_of("TOP")[2] == 1.0


@pytest.mark.parametrize(
    "change",
    [{"is_gift": True}, {"sku": None}, {"units": 0}],
    ids=["a gift", "no SKU", "no piece"],
)
def test_what_is_no_good_counts_nowhere(sold, change):
    OrderLine.objects.filter(sku="TOP").update(**change)
    lines = paid_lines(sold, start_slot=DAY.start, end_slot=DAY.end)
    assert "TOP" not in {lines.skus[place] for place in lines.product.tolist()}
    assert not Pair.objects.filter(run=counted(sold), second_sku="TOP").exists()


def test_services_and_postage_are_no_goods_and_an_unknown_kind_is(sold):
    edit_products(actor=None, shop=sold, changes={"TOP": {"kind": "service"}})
    assert not Pair.objects.filter(run=counted(sold), second_sku="TOP").exists()
    edit_products(actor=None, shop=sold, changes={"TOP": {"kind": "goods"}})
    assert Pair.objects.filter(run=counted(sold), second_sku="TOP").exists()


def test_the_window_is_half_open_and_the_shop_alone(sold):
    other = create_shop(actor=None, name="Other")
    sell(other, [["SKIRT", "LAMP"]] * 9)
    first = slot_of(NOON)
    lines = paid_lines(sold, start_slot=first, end_slot=first + 1)
    assert lines.orders == 10, "one a minute, ten in a slot"
    assert "LAMP" not in lines.skus
    assert paid_lines(sold, start_slot=first + 144, end_slot=first + 288).orders == 0
    empty = counted(sold, window=Window(first + 144, first + 288))
    assert (empty.baskets, empty.found, empty.state) == (0, 0, RunState.DONE)


def test_buyers_of_both_are_counted_over_all_their_orders(shop):
    alone = [[f"X{number}"] for number in range(60)]
    buyers = [f"b{number // 2}" for number in range(20)] + [f"c{number // 2}" for number in range(58)] + [None, None]
    sell(shop, [*([["RED"], ["BLUE"]] * 10), *alone], buyers=buyers)
    run = counted(shop)
    pair = Pair.objects.get(run=run, kind=PairKind.BUYER)
    assert (pair.first_sku, pair.second_sku, pair.count, run.buyers) == ("BLUE", "RED", 10, 39)
    assert not Pair.objects.filter(run=run, kind=PairKind.BASKET).exists()


def test_asking_twice_waits_once_and_leaves_one_row_in_the_trail(sold, person):
    somebody = person()
    first, second = (ask_pairs(actor=somebody, shop=sold, window=DAY, min_count=3, at=NOON) for _ in range(2))
    assert first == second
    other = ask_pairs(actor=somebody, shop=sold, window=DAY, min_count=4, at=NOON)
    assert list(PairRun.objects.all()) == [other], "what nobody has begun makes room"
    assert AuditEntry.objects.filter(action="pairs.count", actor=somebody, target="Skirts").count() == 2


def test_a_doubled_ring_works_once(sold):
    run = ask_pairs(actor=None, shop=sold, window=DAY, min_count=3, at=NOON)
    assert [run_pairs(run_id=run.pk, at=NOON) for _ in range(2)] == [True, False]
    count_pairs(run.pk)
    assert Pair.objects.filter(run=run, kind=PairKind.BASKET).count() == len(pair_rows(run))


def test_a_lost_run_is_rung_for_again_and_given_up_after_three_times(sold):
    run = ask_pairs(actor=None, shop=sold, window=DAY, min_count=3, at=NOON)
    assert waiting_pairs(at=NOON) == []
    assert waiting_pairs(at=NOON + timedelta(minutes=1)) == [run.pk]
    PairRun.objects.update(state=RunState.RUNNING, attempt=2, lease_until=NOON)
    assert waiting_pairs(at=NOON) == [run.pk]
    PairRun.objects.update(attempt=3)
    assert waiting_pairs(at=NOON) == []
    run.refresh_from_db()
    assert (run.state, runs_of(sold).failed) == (RunState.FAILED, run)
    sweep_pairs()


def test_a_worker_that_comes_late_writes_nothing(sold):
    run = ask_pairs(actor=None, shop=sold, window=DAY, min_count=3, at=NOON)
    PairRun.objects.update(state=RunState.RUNNING, attempt=1, lease_until=NOON + timedelta(minutes=5))
    assert not run_pairs(run_id=run.pk, at=NOON)
    assert run_pairs(run_id=run.pk, at=NOON + timedelta(minutes=6)), "its lease ran out"


def test_old_counts_make_room(sold):
    for minimum in range(2, 2 + KEPT + 3):
        counted(sold, min_count=minimum)
    runs = runs_of(sold)
    assert len(runs.done) == KEPT
    assert runs.shown == runs.done[0]
    assert runs_of(sold, wanted=runs.done[-1].pk).shown == runs.done[-1]
