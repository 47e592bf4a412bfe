"""The summary of each buyer equals a plain recount of the orders after any imports and undos, and so do tier and labels."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.models import Buyer, BuyerLabel, Note, StaleBuyer, TierChange
from customers.rules.tiers import Step, Sums, Way, decide
from customers.services import begin_tiers, mark_buyers, refill_buyers, save_tiers, stale_shops
from customers.services import summaries as refilling
from customers.services.tiers import ToldTier
from orders.claims import Source
from orders.models import Order, Shop
from orders.services import create_shop, load_chunk, refold
from tests.customers.naive import assert_summaries_equal_facts, facts_of
from tests.laws import examples
from tests.orders.claims import Export, keys_of
from tests.orders.strategies import MANY_EXPORTS, START

pytestmark = pytest.mark.django_db
AT = datetime.fromtimestamp(START, UTC) + timedelta(days=2)
LADDER = (
    ToldTier("new"),
    ToldTier("more", (Way(orders_from=2), Way(spent_from_minor=500, refund_most=50))),
    ToldTier("top", (Way(window_days=1, orders_from=1, spent_from_minor=900), Way(silent_days=2, provinces=("x",)))),
)


def load(shop: Shop, export: Export) -> None:
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=export.source, chunk=export.chunk())
        mark_buyers(shop=shop, touched=touched)


def within(shop: Shop, key: str, days: int, at: datetime) -> Sums:
    since = int((at - timedelta(days=days)).timestamp()) // 600
    paid = [one for one in Order.objects.filter(shop=shop, buyer_key=key) if one.paid_slot is not None and one.paid_slot >= since]
    back = [one.refund_minor for one in paid if (one.refund_minor or 0) > 0]
    return Sums(len(paid), sum(one.total_minor or 0 for one in paid) - sum(back), len(back))


def assert_tiers_equal_rules(shop: Shop, rows: dict, at: datetime) -> None:
    """Hold the tier of each buyer, and the last row of its log, to the rule said of one."""
    steps = [Step(told.name, told.ways) for told in LADDER]
    for buyer in Buyer.objects.filter(shop=shop).select_related("tier"):
        facts = facts_of(rows[buyer.buyer_key], {1: within(shop, buyer.buyer_key, 1, at)})
        found = decide(steps, facts, at)
        assert (str(buyer.tier) if buyer.tier else None) == (steps[found.step].name if found else None)
        last = TierChange.objects.filter(buyer=buyer).first()
        assert (last.after_name if last else "") == (steps[found.step].name if found else "")


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(listed=MANY_EXPORTS, undone=st.integers(0, 4), fill_after=st.sets(st.integers(0, 4)), small=st.booleans())
def test_summaries_and_tiers_equal_the_facts(listed: list[Export], undone: int, fill_after: set[int], small: bool) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        if small:
            patched.setattr(refilling, "BUYERS_PER_BATCH", 1)
        shop = create_shop(actor=None, name="Teashop")
        save_tiers(actor=None, shop=shop, told=LADDER, at=AT)
        for place, export in enumerate(listed):
            load(shop, export)
            if place in fill_after:
                refill_buyers(shop=shop, at=AT)
                assert_tiers_equal_rules(shop, assert_summaries_equal_facts(shop), AT)
        gone = listed[undone % len(listed)]
        left = [(each.source, each.chunk()) for each in listed if each is not gone]
        mark_buyers(shop=shop, touched=refold(shop=shop, keys=keys_of([gone]), standing=left))
        refill_buyers(shop=shop, at=AT)
        assert_tiers_equal_rules(shop, assert_summaries_equal_facts(shop), AT)
        assert not StaleBuyer.objects.exists()
        transaction.set_rollback(True)


def order(buyer: str, at: datetime, total: int = 10_000, **more: object) -> dict:
    return {"buyer_key": buyer, "placed_at": at, "paid_at": at, "total_minor": total, "refund_minor": 0, "units": 1} | more


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Teashop")


@pytest.fixture
def three(shop: Shop) -> Export:
    rows = {
        "T1": order("ann", AT - timedelta(days=30)),
        "T2": order("ann", AT - timedelta(days=20), refund_minor=4_000),
        "T3": order("ben", AT - timedelta(days=1), 99_900),
    }
    return Export(Source(1, "a" * 64), rows)


def test_the_first_order_makes_a_tier(shop: Shop, three: Export) -> None:
    load(shop, three)
    assert stale_shops() == [shop.pk]
    assert refill_buyers(shop=shop, at=AT) == 2
    assert {buyer.buyer_key: str(buyer.tier) for buyer in Buyer.objects.all()} == {"ann": "Regular", "ben": "New"}
    assert stale_shops() == []


def test_only_touched_buyers_are_made_anew(shop: Shop, three: Export) -> None:
    load(shop, three)
    refill_buyers(shop=shop, at=AT)
    load(shop, Export(Source(2, "b" * 64), {"T3": order("ben", AT - timedelta(days=1), 20_000)}))
    assert list(StaleBuyer.objects.values_list("buyer_key", flat=True)) == ["ben"]
    load(shop, Export(Source(3, "c" * 64), {"T3": order("ben", AT - timedelta(days=1), 20_000)}))
    assert StaleBuyer.objects.get().marks == 1, "an export that says the same touches nobody"
    assert refill_buyers(shop=shop, at=AT) == 1


def test_an_order_that_changes_hands_touches_both(shop: Shop, three: Export) -> None:
    load(shop, three)
    refill_buyers(shop=shop, at=AT)
    load(shop, Export(Source(2, "b" * 64), {"T3": order("ann", AT - timedelta(days=1))}))
    assert refill_buyers(shop=shop, at=AT) == 2
    assert_summaries_equal_facts(shop)
    assert list(Buyer.objects.values_list("buyer_key", flat=True)) == ["ann"]


def test_a_crash_in_a_batch_leaves_the_marks(shop: Shop, three: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    load(shop, three)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(refilling, "put_labels", crash)
        with pytest.raises(KeyboardInterrupt):
            refill_buyers(shop=shop, at=AT)
    assert StaleBuyer.objects.count() == 2
    assert not Buyer.objects.exists()
    refill_buyers(shop=shop, at=AT)
    assert_summaries_equal_facts(shop)


def test_who_has_no_order_any_more_stays_only_with_what_staff_wrote(shop: Shop, three: Export, person) -> None:
    load(shop, three)
    refill_buyers(shop=shop, at=AT)
    Note.objects.create(buyer=Buyer.objects.get(buyer_key="ann"), author=person(), text="calls twice", written_at=AT)
    mark_buyers(shop=shop, touched=refold(shop=shop, keys=keys_of([three]), standing=[]))
    refill_buyers(shop=shop, at=AT)
    ann = Buyer.objects.get()
    assert (ann.buyer_key, ann.placed_count, ann.net_minor, ann.tier, ann.last_paid_at) == ("ann", 0, 0, None, None)


def test_a_reseller_is_labelled_and_a_hand_stays(shop: Shop) -> None:
    rows = {f"T{number:03}": order("b" * 32, AT - timedelta(hours=number)) for number in range(500)}
    load(shop, Export(Source(1, "a" * 64), rows))
    refill_buyers(shop=shop, at=AT)
    assert [str(one.label) for one in BuyerLabel.objects.all()] == ["Reseller"]
    mark_buyers(shop=shop, touched=refold(shop=shop, keys=keys_of([Export(Source(1, "a" * 64), rows)]), standing=[]))
    refill_buyers(shop=shop, at=AT)
    assert not BuyerLabel.objects.exists()


def test_tiers_begin_once(shop: Shop) -> None:
    assert [str(tier) for tier in begin_tiers(shop=shop)] == ["New", "Regular", "Silver", "Gold"]
    assert len(begin_tiers(shop=shop)) == 4
