"""Who may work on an import, and what becomes of it when its worker dies."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from imports import leases, services, sweeping, tasks
from imports.errors import LostHold
from imports.models import ImportJob, State
from metrics.models import FillState, Rollup
from orders.services import create_shop
from tests.imports.files import reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(look) -> ImportJob:
    job = look(reports(6))
    return services.confirm(job=job, actor=None)


def claim(job: ImportJob, worker: str) -> leases.Hold | None:
    return leases.claim(job_id=job.pk, worker=worker, states={State.QUEUED, State.RUNNING, State.UNDOING})


def expire(job: ImportJob) -> None:
    ImportJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_one_worker_holds_an_import(queued):
    hold = claim(queued, "one")
    assert hold is not None
    assert hold.job.state == State.RUNNING
    assert claim(queued, "two") is None


def test_a_lease_that_ran_out_is_taken_over_and_the_old_worker_stops(queued):
    first = claim(queued, "one")
    expire(queued)
    second = claim(queued, "two")
    assert second is not None
    assert second.job.attempt == 2
    with pytest.raises(LostHold):
        first.write(next_chunk=5)
    second.write(rows_done=1)
    queued.refresh_from_db()
    assert (queued.next_chunk, queued.rows_done) == (0, 1)


def test_three_deaths_without_a_step_are_a_failure_with_a_reason(queued):
    for worker in ("one", "two", "three"):
        assert claim(queued, worker) is not None
        expire(queued)
    assert claim(queued, "four") is None
    queued.refresh_from_db()
    assert (queued.state, queued.error_code) == (State.FAILED, "attempts")
    assert "3 times" in queued.error
    assert queued.may_retry


def test_the_sweeper_gives_up_too(queued, rings):
    for worker in ("one", "two", "three"):
        claim(queued, worker)
        expire(queued)
    sweeping.sweep(at=timezone.now())
    queued.refresh_from_db()
    assert queued.state == State.FAILED


def test_a_step_forward_gives_new_attempts(queued):
    for worker in ("one", "two", "three", "four", "five"):
        hold = claim(queued, worker)
        assert hold is not None, worker
        hold.write(attempt=1)
        expire(queued)


def test_imports_of_one_shop_go_one_after_the_other(look, queued, rings):
    second = services.confirm(job=look(reports(6, first=100), "b.csv"), actor=None)
    other_shop = create_shop(actor=None, name="Tea House")
    third = services.confirm(job=look(reports(6), "c.csv", shop=other_shop), actor=None)
    held = claim(queued, "one")
    assert held is not None
    assert claim(second, "two") is None
    assert claim(third, "three") is not None
    # Also a killed one keeps its turn: half of it stands.
    expire(queued)
    assert claim(second, "two") is None
    rings()
    assert services.run_road(job_id=queued.pk, worker="one").state == State.DONE
    assert rings() == [("run_import", second.pk), ("fill_numbers", queued.shop_id)]
    assert claim(second, "two") is not None


def test_the_sweeper_rings_for_what_was_forgotten_or_abandoned(look, queued, rings):
    rings()
    now = timezone.now()
    assert sweeping.sweep(at=now) == 0
    assert sweeping.sweep(at=now + timedelta(seconds=61)) == 1
    assert rings() == [("run_import", queued.pk)]
    claim(queued, "one")
    assert sweeping.sweep(at=now + timedelta(seconds=30)) == 0
    assert sweeping.sweep(at=timezone.now() + timedelta(seconds=61)) == 1


def test_a_dead_workers_leases_end_at_once(queued):
    claim(queued, "up-1-abc")
    assert leases.release(worker="up-1-ab") == 0
    assert leases.release(worker="up-1-abc") == 1
    assert claim(queued, "next") is not None


def test_a_person_takes_an_import_away_from_its_worker(look):
    job = services.receive(file=[reports(3)], filename="a.csv", actor=None, source="upload")
    hold = leases.claim(job_id=job.pk, worker="one", states={State.LOOKING})
    services.discard(job=job, actor=None)
    with pytest.raises(LostHold):
        hold.tell(1)


def test_progress_is_told_a_few_times_a_second_at_most(queued):
    hold = claim(queued, "one")
    revision = ImportJob.objects.get(pk=queued.pk).revision
    for done in range(500):
        hold.tell(done)
    assert ImportJob.objects.get(pk=queued.pk).revision - revision <= 3


def test_an_interrupted_import_says_why_when_it_never_comes_further(queued, monkeypatch):
    """A database that is away for a moment costs an attempt, no more; one that stays away is told."""

    def away(**_told: object) -> None:
        raise OperationalError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr("imports.road.load_chunk", away)
        for _attempt in range(3):
            services.run_road(job_id=queued.pk, worker="one")
            queued.refresh_from_db()
            assert queued.state == State.RUNNING
        services.run_road(job_id=queued.pk, worker="one")
    queued.refresh_from_db()
    assert queued.state == State.FAILED
    assert "disk I/O error" in queued.error
    services.retry(job=queued, actor=None)
    assert services.run_road(job_id=queued.pk, worker="one").state == State.DONE
    queued.refresh_from_db()
    assert (queued.error, queued.inserted) == ("", 6)


def test_numbers_nobody_waits_for_are_counted_by_a_ring_of_their_own(load, shop, rings):
    load(reports(6))
    assert ("fill_numbers", shop.pk) in rings()
    assert FillState.objects.filter(shop=shop, rollup=Rollup.SKUS).exists()
    sweeping.sweep(at=timezone.now())
    assert rings() == [("fill_numbers", shop.pk)], "should the ring be lost"
    tasks.fill_numbers(shop_id=shop.pk)
    tasks.fill_numbers(shop_id=shop.pk)
    assert not FillState.objects.exists()
    sweeping.sweep(at=timezone.now())
    assert rings() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time by itself")
def test_claims_of_the_same_instant_let_one_in(look, shop):
    jobs = [services.confirm(job=look(reports(2, first=number)), actor=None) for number in range(4)]

    def try_all(number: int) -> int:
        try:
            return sum(claim(job, f"worker {number}") is not None for job in jobs)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(try_all, range(4))) == 1
    assert ImportJob.objects.exclude(worker="").count() == 1
