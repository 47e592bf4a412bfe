"""`manage.py worker_alive`: what the health check of the containers takes for life."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from common.tasks import beat_canary
from imports import leases
from imports.models import ImportJob, State
from orders.services import create_shop

pytestmark = pytest.mark.django_db


def test_no_sign_of_life_is_none():
    with pytest.raises(CommandError, match="No canary"):
        call_command("worker_alive")


def test_a_ring_that_came_through_is_life_for_a_while(clock, capsys):
    beat_canary()
    clock.shift(timedelta(seconds=150))
    call_command("worker_alive")
    assert "150 s ago" in capsys.readouterr().out
    clock.shift(timedelta(seconds=1))
    with pytest.raises(CommandError, match="151 s ago"):
        call_command("worker_alive")


def test_a_held_import_is_life_as_long_as_its_lease_lasts(clock, capsys):
    beat_canary()
    shop = create_shop(actor=None, name="Lamp House", platform="tmall")
    job = ImportJob.objects.create(shop=shop, filename="long.csv", state=State.QUEUED)
    hold = leases.claim(job_id=job.pk, worker="one", states=[State.QUEUED])
    assert hold is not None
    for _minute in range(10):
        clock.shift(timedelta(seconds=20))
        hold.write(rows_done=1)
    call_command("worker_alive")
    assert "holds an import" in capsys.readouterr().out
    ImportJob.objects.update(lease_until=timezone.now())
    with pytest.raises(CommandError, match="200 s ago"):
        call_command("worker_alive")
