"""The guard: what is held, what lets it go, and that no order of arrival opens a gap."""

from datetime import timedelta

import pytest

from dispatch.models import Hold, HoldAct, HoldChange, Parcel
from dispatch.queries.check import check, check_all
from dispatch.services import (
    HoldError,
    ToldParcel,
    hold_order,
    pack_without,
    record_scan,
    release_order,
    tell_parcels,
    tell_refund,
    undo_act,
)
from orders.states import OrderState, RefundState
from tests.dispatch.conftest import NOON, T, line, paid

pytestmark = pytest.mark.django_db


def at(minute: float):
    return NOON + timedelta(minutes=minute)


def says(shop, state, minute, order="A", **more):
    return tell_refund(actor=None, shop=shop, order_no=order, state=state, at=at(minute), now=at(600), **more)


def word(number="A"):
    return check(number).word.value, check(number).answer.code


def test_a_paid_order_ships_and_one_whose_refund_is_asked_stops(bring):
    bring({"A": paid(), "B": paid(RefundState.REQUESTED)})
    assert word("A") == ("ship", "clear")
    assert word("B") == ("stop", "asked")
    assert not Hold.objects.filter(order_no="A").exists()
    assert HoldChange.objects.get().order_no == "B"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (paid(RefundState.RETURNING), ("stop", "returning")),
        (paid(RefundState.FULL), ("stop", "refunded")),
        (paid(RefundState.NONE, OrderState.CLOSED_REFUNDED), ("stop", "refunded")),
        (paid(RefundState.REJECTED), ("ship", "clear")),
        (paid(RefundState.PARTIAL), ("ask", "part_unknown")),
        (paid(RefundState.HELD), ("ask", "unsure")),
        (paid(RefundState.REQUESTED, OrderState.SHIPPED), ("stop", "asked")),
        (paid(RefundState.NONE, OrderState.SHIPPED), ("ship", "gone")),
        (paid(RefundState.NONE, OrderState.UNPAID, paid_at=None), ("stop", "not_paid")),
        (paid(RefundState.NONE, OrderState.CLOSED_UNPAID, paid_at=None), ("stop", "not_paid")),
        (paid(RefundState.NONE, OrderState.HELD), ("ask", "state_unknown")),
    ],
)
def test_the_answer_to_each_state(bring, row, expected):
    bring({"A": row})
    assert word() == expected


def test_unknown_and_rubbish_are_asked_about(bring):
    bring({"A": paid()})
    assert word("B") == ("ask", "unknown")
    assert word("<script>") == ("ask", "rubbish")
    assert word("") == ("ask", "rubbish")
    assert len(check("9" * 10_000).number) == 100
    assert [told.answer.code for told in check_all(['="A"\r', "a", "-"])] == ["clear", "clear", "unknown"]


def test_a_newer_file_lifts_and_an_older_one_does_not(bring):
    bring({"A": paid(RefundState.REQUESTED)}, minute=10)
    bring({"A": paid()}, minute=5)
    assert word() == ("stop", "asked")
    bring({"A": paid(RefundState.REJECTED)}, minute=20)
    assert word() == ("ship", "clear")
    assert [change.is_held for change in HoldChange.objects.order_by("pk")] == [True, False]


def test_a_message_holds_at_once_and_no_silence_of_a_file_lifts_it(bring, shop):
    bring({"A": paid()})
    assert says(shop, RefundState.REQUESTED, 31).is_held
    bring({"A": paid()}, minute=60)
    assert word() == ("stop", "asked")
    bring({"A": paid(RefundState.REJECTED)}, minute=20)
    assert word() == ("stop", "asked")
    bring({"A": paid(RefundState.REJECTED)}, minute=90)
    assert word() == ("ship", "clear")


def test_a_message_lifts_what_is_older_and_nothing_newer(bring, shop):
    bring({"A": paid(RefundState.REQUESTED), "B": paid(RefundState.FULL)}, minute=10)
    says(shop, RefundState.REJECTED, 5)
    assert word() == ("stop", "asked")
    says(shop, RefundState.REJECTED, 15)
    assert word() == ("ship", "clear")
    bring({"A": paid(RefundState.REQUESTED), "B": paid(RefundState.FULL)}, minute=20)  # the same again, but newer
    assert word() == ("stop", "asked")
    says(shop, RefundState.NONE, 30, order="B")
    assert word("B") == ("stop", "refunded")  # money that is back is not taken again


def test_messages_in_any_order_and_twice(bring, shop):
    bring({"A": paid()})
    for minute, state in ((40, RefundState.NONE), (30, RefundState.REQUESTED), (30, RefundState.REQUESTED)):
        says(shop, state, minute)
    assert word() == ("ship", "clear")
    says(shop, RefundState.REQUESTED, 50)
    assert word() == ("stop", "asked")
    assert says(shop, RefundState.REQUESTED, 31, order="NEW").is_held
    assert word("NEW") == ("stop", "asked")


