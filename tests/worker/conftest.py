"""A house of its own for each test: data folder, database file (or PostgreSQL database), broker, and worker processes to kill."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import kombu.pools
import pytest

from imports import services, sweeping
from imports.models import ImportJob
from promo_planner.celery import app
from tests.databases import Databases, in_database

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 5
CHUNK_ROWS = 25
LONGEST = {"test_move_database", "test_rehearsal", "test_bench_smoke"}  # a minute and more in one test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: begun last, one of them runs alone while three processes wait for it."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """One installation, with whatever of it runs."""

    folder: Path
    database_url: str
    redis_url: str = ""
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "IMPORT_CHUNK_ROWS": str(CHUNK_ROWS),
            "IMPORT_LEASE_SECONDS": str(LEASE_SECONDS),
            "SECRET_KEY": "a lamp under the bridge, long enough for anybody's taste",
            "HTTPS": "false",
        }

    def start_worker(self) -> "subprocess.Popen[bytes]":
        """Start a worker as `up` does, in a process group of its own; but for the check of all pages, a third of its start."""
        words = [sys.executable, "-m", "celery", "--app", "promo_planner", "worker", "--concurrency", "1"]
        words += ["--loglevel", "warning", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        with (self.folder / "worker.log").open("ab") as log:
            told = {**self.environment, "CELERY_SKIP_CHECKS": "1"}
            worker = subprocess.Popen(words, cwd=ROOT, env=told, stdout=log, stderr=log, start_new_session=True)
        self.workers.append(worker)
        return worker

    def kill(self, worker: "subprocess.Popen[bytes]") -> None:
        """Kill the worker and its children as the power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def log(self) -> str:
        file = self.folder / "worker.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def wait(self, job: ImportJob, until: Callable[[ImportJob], bool], *, seconds: float = 60, sweep: bool = True) -> ImportJob:
        """Wait until the import stands so; meanwhile sweep as beat does, only more often."""
        started = swept = time.monotonic()
        while time.monotonic() - started < seconds:
            job.refresh_from_db()
            if until(job):
                return job
            if sweep and time.monotonic() - swept > 0.5:
                swept = time.monotonic()
                sweeping.sweep(at=django_now())
            time.sleep(0.005)
        raise AssertionError(f"still {job.state} {job.phase} chunk {job.next_chunk} of {job.chunks}\n{self.log()[-4000:]}")

    def close(self) -> None:
        for worker in self.workers:
            self.kill(worker)


def django_now() -> Any:
    from django.utils import timezone

    return timezone.now()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis server of our own on a free port; its address."""
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs redis-server")
        pytest.skip("redis-server is not on this machine (Debian: apt install redis-server)")
    port = free_port()
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path_factory.mktemp("redis"))]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    for _try in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    server.kill()
    server.wait()


@pytest.fixture(params=["folder", pytest.param("redis", marks=pytest.mark.redis)])
def broker(request: pytest.FixtureRequest) -> str:
    """Name the broker: the embedded one, then Redis. Gives the address of the server, or "" for the folder."""
    return str(request.getfixturevalue("redis_server")) if request.param == "redis" else ""


@pytest.fixture
def house(broker: str, tmp_path: Path, databases: Databases, settings: Any, django_db_blocker: Any) -> Iterator[House]:
    """An installation whose database and broker this process shares with its workers."""
    folder = tmp_path / "house"
    for name in ("incoming", "broker/messages", "broker/control"):
        (folder / name).mkdir(parents=True)
    made = House(folder, databases.fresh(folder), redis_url=broker)
    settings.DATA_DIR = folder
    settings.IMPORT_CHUNK_ROWS, settings.IMPORT_LEASE_SECONDS = CHUNK_ROWS, LEASE_SECONDS
    with django_db_blocker.unblock(), in_database(made.database_url), on_broker(made):
        try:
            yield made
        finally:
            made.close()


class on_broker:  # noqa: N801 - reads as a phrase
    """Let this process ring where the workers of a house listen."""

    def __init__(self, house: House) -> None:
        self.house = house

    def __enter__(self) -> None:
        self.before = app.conf.broker_url, app.conf.broker_transport_options
        if self.house.redis_url:
            self._set(self.house.redis_url, {"visibility_timeout": 900})
            app.connection_for_write().default_channel.client.flushdb()
        else:
            messages, control = str(self.house.folder / "broker/messages"), str(self.house.folder / "broker/control")
            self._set("folder://localhost", {"data_folder_in": messages, "data_folder_out": messages, "control_folder": control})

    def __exit__(self, *_error: object) -> None:
        self._set(*self.before)

    def _set(self, url: str, options: dict[str, Any]) -> None:
        app.conf.update(broker_url=url, broker_transport_options=options)
        app._pool = None
        app.amqp._producer_pool = None
        kombu.pools.reset()


def received(content: bytes, shop: Any, name: str = "orders.csv") -> ImportJob:
    return services.receive(file=[content], filename=name, actor=None, source="upload", shop=shop, load_when_ready=True)
