"""A small sale with its files loaded, and what brings further files in."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.models import Campaign
from imports import services as importing
from imports.models import ImportJob, State
from orders.services import create_shop
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
    made = Campaign.objects.create(
        name="Double 11", currency="CNY", time_zone="Asia/Shanghai", starts_at=start, ends_at=start + timedelta(days=1),
        revenue_target_minor=100_000, visitors_target=200, paid_orders_target=4, conversion_target="0.02",
        order_value_target_minor=25_000,
    )  # fmt: skip
    made.shops.add(shop)
    bring(COSTS, "costs.csv")
    bring(TRAFFIC, "traffic.csv")
    bring((LINES, ROWS), "orders.csv")
    return made
