"""Ring for the worker of a copy as beat would, by the clock of the copy, and wait until it has nothing left to do."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from celery import current_app
from django.conf import settings

from common.models import Canary
from imports.models import ImportJob, State

CANARY = "common.tasks.beat_canary"
WATCH = "imports.tasks.watch_folder"
BY_ITSELF = frozenset({CANARY, WATCH})
LONGEST = 3600.0
LOOKS_EVERY = 0.1
PATIENCE = 300.0


class WorkerHangs(RuntimeError):  # noqa: N818 - says what is wrong
    """The worker of a copy did not come to rest in time."""


class Bell:
    """The schedule of the house, rung by the clock of the copy: what beat rings for, each at most once a tick."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}

    def ring_due(self, at: datetime) -> None:
        """Ring for whatever is due at `at`; what is rung once an hour or a day is no matter of one day."""
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
            if not isinstance(entry["schedule"], int | float) or entry["schedule"] >= LONGEST or entry["task"] in BY_ITSELF:
                continue
            last = self._last.get(name)
            if last is None or (at - last).total_seconds() >= entry["schedule"]:
                self._last[name] = at
                send(entry["task"])


def send(task: str) -> None:
    """Put a message into the broker of the copy."""
    current_app.send_task(task, retry=False, ignore_result=True)


def wait_until_idle(*, is_alive: Callable[[], bool]) -> None:
    """Wait until the worker has done all that was rung for, and all that this rang for in turn.

    A canary sent last comes back when everything before it is done; twice in a row with nothing behind it is rest. Raises
    WorkerHangs after PATIENCE seconds, or when the worker is dead.
    """
    until = time.monotonic() + PATIENCE
    quiet = 0
    while quiet < 2:
        Canary.objects.filter(name="worker").delete()
        send(CANARY)
        while not Canary.objects.filter(name="worker").exists():
            if time.monotonic() > until or not is_alive():
                raise WorkerHangs("The worker of the rehearsal does not come to rest; its worker.log tells more.")
            time.sleep(LOOKS_EVERY)
        quiet = 0 if any((Path(settings.BROKER_DIR) / "messages").glob("*.msg")) else quiet + 1


def wait_for_work(*, is_alive: Callable[[], bool]) -> int | None:
    """Wait until a worker loads an import, and return its number; None when none is taken up in time."""
    until = time.monotonic() + PATIENCE / 10
    while time.monotonic() < until and is_alive():
        held = ImportJob.objects.filter(state=State.RUNNING).exclude(worker="").values_list("pk", flat=True).first()
        if held is not None:
            return held
        time.sleep(0.001)
    return None
