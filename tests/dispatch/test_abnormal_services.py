"""What people do with abnormal orders: one owner, a state, comments; many at once and taken back."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import AuditEntry
from accounts.roles import Role
from dispatch.models import AbnormalAct, AbnormalKind, AbnormalNote, AbnormalOrder, AbnormalState
from dispatch.queries.abnormal import noise
from dispatch.services.abnormal import AbnormalError, comment, give, put_off, report_order, set_state, undo
from orders.models import Shop
from orders.services import create_shop
from tests.accounts.factories import PersonFactory
from tests.dispatch.world import AT

pytestmark = pytest.mark.django_db


def made(shop: Shop, count: int = 3, kind: str = AbnormalKind.MISMATCH) -> list[int]:
    return [
        AbnormalOrder.objects.create(shop=shop, order_no=f"T{number}", kind=kind, due_at=AT + timedelta(hours=4), found_at=AT).pk
        for number in range(count)
    ]


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Lamp House")


@pytest.fixture
def agent(db: None):
    return PersonFactory(role=Role.SERVICE)


class TestOne:
    def test_reported_twice_is_one_row_with_a_comment(self, shop: Shop, agent) -> None:
        first = report_order(actor=agent, shop=shop, order_no=" T9 ", text="torn", at=AT)
        again = report_order(actor=agent, shop=shop, order_no="T9", text="still torn", at=AT)
        assert (first.pk, again.detail) == (again.pk, {"text": "still torn"})
        assert [note.text for note in AbnormalNote.objects.all()] == ["still torn"]

    def test_a_closed_report_stands_again(self, shop: Shop, agent) -> None:
        row = report_order(actor=agent, shop=shop, order_no="T9", text="torn", at=AT)
        set_state(actor=agent, ids=[row.pk], state="solved", at=AT)
        row = report_order(actor=agent, shop=shop, order_no="T9", text="again", at=AT)
        assert (row.state, row.closed_by, row.closed_at) == ("open", None, None)

    @pytest.mark.parametrize(("number", "text", "code"), [("", "torn", "order"), ("T9", "  ", "text"), ("T\x009", "x", "order")])
    def test_bad_reports(self, shop: Shop, agent, number: str, text: str, code: str) -> None:
        with pytest.raises(AbnormalError) as refused:
            report_order(actor=agent, shop=shop, order_no=number, text=text, at=AT)
        assert refused.value.code == code

    def test_taking_makes_it_work_and_closing_makes_an_owner(self, shop: Shop, agent) -> None:
        first, second, _third = made(shop)
        give(actor=agent, ids=[first], owner=agent, at=AT)
        set_state(actor=agent, ids=[second], state="no_problem", at=AT)
        rows = {row.pk: row for row in AbnormalOrder.objects.all()}
        assert (rows[first].state, rows[first].owner) == ("in_work", agent)
        assert (rows[second].owner, rows[second].closed_by, rows[second].closed_at) == (agent, agent, AT)

    def test_put_off(self, shop: Shop, agent) -> None:
        (pk, *_rest) = made(shop)
        row = AbnormalOrder.objects.get(pk=pk)
        put_off(actor=agent, row=row, due_at=AT + timedelta(days=1), at=AT)
        row.refresh_from_db()
        assert row.due_at == AT + timedelta(days=1)
        with pytest.raises(AbnormalError):
            put_off(actor=agent, row=row, due_at=AT, at=AT)

    def test_a_comment_without_words(self, shop: Shop, agent) -> None:
        with pytest.raises(AbnormalError):
            comment(actor=agent, row=AbnormalOrder.objects.get(pk=made(shop, 1)[0]), text=" ", at=AT)

    def test_a_word_that_is_no_state_and_too_many(self, shop: Shop, agent) -> None:
        for ids, state in ([1], "gone"), ([], "solved"), (list(range(501)), "solved"):
            with pytest.raises(AbnormalError):
                set_state(actor=agent, ids=ids, state=state, at=AT)


class TestUndo:
    def test_what_somebody_changed_since_stays(self, shop: Shop, agent) -> None:
        ids = made(shop)
        act = set_state(actor=agent, ids=ids, state="solved", at=AT)
        set_state(actor=agent, ids=ids[:1], state="open", at=AT)
        assert undo(actor=agent, act=act, at=AT) == 2
        assert set(AbnormalOrder.objects.values_list("state", flat=True)) == {"open"}
        with pytest.raises(AbnormalError):
            undo(actor=agent, act=act, at=AT)
        assert AuditEntry.objects.filter(action="abnormal.undo").count() == 1


STATES = st.sampled_from(AbnormalState.values)


class TestUndoLaw(TestCase):
    @settings(max_examples=15)
    @given(st.lists(st.tuples(STATES, st.integers(0, 7)), max_size=3), STATES, st.booleans(), st.integers(1, 7))
    def test_undo_is_as_before(self, past: list, state: str, gives: bool, chosen: int) -> None:
        """Whatever was done before: an act and its undo leave every row as it was."""
        agent, shop = PersonFactory(role=Role.SERVICE), create_shop(actor=None, name="S")
        ids = made(shop)
        for earlier, mask in past:
            some = [pk for place, pk in enumerate(ids) if mask >> place & 1]
            if some:
                set_state(actor=agent, ids=some, state=earlier, at=AT)
        columns = ("pk", "state", "owner_id", "due_at", "closed_at", "closed_by_id")
        before = list(AbnormalOrder.objects.order_by("pk").values_list(*columns))
        some = [pk for place, pk in enumerate(ids) if chosen >> place & 1]
        later = AT + timedelta(hours=1)
        act = (
            give(actor=agent, ids=some, owner=agent, at=later)
            if gives
            else set_state(actor=agent, ids=some, state=state, at=later)
        )
        assert undo(actor=agent, act=act, at=later) == len(act.after)
        assert list(AbnormalOrder.objects.order_by("pk").values_list(*columns)) == before


def test_a_noisy_rule_is_seen(shop: Shop, agent) -> None:
    ids = made(shop, 12)
    set_state(actor=agent, ids=ids[:7], state="no_problem", at=AT)
    set_state(actor=agent, ids=ids[7:11], state="solved", at=AT)
    seen = noise(shops=[shop], at=AT)["mismatch"]
    assert (seen.standing, seen.judged, seen.no_problem, seen.is_noisy) == (1, 11, 7, True)
    assert noise(shops=[shop], at=AT)["held"].share is None
    assert AbnormalAct.objects.count() == 2
