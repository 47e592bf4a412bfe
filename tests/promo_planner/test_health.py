"""Alive, ready, and how it stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from common.models import Canary
from imports import leases, services
from imports.models import ImportJob, State
from promo_planner.management.commands.up import worker_is_asleep

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> ImportJob:
    job = services.receive(file=[b"x"], filename="a.csv", actor=None, source="upload")
    ImportJob.objects.filter(pk=job.pk).update(touched_at=timezone.now() - timedelta(minutes=10))
    return job


def canary(seconds_ago: float) -> None:
    Canary.objects.update_or_create(name="worker", defaults={"beat_at": timezone.now() - timedelta(seconds=seconds_ago)})


def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/livez").content == b"ok"


def test_ready_when_migrated(client):
    assert client.get("/readyz").status_code == 200


def test_not_ready_while_a_migration_is_missing(client, monkeypatch):
    monkeypatch.setattr("promo_planner.health.unapplied_migrations", lambda: ["imports.0002_more"])
    assert client.get("/readyz").status_code == 503


def test_supervisors_need_no_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/livez").status_code == 200


def test_the_status_is_for_those_in_charge(client, client_as):
    assert client.get("/status").status_code == 302
    assert client_as(Role.BOSS).get("/status").status_code == 403
    told = client_as(Role.OPERATIONS).get("/status").json()
    assert told["well"] is False, "no worker has shown itself yet"
    assert told["worker_seen_seconds_ago"] is None


def test_all_is_well_with_a_fresh_canary(client_as):
    canary(20)
    told = client_as(Role.ADMIN).get("/status").json()
    assert told["well"] is True
    assert 20 <= told["worker_seen_seconds_ago"] < 30
    assert told["oldest_waiting_import"] is None
    assert told["disk_free_bytes"] > 0


def test_a_long_wait_is_not_well_unless_a_worker_is_busy(client_as, waiting):
    canary(20)
    client = client_as(Role.ADMIN)
    told = client.get("/status").json()
    assert (told["well"], told["oldest_waiting_import"]) == (False, waiting.pk)
    assert leases.claim(job_id=waiting.pk, worker="one", states={State.LOOKING})
    assert client.get("/status").json()["well"] is True


def test_a_worker_sleeps_when_its_canary_is_stale_and_work_waits(waiting):
    assert worker_is_asleep(), "no canary at all"
    canary(20)
    assert not worker_is_asleep()
    canary(300)
    assert worker_is_asleep()
    leases.claim(job_id=waiting.pk, worker="one", states={State.LOOKING})
    assert not worker_is_asleep(), "it is busy with a long file"


def test_an_idle_house_needs_no_worker():
    canary(10_000)
    assert not worker_is_asleep()
