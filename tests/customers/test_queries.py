"""Find a buyer, say all of one, who was won and came back."""

from datetime import UTC, date, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from common.contacts import hash_contact
from common.windows import local_time, slot_of
from customers.models import BenefitKind, BenefitTime, Buyer, Label
from customers.queries import benefits_of, buyer_summary, find_buyers
from customers.queries.returning import ReturningDay, returning, three_months_before
from customers.queries.tiers import tiers_of
from customers.services import merge_persons, name_person, put_label, save_benefit, set_acquisitions, take_label, write_note
from customers.services.benefits import BenefitError
from orders.models import Shop
from orders.services import create_shop
from tests.customers.conftest import AT, order

pytestmark = pytest.mark.django_db


class TestFinding:
    def test_exact_first_then_prefix(self, filled: Shop, load) -> None:
        load(filled, {"N1": order("anna", 1), "N2": order("annabel", 1)})
        assert [one.buyer_key for one in find_buyers(" ann ")] == ["ann"]
        assert [one.buyer_key for one in find_buyers("anna")] == ["anna"]
        assert [one.buyer_key for one in find_buyers("annab")] == ["annabel"]
        assert [one.buyer_key for one in find_buyers("an")] == ["ann", "anna", "annabel"]

    def test_by_order_phone_and_person(self, filled: Shop, load, person) -> None:
        key = hash_contact("13800138000", settings.BUYER_HASH_KEY)
        load(filled, {"P1": order(key, 1)})
        assert [one.buyer_key for one in find_buyers("A3")] == ["ann"]
        assert [one.buyer_key for one in find_buyers("13800138000", phones=True)] == [key]
        assert find_buyers("13800138000") == []
        rows = list(Buyer.objects.filter(buyer_key__in=["ann", "ben"]))
        name_person(actor=person(), person=merge_persons(actor=person(), buyers=rows, at=AT), name="Ann Lee")
        assert {one.buyer_key for one in find_buyers("Ann Lee")} == {"ann", "ben"}
        assert {one.buyer_key for one in find_buyers("Ann L")} == {"ann", "ben"}

    @pytest.mark.parametrize("text", ["", "   ", "nobody", "%", "' OR 1=1", "t*", "\U0010ffff", "x" * 5_000])
    def test_rubbish_finds_nobody_or_what_begins_so(self, filled: Shop, text: str) -> None:
        assert [one.buyer_key for one in find_buyers(text)] == (["t**8"] if text == "t*" else [])

    def test_only_in_the_shops_asked_for(self, filled: Shop) -> None:
        assert find_buyers("ann", shops=[]) == []
        assert len(find_buyers("ann", shops=[filled])) == 1


def test_everything_about_one(ann: Buyer, person) -> None:
    actor = person()
    set_acquisitions(actor=actor, shop=ann.shop, told={"ann": "live room", "new one": "Xu"}, at=AT)
    write_note(actor=actor, buyer=ann, text=" picky about fit ", at=AT)
    label = Label.objects.get(code="picky")
    put_label(actor=actor, buyer=ann, label=label, at=AT)
    summary = buyer_summary(ann, AT)
    assert (str(summary.standing.tier), summary.next_tier) == ("Gold", None)
    assert summary.refund_share == 1 / 6
    assert summary.acquisition.tag == "live room"
    assert [note.text for note in summary.notes] == ["picky about fit"]
    assert [str(one.label) for one in summary.labels] == ["Picky"]
    assert [one.order_no for one in summary.orders(2)] == ["A0", "A9"]
    assert (summary.scores.frequency, summary.scores.money) == (5, 5)
    assert ann.gap_seconds == 9 * 86_400 or ann.gap_seconds == 10 * 86_400
    assert (ann.band_low_minor, ann.band_high_minor) == (45_000, 45_000)
    assert take_label(actor=actor, buyer=ann, label=label)
    assert not take_label(actor=actor, buyer=ann, label=label)
    set_acquisitions(actor=actor, shop=ann.shop, told={"ann": ""}, at=AT)
    assert buyer_summary(ann, AT).acquisition is None


@pytest.mark.parametrize("text", ["", "  ", "x" * 1_001])
def test_a_note_says_something(ann: Buyer, person, text: str) -> None:
    with pytest.raises(ValueError, match="text"):
        write_note(actor=person(), buyer=ann, text=text, at=AT)


def test_benefits_go_up_the_ladder_and_the_highest_stands(filled: Shop, person) -> None:
    new, regular, _silver, gold = tiers_of(filled)
    actor = person()
    save_benefit(actor=actor, tier=regular, kind=BenefitKind.FREE_SHIPPING, holds=BenefitTime.ALWAYS, from_minor=9_900)
    save_benefit(actor=actor, tier=gold, kind=BenefitKind.FREE_SHIPPING, holds=BenefitTime.ALWAYS)
    save_benefit(actor=actor, tier=gold, kind=BenefitKind.COUPON, holds=BenefitTime.SALE, amount_minor=3_000, from_minor=30_000)
    with pytest.raises(BenefitError, match="number"):
        save_benefit(actor=actor, tier=gold, kind=BenefitKind.EARLY_ACCESS, holds=BenefitTime.SALE)
    assert benefits_of(None) == benefits_of(new) == []
    assert [(one.kind, one.from_minor) for one in benefits_of(regular)] == [("free_shipping", 9_900)]
    assert [(one.kind, one.from_minor) for one in benefits_of(gold)] == [("free_shipping", None), ("coupon", 30_000)]
    assert [one.kind for one in benefits_of(gold, in_sale=False)] == ["free_shipping"]


class TestReturning:
    def test_won_and_come_back(self, shop: Shop, load) -> None:
        day = date(2026, 11, 11)
        rows = {
            "N": order("new", 0),
            "W1": order("won", 40), "W2": order("won", 0),
            "C1": order("back", 400), "C2": order("back", 30), "C3": order("back", 0), "C4": order("back", -0.05),
            "S1": order("silent", 200), "S2": order("silent", 0),
        }  # fmt: skip
        load(shop, rows)
        (found,) = returning(shop, [day])
        assert found == ReturningDay(day, new=1, old=3, won=1, came_back=1)
        assert found.share == 2 / 3
        assert returning(shop, [day - timedelta(days=1)])[0].share is None

    @hypothesis_settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    )
    @given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 250 * 144)), max_size=25), st.integers(1, 20))
    def test_equals_a_plain_count(self, load, paid: list, length: int) -> None:
        with transaction.atomic():
            shop = create_shop(actor=None, name="Teashop")
            load(shop, {f"T{number:02}": order(key, slots / 144) for number, (key, slots) in enumerate(paid)})
            days = [AT.date() - timedelta(days=number) for number in range(length)]
            assert returning(shop, days) == [plain(paid, day) for day in days]
            transaction.set_rollback(True)


def plain(paid: list, day: date) -> ReturningDay:
    """Count one day by hand, on the clock of Shanghai."""
    days: dict[str, set[date]] = {}
    for key, slots in paid:
        moment = AT - timedelta(days=slots / 144)
        days.setdefault(key, set()).add(local_time(slot_of(moment.astimezone(UTC)), "Asia/Shanghai").date())
    since = three_months_before(day)
    buyers = [some for some in days.values() if day in some]
    old = [some for some in buyers if min(some) < day]
    won = [some for some in old if min(some) >= since]
    back = [some for some in old if min(some) < since and any(since <= each < day for each in some)]
    return ReturningDay(day, len(buyers) - len(old), len(old), len(won), len(back))
