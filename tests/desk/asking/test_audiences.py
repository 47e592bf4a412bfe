"""Audience lists: who is in and why not, frozen once, exported, orders attributed and adding up."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from customers.models import Buyer
from customers.queries.tiers import tiers_of
from customers.services import merge_persons
from desk.models import Audience, AudienceMember, AudienceState, Channel, Consent
from desk.queries.audiences import outcome_of
from desk.rules.audiences import ConsentMode, Criteria, Returning
from desk.services import (
    ask_audience,
    bar_buyer,
    count_orders,
    count_recent,
    freeze_audience,
    members_to_export,
    set_consents,
    waiting_audiences,
)
from orders.models import Order, Shop
from orders.states import RefundState
from tests.desk.asking.conftest import AT, paid

pytestmark = pytest.mark.django_db
DAY = 1_440
ALL = Criteria(consent=ConsentMode.NOT_REFUSED)


@pytest.fixture
def ops(person):
    return person(Role.OPERATIONS, username="lin")


def frozen(shop: Shop, criteria: Criteria = ALL, held_bp: int = 0, **told) -> Audience:
    row = ask_audience(actor=None, shop=shop, name="News", channel=Channel.SMS, criteria=criteria, at=AT, held_bp=held_bp, **told)
    assert freeze_audience(audience_id=row.pk, at=AT)
    assert not freeze_audience(audience_id=row.pk, at=AT), "frozen once"
    return Audience.objects.get(pk=row.pk)


def keys(audience: Audience) -> set[str]:
    return set(audience.members.values_list("buyer_key", flat=True))


def test_each_exclusion_is_counted_once_and_all_add_up(shop, bring, ops):
    names = ("ann", "ann2", "ben", "cid", "dan", "eve", "fay")
    bring(shop, {f"O{number}": paid(name, (number + 1) * DAY) for number, name in enumerate(names)})
    bring(shop, {"O2": paid("ben", 3 * DAY, refund_state=RefundState.REQUESTED)})
    merge_persons(actor=ops, buyers=list(Buyer.objects.filter(buyer_key__in=["ann", "ann2"])), at=AT)
    bar_buyer(actor=ops, shop=shop, buyer_key="cid", reason="no", at=AT)
    told = {"dan": False, "eve": True, "ann": True, "ann2": True}
    set_consents(actor=ops, shop=shop, channel=Channel.SMS, told=told, at=AT)
    row = frozen(shop, Criteria())
    assert row.excluded == {"refund": 1, "barred": 1, "refused": 1, "unasked": 1, "same_person": 1}
    assert row.members_count + row.held_count + sum(row.excluded.values()) == row.chosen_count == 7
    assert "eve" in keys(row)
    assert len(keys(row) & {"ann", "ann2"}) == 1
    assert keys(frozen(shop)) == keys(row) | {"fay"}, "who has said nothing, where that is enough"


def test_chosen_by_tier_silence_and_the_last_three_months(shop, bring):
    bring(shop, {f"A{n}": paid("ann", (n + 1) * 5 * DAY, 200_000) for n in range(5)})
    bring(shop, {"B1": paid("ben", 200 * DAY), "C1": paid("cid", 200 * DAY), "C2": paid("cid", 10 * DAY), "D1": paid("dan", DAY)})
    assert keys(frozen(shop, Criteria(tiers=(tiers_of(shop)[-1].pk,), consent=ConsentMode.NOT_REFUSED))) == {"ann"}
    for returning, expected in (
        (Returning.WON, {"ann", "dan"}), (Returning.CAME_BACK, {"cid"}), (Returning.SILENT, {"ben"}),
    ):  # fmt: skip
        assert keys(frozen(shop, Criteria(returning=returning, consent=ConsentMode.NOT_REFUSED))) == expected
    silent = Criteria(silent_from=7, silent_to=30, consent=ConsentMode.NOT_REFUSED)
    assert keys(frozen(shop, silent)) == {"cid"}
    assert keys(frozen(shop, Criteria(orders_from=2, consent=ConsentMode.NOT_REFUSED))) == {"ann", "cid"}
    assert keys(frozen(shop, Criteria(campaign=99, consent=ConsentMode.NOT_REFUSED))) == set()


def test_orders_are_attributed_and_add_up(shop, bring):
    bring(shop, {f"O{n}": paid(f"buyer{n}", 20 * DAY) for n in range(300)})
    row = frozen(shop, held_bp=3_000, days=7)
    assert 60 < row.held_count < 120
    assert row.members_count + row.held_count == 300
    assert not {one.buyer_key for some in members_to_export(row) for one in some} & set(
        row.members.filter(is_held=True).values_list("buyer_key", flat=True)
    )
    news = {f"N{n}": paid(f"buyer{n}", -(n % 8) * DAY - 30, 1_000 + n) for n in range(0, 300, 3)}
    bring(shop, news | {"X1": paid("stranger", -60, 5_000_000), "P1": paid("buyer1", 60, 7_000)})
    count_orders(audience=row, at=AT + timedelta(days=9))
    effect = outcome_of(Audience.objects.get(pk=row.pk))
    inside = Order.objects.filter(paid_at__gte=AT, paid_at__lt=AT + timedelta(days=7), order_no__startswith="N")
    assert effect.reached.money_minor + effect.held.money_minor == sum(inside.values_list("total_minor", flat=True))
    assert effect.reached.paid + effect.held.paid == inside.values("buyer_key").distinct().count() < 100
    assert effect.low <= effect.difference <= effect.high
    assert count_recent(at=AT + timedelta(days=7)) == 1
    assert count_recent(at=AT + timedelta(days=8)) == 0


def test_a_worker_that_died_is_followed_by_another_and_three_times_is_enough(shop, bring):
    bring(shop, {"O1": paid("ann", DAY)})
    row = ask_audience(actor=None, shop=shop, name="News", channel=Channel.WECHAT, criteria=ALL, at=AT)
    assert waiting_audiences(at=AT) == [row.pk]
    Audience.objects.update(attempt=1, lease_until=AT + timedelta(minutes=5))
    assert waiting_audiences(at=AT) == []
    assert not freeze_audience(audience_id=row.pk, at=AT)
    later = AT + timedelta(minutes=5)
    assert freeze_audience(audience_id=row.pk, at=later)
    assert AudienceMember.objects.count() == 1
    lost = ask_audience(actor=None, shop=shop, name="Lost", channel=Channel.WECHAT, criteria=ALL, at=AT)
    Audience.objects.filter(pk=lost.pk).update(attempt=3)
    assert waiting_audiences(at=AT) == []
    assert Audience.objects.get(pk=lost.pk).state == AudienceState.FAILED
    with pytest.raises(ValueError, match="not frozen"):
        count_orders(audience=lost, at=AT)
    with pytest.raises(ValueError, match="name"):
        ask_audience(actor=None, shop=shop, name=" ", channel=Channel.WECHAT, criteria=ALL, at=AT)


def test_the_last_word_of_consent_stands_and_contacts_are_hashed(shop):
    for given in (True, False):
        set_consents(actor=None, shop=shop, channel=Channel.SMS, told={"ann": given, "ann@example.com": True}, at=AT)
    assert dict(Consent.objects.values_list("buyer_key", "is_given"))["ann"] is False
    assert not Consent.objects.filter(buyer_key__contains="@").exists()
    with pytest.raises(ValueError, match="told"):
        set_consents(actor=None, shop=shop, channel=Channel.SMS, told=dict.fromkeys(map(str, range(200_001)), True), at=AT)
