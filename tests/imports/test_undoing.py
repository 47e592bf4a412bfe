"""Undo is as if the file had never come: also after others touched the same orders, twice in a row, and stopped in the middle."""

import random
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from imports import leases, road, services, undoing
from imports.errors import NotPossible
from imports.models import ImportJob, State
from orders.claims import ChunkClaims
from orders.models import Order, OrderLine
from orders.services import create_shop
from tests.imports.files import facts, lines, report, report_row, reports

pytestmark = pytest.mark.django_db
DAY = datetime(2025, 11, 12, tzinfo=UTC)


def test_undo_of_the_only_import_leaves_nothing(load, take_back):
    job = load(reports(30))
    take_back(job)
    assert not Order.objects.exists()
    assert all(not rows for rows in facts().values())
    assert job.next_chunk == 0
    assert job.undone_at
    assert not job.may_undo


@pytest.mark.parametrize("rows_in_a_chunk", [3, 1000])
def test_undo_of_the_first_keeps_what_a_later_one_claims(load, take_back, settings, rows_in_a_chunk):
    settings.IMPORT_CHUNK_ROWS = rows_in_a_chunk
    load(reports(20, seed=2, first=10), "b.csv", as_of=DAY + timedelta(days=1))
    alone = facts()
    first = load(reports(20, seed=1), "a.csv", as_of=DAY)
    take_back(first)
    assert facts() == alone


def test_undo_of_the_later_one_brings_the_older_state_back(load, take_back):
    load(report([report_row(1), report_row(2)]), as_of=DAY)
    before = facts()
    later = load(report([report_row(1, refund="40.00"), report_row(3)]), as_of=DAY + timedelta(days=1))
    assert facts() != before
    take_back(later)
    assert facts() == before


def test_two_undos_in_a_row_and_both_again(load, take_back):
    first = load(reports(10, seed=1), as_of=DAY)
    second = load(lines(range(5, 12)), as_of=DAY + timedelta(days=1))
    full = facts()
    take_back(first)
    take_back(second)
    assert not Order.objects.exists()
    assert not OrderLine.objects.exists()
    for job in (second, first):
        services.confirm(job=job, actor=None)
        services.run_road(job_id=job.pk, worker="test")
        job.refresh_from_db()
        assert job.state == State.DONE
        assert sum(job.counts.values()) == job.rows_total
    assert facts() == full


def test_the_copy_of_a_file_keeps_its_facts(load, take_back):
    first = load(reports(10))
    before = facts()
    second = load(reports(10), "again.csv")
    take_back(first)
    assert facts() == before
    take_back(second)
    assert not Order.objects.exists()


def test_traffic_is_taken_back_too(load, take_back):
    rows = [b"Date,Hour,Visitors", b"2025-11-11,10,500", b"2025-11-11,11,700"]
    load(b"\n".join(rows[:2]), "traffic.csv", as_of=DAY)
    before = facts()
    job = load(b"\n".join([rows[0], b"2025-11-11,10,900", rows[2]]), "traffic.csv", as_of=DAY + timedelta(days=1))
    assert (job.inserted, job.changed) == (1, 1)
    take_back(job)
    assert facts() == before


def test_an_undo_stopped_in_the_middle_goes_on(load, settings):
    settings.IMPORT_CHUNK_ROWS = 3
    load(reports(20, seed=2, first=10), as_of=DAY)
    alone = facts()
    job = load(reports(20), as_of=DAY + timedelta(days=1))
    services.undo(job=job, actor=None)
    hold = leases.claim(job_id=job.pk, worker="dies", states={State.UNDOING})
    step_back_once(hold)
    job.refresh_from_db()
    assert 0 < job.next_chunk < job.chunks
    assert services.run_undo(job_id=job.pk, worker="early") is None
    leases.release(worker="dies")
    assert services.run_undo(job_id=job.pk, worker="next").state == State.UNDONE
    assert facts() == alone


