"""`manage.py up`: one command starts all, mends what breaks, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from imports.models import State
from orders.models import Order
from orders.services import create_shop
from tests.imports.files import reports
from tests.worker.conftest import ROOT, House, free_port, received

pytestmark = [pytest.mark.worker, pytest.mark.enable_socket]


@dataclass
class Up:
    """A running `manage.py up`."""

    house: House
    port: int
    process: "subprocess.Popen[str]"

    def children(self, word: str = "") -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            return [
                child for child in psutil.Process(self.process.pid).children(recursive=True) if word in " ".join(child.cmdline())
            ]
        return []

    def wait_for_web(self) -> None:
        for _try in range(1200):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                if answer.status == 200 and "Ctrl-C" in self.said():
                    return
            assert self.process.poll() is None, self.said()
            time.sleep(0.1)
        raise AssertionError(self.said())

    def said(self) -> str:
        return self.out.read_text()

    @property
    def out(self) -> Path:
        return self.house.folder / f"up-{self.port}.out"


def start_up(house: House, static: Path, port: int) -> Up:
    words = [sys.executable, "manage.py", "up", "--port", str(port)]
    environment = {**house.environment, "STATIC_ROOT": str(static), "PYTHONUNBUFFERED": "1"}
    with (house.folder / f"up-{port}.out").open("w") as out:
        process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=out, stderr=out, text=True)
    return Up(house, port, process)


@pytest.fixture
def up(house: House, packed_static: Path) -> Iterator[Up]:
    running = start_up(house, packed_static, free_port())
    try:
        running.wait_for_web()
        yield running
    finally:
        _clear(running)


def _clear(running: Up) -> None:
    left = running.children()
    if running.process.poll() is None:
        running.process.kill()
    for child in left:
        with suppress(psutil.NoSuchProcess):
            child.kill()
    running.process.wait()


def end(up: Up, number: int) -> float:
    """Send the signal and wait for the end; the seconds it took."""
    started = time.monotonic()
    up.process.send_signal(number)
    up.process.wait(timeout=20)
    return time.monotonic() - started


@pytest.mark.parametrize("broker", ["folder"], indirect=True)
def test_it_survives_a_killed_worker_a_damaged_message_and_stops_clean(up: Up):
    house = up.house
    assert f"http://127.0.0.1:{up.port}" in up.said()
    refused = subprocess.run(
        [sys.executable, "manage.py", "up", "--port", str(free_port())],
        cwd=ROOT,
        env=house.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0
    assert "already runs on" in refused.stderr

    shop = create_shop(actor=None, name="killed")
    job = received(reports(2_000), shop)
    job = house.wait(job, lambda now: now.next_chunk > 3, sweep=False)
    broken = house.folder / "broker/messages/1_damaged.celery.msg"
    broken.write_bytes(b"")
    os.utime(broken, (time.time() - 60,) * 2)
    worker = next(child for child in up.children("promo_planner worker") if child.ppid() == up.process.pid)
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    started = time.monotonic()
    job = house.wait(job, lambda now: not now.is_moving, seconds=90, sweep=False)
    assert (job.state, job.inserted, Order.objects.count()) == (State.DONE, 2_000, 2_000)
    assert time.monotonic() - started < 60
    assert "The worker ended (SIGKILL)" in up.said()
    assert not broken.exists()

    left = up.children()
    assert end(up, signal.SIGINT) < 15
    assert up.process.returncode == 0
    time.sleep(0.2)
    assert not [child for child in left if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    assert "Stopped." in up.said()


@pytest.mark.parametrize("broker", ["folder"], indirect=True)
def test_what_a_killed_supervisor_leaves_is_cleared(up: Up, packed_static: Path):
    left = up.children()
    assert left
    up.process.kill()
    up.process.wait()
    second = start_up(up.house, packed_static, up.port)
    second.wait_for_web()
    assert not [child for child in left if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    assert end(second, signal.SIGTERM) < 15