def test_a_refund_of_one_line_comes_out_and_the_rest_ships(bring, shop):
    rows = {("A", "1"): line(RefundState.REQUESTED), ("A", "2"): line(title="Coat")}
    bring({"A": {"paid_at": NOON}}, lines=rows)
    told = check("A")
    assert (told.word.value, told.answer.code) == ("ask", "part")
    assert [item["title"] for item in told.hold.lines] == ["Scarf, grey"]
    pack_without(actor=None, shop=shop, order_no="A", reason="taken out", at=at(5))
    assert word() == ("ship", "without")
    bring({"A": {"paid_at": NOON}}, minute=9, lines={("A", "1"): line(2 * 10), ("A", "2"): line(RefundState.REQUESTED, "Coat")})
    assert word() == ("stop", "asked")


def test_a_merged_parcel_is_held_whole(bring, shop):
    bring({"A": paid(), "B": paid(), "C": paid()})
    tell_parcels(actor=None, shop=shop, parcels=[ToldParcel(order, "SF1") for order in "AB"], as_of=T)
    assert word("sf1") == ("ship", "clear")
    says(shop, RefundState.REQUESTED, 3, order="B")
    assert [word(number) for number in ("SF1", "A", "B", "C")] == [("stop", "asked")] * 3 + [("ship", "clear")]
    tell_parcels(actor=None, shop=shop, parcels=[ToldParcel("B", "SF2")], as_of=T + 60)
    assert [word(number)[0] for number in ("SF1", "A", "SF2")] == ["ship", "ship", "stop"]


def test_a_label_that_was_replaced_is_asked_about(bring, shop):
    bring({"A": paid()})
    tell_parcels(actor=None, shop=shop, parcels=[ToldParcel("A", "SF1")], as_of=T)
    tell_parcels(actor=None, shop=shop, parcels=[ToldParcel("A", "SF2")], as_of=T + 60)
    assert Parcel.objects.count() == 1  # within a channel the newer telling is all that is kept
    assert word("SF2") == ("ship", "clear")
    assert word("SF1") == ("ask", "unknown")


def test_let_go_by_hand_until_asked_again_or_gone_further(bring, shop):
    bring({"A": paid(RefundState.REQUESTED)})
    release_order(actor=None, shop=shop, order_no="A", reason="she wants it after all", at=at(5))
    assert word() == ("ship", "clear")
    bring({"A": paid(RefundState.REQUESTED)}, minute=10)
    assert word() == ("ship", "clear")
    bring({"A": paid(RefundState.FULL)}, minute=20)
    assert word() == ("stop", "refunded")
    release_order(actor=None, shop=shop, order_no="A", reason="she paid again", at=at(25))
    assert word() == ("ship", "clear")
    says(shop, RefundState.REQUESTED, 30)
    assert word()[0] == "stop"


def test_by_hand_with_a_reason_and_back(bring, shop):
    bring({"A": paid()})
    with pytest.raises(HoldError, match="reason"):
        hold_order(actor=None, shop=shop, order_no="A", reason=" ", at=at(1))
    act = hold_order(actor=None, shop=shop, order_no="A", reason="address is being asked", at=at(1))
    assert word() == ("stop", "by_hand")
    with pytest.raises(HoldError, match="held"):
        hold_order(actor=None, shop=shop, order_no="A", reason="again", at=at(2))
    bring({"A": paid(RefundState.REJECTED)}, minute=9)
    assert word() == ("stop", "by_hand")
    undo_act(actor=None, act=act, at=at(10))
    assert word() == ("ship", "clear")
    with pytest.raises(HoldError, match="undone"):
        undo_act(actor=None, act=HoldAct.objects.get(), at=at(11))
    with pytest.raises(HoldError, match="let_go"):
        release_order(actor=None, shop=shop, order_no="A", reason="x", at=at(12))


def test_a_release_taken_back_holds_again(bring, shop):
    bring({"A": paid(RefundState.REQUESTED)})
    act = release_order(actor=None, shop=shop, order_no="A", reason="x", at=at(5))
    undo_act(actor=None, act=act, at=at(6))
    assert word() == ("stop", "asked")


def test_shipped_although_refunded_is_a_loss_and_a_return_is_none(bring, shop):
    bring({"A": paid(), "B": paid(), "C": paid(), "D": paid()})
    gone = {"state": int(OrderState.SHIPPED), "shipped_at": at(60)}
    bring(
        {
            "A": paid(RefundState.FULL, **gone | {"refund_requested_at": at(30)}),
            "B": paid(RefundState.FULL, **gone | {"refund_requested_at": at(90)}),
            "C": paid(RefundState.FULL, **gone),
            "D": paid(**gone),
        },
        minute=120,
    )
    assert list(Hold.objects.filter(lost_at__isnull=False).values_list("order_no", flat=True)) == ["A"]


def test_a_scan_is_kept_once_and_the_second_knows_of_the_first(bring, shop):
    bring({"A": paid(RefundState.REQUESTED)})
    first = record_scan(client_id="one", number="A", scanned_at=at(2), now=at(3), by=None, station="Table 4")
    same = record_scan(client_id="one", number="A", scanned_at=at(2), now=at(4), by=None)
    again = record_scan(client_id="two", number="a", scanned_at=at(5), now=at(5), by=None)
    assert (first.is_new, same.is_new, again.is_new) == (True, False, True)
    assert same.log == first.log
    assert (first.before, again.before) == (None, first.log)
    assert (again.log.word, again.log.value_minor) == ("stop", 69_900)
    late = record_scan(client_id="x", number="A", scanned_at=at(-9000), now=at(6), by=None)
    assert late.log.scanned_at == at(6)
