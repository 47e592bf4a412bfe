"""What the broker rings for. A worker does not play a rehearsal, which may last a day: it starts a process that does."""

import os
import subprocess
import sys

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from rehearsal.apps import COPY
from rehearsal.doorbell import send
from rehearsal.models import RehearsalRun, RehearsalState
from rehearsal.services import give_up_lost, waiting_rehearsals
from rehearsal.services.copies import drop_old_copies

_playing: "list[subprocess.Popen[bytes]]" = []


@shared_task
def start_rehearsal(*, run_id: int) -> None:
    """Start the process that plays a rehearsal; it claims the row itself, so that a doubled ring ends at once.

    It stops when the worker's parent is gone, so that nothing plays on behind a program that was stopped.
    """
    if os.environ.get(COPY) or not RehearsalRun.objects.filter(pk=run_id, state=RehearsalState.QUEUED).exists():
        return
    _playing[:] = [each for each in _playing if each.poll() is None]
    words = [sys.executable, "manage.py", "rehearse", "--run", str(run_id), "--with-parent", str(os.getppid())]
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(  # noqa: S603 - our own words
        words, cwd=settings.BASE_DIR, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    _playing.append(started)


@shared_task
def sweep_rehearsals() -> None:
    """Say of rehearsals whose player was killed that they broke off, ring again for those that wait, clear up (beat)."""
    at = timezone.now()
    if give_up_lost(at=at):
        drop_old_copies()
    for run_id in waiting_rehearsals(at=at):
        send(run_id)
