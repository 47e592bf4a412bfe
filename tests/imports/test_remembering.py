"""A platform's word for a state that we do not know: held, taught, read again, forgotten."""

import pytest

from accounts.models import AuditEntry
from imports import services
from imports.errors import NotPossible
from imports.models import ImportJob, State, TaughtWord
from imports.remembering import held_words, taught_words
from orders.models import Order, OrderLine
from orders.states import OrderState, RefundState
from tests.imports.files import facts
from tests.imports.samples import LINE_HEADER, as_csv, order_row, orders

pytestmark = pytest.mark.django_db
WORD = "等待 拼团"  # as a platform might write it; folded it is the same
NAME = "ExportOrderList202611111035.csv"


def looked_at(job: ImportJob) -> ImportJob:
    services.look_at(job_id=job.pk, worker="test")
    return ImportJob.objects.get(pk=job.pk)


def imported(job: ImportJob) -> ImportJob:
    services.confirm(job=job, actor=None)
    services.run_road(job_id=job.pk, worker="test")
    job = ImportJob.objects.get(pk=job.pk)
    assert job.state == State.DONE, job.error
    return job


def test_an_unknown_word_is_listed_with_its_rows_and_its_first_line(look):
    job = look(orders(3, state=WORD), NAME)
    assert [(held.about, held.column, held.word, held.rows, held.example_line) for held in held_words(job)] == [
        ("state", "订单状态", WORD, 3, 2)
    ]


def test_a_loaded_file_is_read_again_with_the_word_and_undone_by_itself(load, person, take_back):
    first = load(orders(3, state=WORD), NAME)
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.HELD}
    before = facts()
    services.teach_word(actor=person(), job=first, about="state", word=WORD, meaning=OrderState.COMPLETED)
    anew = services.read_again(job=first, actor=person())
    assert anew.pk != first.pk
    assert services.read_again(job=first, actor=person()).pk == anew.pk
    anew = looked_at(anew)
    assert (anew.state, anew.needs, held_words(anew), anew.as_of_source) == (State.READY, "", [], "read_anew")
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.HELD}
    anew = imported(anew)
    assert (anew.changed, anew.inserted) == (3, 0)
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.COMPLETED}
    take_back(anew)
    assert facts() == before


def test_the_same_file_sent_again_after_the_teaching_sets_the_state(load, person):
    sent = orders(3, state=WORD)
    first = load(sent, NAME)
    services.teach_word(actor=person(), job=first, about="state", word=WORD, meaning=OrderState.SHIPPED)
    second = load(sent, NAME)
    assert second.changed == 3
    assert second.taught == {"state": {WORD: OrderState.SHIPPED}}
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.SHIPPED}
    third = load(sent, NAME)
    assert (third.changed, third.unchanged, third.as_of) == (0, 3, second.as_of)
    # The undo of the newest copy folds from the others, whose words have not changed since they were read.
    services.forget_word(word=TaughtWord.objects.get(), actor=person())
    services.undo(job=third, actor=None)
    services.run_undo(job_id=third.pk, worker="test")
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.SHIPPED}


def test_the_same_moment_told_twice_lets_the_later_reading_stand(load, person):
    sent = orders(2, state=WORD)
    first = load(sent, NAME)
    at = first.as_of
    again = load(orders(2, state=WORD, total="5.00"), NAME, as_of=at)
    services.teach_word(actor=person(), job=again, about="state", word=WORD, meaning=OrderState.PAID)
    assert load(orders(2, state=WORD, total="5.00"), NAME, as_of=at).changed == 2
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.PAID}


def test_a_word_that_is_not_in_the_file_changes_neither_its_source_nor_its_moment(load, person):
    plain = load(orders(2), "plain 202611111035.csv")
    other = load(orders(1, state=WORD), "ExportOrderList202611110000.csv")
    services.teach_word(actor=person(), job=other, about="state", word=WORD, meaning=OrderState.PAID)
    again = load(orders(2), "plain 202611111035.csv")
    assert (again.taught, again.as_of, again.as_of_source, again.unchanged) == ({}, plain.as_of, "same", 2)


def test_a_waiting_file_is_read_again_in_its_place(look, person):
    job = look(orders(3, state=WORD), NAME)
    services.teach_word(actor=person(), job=job, about="state", word=WORD, meaning=OrderState.PAID)
    assert services.read_again(job=job, actor=person()).pk == job.pk
    assert job.state == State.LOOKING
    job = looked_at(job)
    assert (job.state, job.problems, held_words(job)) == (State.READY, [], [])
    imported(job)
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.PAID}


def test_a_word_for_a_refund_is_taught_apart(load, person):
    row = order_row(0)
    content = as_csv(
        [LINE_HEADER, [row[0], row[0], "Coat", "9", "1", "C", row[5], "9.00", "仅退款中", "0.00", row[7], row[8]]], "utf-8"
    )
    job = load(content, "lines.csv")
    assert [(held.about, held.word) for held in held_words(job)] == [("refund_state", "仅退款中")]
    with pytest.raises(NotPossible):
        services.teach_word(actor=person(), job=job, about="state", word="仅退款中", meaning=OrderState.PAID)
    services.teach_word(actor=person(), job=job, about="refund_state", word="仅退款中", meaning=RefundState.REQUESTED)
    imported(looked_at(services.read_again(job=job, actor=None)))
    assert OrderLine.objects.get().refund_state == RefundState.REQUESTED


@pytest.mark.parametrize(
    ("about", "word", "meaning"),
    [
        ("state", "no such word", OrderState.PAID),
        ("colour", WORD, OrderState.PAID),
        ("state", WORD, OrderState.HELD),
        ("state", WORD, 31),
    ],
)
def test_what_cannot_be_taught_is_said(look, person, about, word, meaning):
    job = look(orders(1, state=WORD), NAME)
    with pytest.raises(NotPossible):
        services.teach_word(actor=person(), job=job, about=about, word=word, meaning=meaning)
    assert not TaughtWord.objects.exists()


def test_teaching_and_forgetting_leave_their_trail(look, person):
    job = look(orders(1, state=WORD), NAME)
    who = person()
    word = services.teach_word(actor=who, job=job, about="state", word=WORD, meaning=OrderState.PAID)
    services.teach_word(actor=who, job=job, about="state", word=WORD, meaning=OrderState.PAID)
    services.teach_word(actor=who, job=job, about="state", word=WORD, meaning=OrderState.SHIPPED)
    assert taught_words("taobao_orders") == {"state": {WORD: OrderState.SHIPPED}}
    assert taught_words("jd") == {}
    services.forget_word(word=word, actor=who)
    assert taught_words("taobao_orders") == {}
    told = AuditEntry.objects.filter(action__startswith="word.").order_by("pk")
    assert [(entry.action, entry.actor) for entry in told] == [
        ("word.teach", who), ("word.teach", who), ("word.forget", who)
    ]  # fmt: skip


def test_an_import_on_its_way_is_not_read_again(shop):
    job = services.receive(file=[orders(1)], filename=NAME, actor=None, source="upload")
    with pytest.raises(NotPossible):
        services.read_again(job=job, actor=None)
