"""The clock of a copy: a moment in a file, moved by the conductor alone, read by every process of the copy.

The doors of the program ask `django.utils.timezone.now`; in a copy that is this. The clock stands while work is done, so that a
lease cannot run out behind a slow machine, and what is noticed after how many minutes does not depend on the machine.
"""

from datetime import datetime
from functools import partial
from pathlib import Path

from django.utils import timezone

FILE = "clock"


def install(folder: str) -> None:
    """Let this process read its time from the copy's clock."""
    setattr(timezone, "now", partial(read, Path(folder)))  # noqa: B010 - a module's function is exchanged, and meant to be


def read(folder: Path) -> datetime:
    """Return the moment the clock of a copy stands at, aware, in UTC."""
    return datetime.fromisoformat((folder / FILE).read_text(encoding="ascii"))


def move(folder: Path, at: datetime) -> None:
    """Set the clock of a copy; whoever reads it sees the old moment or the new one, never half of one."""
    fresh = folder / f"{FILE}.next"
    fresh.write_text(at.isoformat(), encoding="ascii")
    fresh.replace(folder / FILE)
