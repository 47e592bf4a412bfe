"""A small sale with its files loaded, and what brings further files in."""

from datetime import UTC, datetime

import pytest

from imports import services as importing
from imports.models import ImportJob, State
from orders.services import create_shop
from tests.review.looked_back import planned
from tests.review.statements import COSTS, LINES, ROWS, TRAFFIC, body


@pytest.fixture
def shop(db):
    return create_shop(actor=None, name="Lamp House", platform="tmall")


@pytest.fixture
def bring(shop):
    def one(table, filename, into=shop):
        job = importing.receive(file=[body(table)], filename=filename, actor=None, source="upload", shop=into)
        importing.look_at(job_id=job.pk, worker="test")
        job.refresh_from_db()
        if job.state == State.READY:
            importing.confirm(job=job, actor=None)
        importing.run_road(job_id=job.pk, worker="test")
        job = ImportJob.objects.get(pk=job.pk)
        assert job.state == State.DONE, (job.state, job.needs, job.error)
        return job

    return one


@pytest.fixture
def sale(shop, bring):
    start = datetime(2026, 11, 10, 16, tzinfo=UTC)
    made = planned(shop, start)
    bring(COSTS, "costs.csv")
    bring(TRAFFIC, "traffic.csv")
    bring((LINES, ROWS), "orders.csv")
    return made
