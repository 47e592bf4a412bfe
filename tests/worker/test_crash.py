"""A worker killed at random moments: the import ends as if it had never been killed."""

import random
from typing import Any

import pytest

from imports import doorbell, services
from imports.models import ImportJob, State
from metrics.models import FillState, Rollup
from orders.models import Order, Shop
from orders.services import create_shop
from tests.imports.files import facts, lines, reports
from tests.worker.conftest import House, received

pytestmark = [pytest.mark.worker, pytest.mark.enable_socket]
ROWS = 2_000


def facts_of(shop: Shop) -> dict[str, list[tuple[Any, ...]]]:
    """The facts and slots of one shop, without its number."""
    place = {"Order": 0, "OrderLine": 0, "TrafficHour": 0, "SalesSlot": 0}
    return {
        name: [row[:at] + row[at + 1 :] for row in rows if row[at] == shop.pk]
        for name, rows in facts().items()
        for at in [place[name]]
    }


def uninterrupted(content: bytes, name: str = "orders.csv") -> Shop:
    """Import the same file into a shop of its own, in this process, in peace."""
    twin = Shop.objects.filter(name="twin").first() or create_shop(actor=None, name="twin")
    job = received(content, twin, name)
    services.look_at(job_id=job.pk, worker="test")
    assert services.run_road(job_id=job.pk, worker="test").state == State.DONE
    return twin


def kill_on_the_way(house: House, job: ImportJob, chance: random.Random, kills: int) -> None:
    """Kill the worker's whole tree at random chunks, again and again; each time another takes over."""
    for _kill in range(kills):
        worker = house.start_worker()
        at = job.next_chunk
        steps = chance.randint(1, 12)
        job = house.wait(job, lambda now, at=at, steps=steps: abs(now.next_chunk - at) >= steps or not now.is_moving)
        house.kill(worker)
        job.refresh_from_db()


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_in_an_import(house: House, seed: int):
    chance = random.Random(seed)
    content = reports(ROWS)
    shop = create_shop(actor=None, name="killed")
    job = received(content, shop)
    worker = house.start_worker()
    house.wait(job, lambda now: now.worker != "" or now.state != State.LOOKING)
    house.kill(worker)  # while it reads the file, or just after
    kill_on_the_way(house, job, chance, kills=3)
    job.refresh_from_db()
    assert job.state == State.RUNNING, "killed too late to prove anything"
    assert 0 < job.next_chunk < job.chunks
    last = house.start_worker()
    job = house.wait(job, lambda now: not now.is_moving)
    house.kill(last)  # it would take the twin's file too
    assert (job.state, job.error) == (State.DONE, "")
    assert job.counts == {"inserted": ROWS, "changed": 0, "unchanged": 0, "older": 0, "rejected": 0}
    assert job.rows_total == job.rows_done == ROWS == Order.objects.filter(shop=shop).count()
    assert not FillState.objects.filter(shop=shop, rollup=Rollup.SALES).exists()
    twin = uninterrupted(content)
    assert facts_of(shop) == facts_of(twin)


def test_killed_in_an_undo(house: House):
    chance = random.Random(3)
    shop = create_shop(actor=None, name="killed")
    other, content = lines(range(0, 600, 2)), reports(ROWS)
    for name, file in (("other.csv", other), ("orders.csv", content)):
        job = received(file, shop, name)
        services.look_at(job_id=job.pk, worker="test")
        services.run_road(job_id=job.pk, worker="test")
    job.refresh_from_db()
    assert job.state == State.DONE
    services.undo(job=job, actor=None)
    kill_on_the_way(house, job, chance, kills=2)
    job.refresh_from_db()
    assert job.state == State.UNDOING
    assert 0 < job.next_chunk < job.chunks
    last = house.start_worker()
    job = house.wait(job, lambda now: not now.is_moving)
    house.kill(last)
    assert (job.state, job.next_chunk) == (State.UNDONE, 0)
    assert not FillState.objects.filter(shop=shop, rollup=Rollup.SALES).exists()
    assert facts_of(shop) == facts_of(uninterrupted(other, "other.csv"))


def test_messages_doubled_and_workers_too(house: House):
    shop = create_shop(actor=None, name="doubled")
    content = reports(500)
    job = received(content, shop)
    for _worker in range(2):
        house.start_worker()
    for _ring in range(5):
        for state in (State.LOOKING, State.QUEUED, State.UNDOING):
            doorbell.ring(job_id=job.pk, state=state)
    second = received(lines(range(100)), shop, "second.csv")
    for each in (job, second):
        house.wait(each, lambda now: not now.is_moving)
        assert (each.state, sum(each.counts.values())) == (State.DONE, each.rows_total), each.error
    assert job.inserted + job.unchanged + job.changed == 500
    assert Order.objects.filter(shop=shop).count() == 500


def test_no_message_is_needed(house: House):
    """The broker lost everything: the sweeper finds the import by its row."""
    shop = create_shop(actor=None, name="silent")
    told = {"filename": "a.csv", "actor": None, "source": "upload", "shop": shop, "load_when_ready": True}
    job = services.receive(file=[reports(50)], ring=False, **told)
    house.start_worker()
    job = house.wait(job, lambda now: not now.is_moving)
    assert (job.state, job.inserted) == (State.DONE, 50)