def step_back_once(hold) -> None:
    """Unload one chunk and stop, as a killed worker does."""

    class Killed(BaseException):
        pass

    done = []

    def breathe(held: float) -> None:
        done.append(1)
        raise Killed

    before, road.breathe = road.breathe, breathe
    try:
        road.unload(hold)
    except Killed:
        pass
    finally:
        road.breathe = before
    assert done


def test_a_failed_import_can_be_undone_or_tried_again(load, look, settings):
    settings.IMPORT_CHUNK_ROWS = 4
    job = look(reports(20))
    services.confirm(job=job, actor=None)
    damaged = next(iter(sorted(job.claims_path.glob("claims-0002*"))))
    whole = damaged.read_bytes()
    damaged.write_bytes(b"")
    assert services.run_road(job_id=job.pk, worker="test").state == State.FAILED
    job.refresh_from_db()
    assert (job.next_chunk, job.may_retry, job.may_undo, job.may_discard) == (2, True, True, False)
    assert job.error
    damaged.write_bytes(whole)
    services.retry(job=job, actor=None)
    assert services.run_road(job_id=job.pk, worker="test").state == State.DONE
    job.refresh_from_db()
    assert job.inserted == 20 == Order.objects.count()


def test_what_never_stood_cannot_be_undone(look):
    with pytest.raises(NotPossible):
        services.undo(job=look(reports(3)), actor=None)


def test_a_chunk_is_cut_by_orders_with_all_their_lines(monkeypatch):
    monkeypatch.setattr(undoing, "KEYS_AT_ONCE", 2)
    orders = pa.table({"order_no": ["a", "b", "c"], "rows": [0, 0, 0]})
    order_lines = pa.table({"order_no": ["a", "a", "b", "c", "c"], "line_no": list("12112"), "units": [1] * 5})
    cut = list(undoing.pieces(ChunkClaims(orders=orders, lines=order_lines)))
    assert [piece.orders["order_no"].to_pylist() for piece in cut] == [["a", "b"], ["c"]]
    assert [piece.lines["order_no"].to_pylist() for piece in cut] == [["a", "a", "b"], ["c", "c"]]


class AnyOrder(TestCase):
    """Files in any order, some taken back: the facts are those of the files that stand, loaded one after the other by age."""

    @settings(max_examples=8, deadline=None)
    @given(order=st.permutations(range(4)), taken=st.sets(st.integers(0, 3)), seed=st.integers(0, 5))
    def test_only_what_stands_counts(self, order, taken, seed):
        chance = random.Random(seed)
        ImportJob.objects.all().delete()
        files = [
            reports(6, seed=seed, first=0),
            report([report_row(n, refund="10.00", hour=12) for n in chance.sample(range(12), 5)]),
            lines(sorted(chance.sample(range(12), 4)), state="shipped"),
            reports(6, seed=seed + 9, first=4),
        ]
        shop = create_shop(actor=None, name=f"shop {seed} {order} {taken}")
        jobs = {number: self.load(files[number], number, shop) for number in order}
        for number in sorted(taken, key=order.index):
            services.undo(job=jobs[number], actor=None)
            assert services.run_undo(job_id=jobs[number].pk, worker="test").state == State.UNDONE
        found = self.facts_without(shop)
        fresh = create_shop(actor=None, name=f"fresh {seed} {order} {taken}")
        for number in range(4):
            if number not in taken:
                self.load(files[number], number, fresh)
        assert found == self.facts_without(fresh)

    def load(self, content, number, shop):
        at = DAY + timedelta(days=number)
        job = services.receive(file=[content], filename=f"{number}.csv", actor=None, source="upload", shop=shop, as_of=at)
        services.look_at(job_id=job.pk, worker="test")
        job.refresh_from_db()
        services.confirm(job=job, actor=None)
        services.run_road(job_id=job.pk, worker="test")
        job.refresh_from_db()
        assert (job.state, sum(job.counts.values())) == (State.DONE, job.rows_total), job.error
        return job

    def facts_without(self, shop):
        """The facts of one shop, without its number."""
        return {name: [row[1:] for row in rows if row[0] == shop.pk] for name, rows in facts().items() if name != "SalesSlot"}
