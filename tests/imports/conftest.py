"""A shop to import into, and what was rung for the worker."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imports import services
from imports.models import ImportJob, State
from orders.models import Shop
from orders.services import create_shop
from promo_planner.celery import app


@pytest.fixture
def rings() -> Callable[[], list[tuple[str, int]]]:
    """Give what was rung since the last call, as (task, job id), and empty the queue."""

    def take() -> list[tuple[str, int]]:
        heard: list[tuple[str, int]] = []
        with app.connection_for_read() as connection, connection.channel() as channel:
            while (message := channel.basic_get(app.conf.task_default_queue, no_ack=True)) is not None:
                _args, kwargs, _embed = message.decode()
                heard.append((message.headers["task"].rpartition(".")[2], kwargs.get("job_id") or kwargs["shop_id"]))
        return heard

    # Other tests ring too, for rows of their own: what they left unheard is not ours to read.
    with app.connection_for_write() as connection:
        queue = app.amqp.queues[app.conf.task_default_queue].bind(connection.default_channel)
        queue.declare()
        queue.purge()
    return take


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Lamp House", platform="tmall")


Send = Callable[..., ImportJob]


@pytest.fixture
def look(shop: Shop) -> Send:
    """Bring a file to the point where a person is asked."""

    def bring(content: bytes | Path, filename: str = "orders.csv", **told: Any) -> ImportJob:
        file = content if isinstance(content, Path) else [content]
        job = services.receive(file=file, filename=filename, actor=None, source="upload", **told)
        services.look_at(job_id=job.pk, worker="test")
        return ImportJob.objects.get(pk=job.pk)

    return bring


@pytest.fixture
def load(look: Send) -> Send:
    """Bring a file all the way into the facts."""

    def bring(content: bytes | Path, filename: str = "orders.csv", **told: Any) -> ImportJob:
        job = look(content, filename, **told)
        if job.state == State.READY:
            services.confirm(job=job, actor=None)
        services.run_road(job_id=job.pk, worker="test")
        job.refresh_from_db()
        assert job.state == State.DONE, (job.state, job.needs, job.error)
        return job

    return bring


@pytest.fixture
def take_back() -> Callable[[ImportJob], ImportJob]:
    """Undo an import to its end."""

    def bring(job: ImportJob) -> ImportJob:
        job.refresh_from_db()
        services.undo(job=job, actor=None)
        services.run_undo(job_id=job.pk, worker="test")
        job.refresh_from_db()
        assert job.state == State.UNDONE, (job.state, job.error)
        return job

    return bring
