"""Play a rehearsal from outside of its copy: make the copy, start its conductor, tell how far it came, take the score home."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from common.processes import die_with_parent
from rehearsal.models import RehearsalRun, RehearsalState
from rehearsal.services import copies
from rehearsal.services.runs import Held, claim_rehearsal

LOOKS_EVERY = 0.5
PATIENCE = 20.0


def play(
    *,
    run_id: int,
    say: Callable[[str], None] = lambda _line: None,
    keep: bool = False,
    goes_on: Callable[[], bool] = lambda: True,
) -> RehearsalRun | None:
    """Play a rehearsal to its end and keep its score; None when it is not waiting. Reads the clock itself: a lease is real time.

    `goes_on` False ends it as stopped, as a person's stop does. `keep` leaves the copy standing, to be looked at.
    """
    held = claim_rehearsal(run_id=run_id, at=timezone.now())
    if held is None:
        return None
    try:
        folder, faults = copies.make_copy(run=held.run)
        RehearsalRun.objects.filter(pk=run_id).update(faults=faults)
        held.tell(at=timezone.now(), minute=held.run.from_minute, seen={})
        _conduct(held, folder, faults, say, goes_on)
    except Exception as failed:
        held.end(at=timezone.now(), state=RehearsalState.FAILED, error=f"{type(failed).__name__}: {failed}")
        raise
    finally:
        if not keep:
            copies.drop_copy(run=held.run)
    return RehearsalRun.objects.get(pk=run_id)


def _conduct(
    held: Held, folder: Path, faults: list[dict[str, object]], say: Callable[[str], None], goes_on: Callable[[], bool]
) -> None:
    run = held.run
    told = {
        "campaign": run.campaign_id, "speed": run.speed, "tick": run.tick_minutes, "first": run.from_minute,
        "until": run.until_minute, "faults": faults,
    }  # fmt: skip
    (folder / "asked.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    with (folder / "conductor.log").open("wb") as log:
        conductor = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "manage.py", "rehearsal_stage", str(folder)],
            cwd=settings.BASE_DIR,
            env=copies.environment_of(folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one thread at this point
        )
    stopped = False
    try:
        while conductor.poll() is None:
            time.sleep(LOOKS_EVERY)
            seen = _read(folder / "seen.json")
            if not stopped and not (_told(held, seen, say) and goes_on()):
                stopped = True
                conductor.send_signal(signal.SIGTERM)
    finally:
        _end(conductor)
    score = _read(folder / "judged.json")
    if stopped:
        held.end(at=timezone.now(), state=RehearsalState.STOPPED, score=score or None)
    elif conductor.returncode == 0 and score:
        held.end(at=timezone.now(), state=RehearsalState.DONE, score=score)
    else:
        log_text = (folder / "conductor.log").read_text(encoding="utf-8", errors="replace").strip()
        held.end(at=timezone.now(), state=RehearsalState.FAILED, error=log_text[-400:] or f"code {conductor.returncode}")


def _told(held: Held, seen: dict[str, Any], say: Callable[[str], None]) -> bool:
    """Write how far it came, where anything moved; a database that is away for a moment does not end a rehearsal."""
    minute = int(seen.get("minute", held.run.minute))
    if minute != held.run.minute:
        say(f"{minute // 60}:{minute % 60:02}  {', '.join(seen.get('signs', [])) or '-'}")
        held.run.minute = minute
    try:
        close_old_connections() if not _in_transaction() else None
        return held.tell(at=timezone.now(), minute=minute, seen=seen)
    except DatabaseError:
        return True


def _in_transaction() -> bool:
    from django.db import connection  # noqa: PLC0415 - the connection of this moment

    return connection.in_atomic_block


def _read(file: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told


def _end(conductor: "subprocess.Popen[bytes]") -> None:
    """Give the conductor time to end, then end whatever is left of its group."""
    with suppress(subprocess.TimeoutExpired):
        conductor.wait(PATIENCE)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(conductor.pid, signal.SIGKILL)
    conductor.wait()
