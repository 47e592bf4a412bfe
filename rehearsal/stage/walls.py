"""The walls of a copy: no process of it reaches another database, writes outside of its folder, or speaks to another machine.

They stand on Python's audit events, which no code of the process can take down again. PostgreSQL and Redis clients open their
own sockets in C, so a copy that is told of either does not start.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LOCAL = ("127.", "::1", "localhost")
_HARMLESS = ("/dev/", "/proc/self/")


class BehindWalls(PermissionError):  # noqa: N818 - says where the process stands
    """A process of a rehearsal tried to leave its copy."""


def check(folder: str, *, data_dir: str, database: Mapping[str, Any], redis: str) -> None:
    """Raise BehindWalls unless database, data and broker of this process lie in the folder of the copy."""
    root = Path(folder).resolve()
    if not Path(data_dir).resolve().is_relative_to(root):
        raise BehindWalls(f"The rehearsal in {root} was given the data folder {data_dir}.")
    if not str(database["ENGINE"]).endswith("sqlite3") or not Path(str(database["NAME"])).resolve().is_relative_to(root):
        raise BehindWalls(f"The rehearsal in {root} was given a database outside of it.")
    if redis:
        raise BehindWalls(f"The rehearsal in {root} was given a broker outside of it.")


def build(folder: str, *, data_dir: str, database: Mapping[str, Any], redis: str) -> None:
    """Check the process, then shut it in for as long as it lives."""
    check(folder, data_dir=data_dir, database=database, redis=redis)
    root = f"{Path(folder).resolve()}{os.sep}"

    def watch(event: str, told: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            refuse_address(told[1])
        elif event == "sqlite3.connect" or (event == "open" and isinstance(told[2], int) and told[2] & _WRITES):
            refuse_path(root, told[0])

    sys.addaudithook(watch)


def refuse_address(address: Any) -> None:
    """Raise BehindWalls for an address on another machine; a path is a socket of this one.

    >>> refuse_address(("127.0.0.1", 80)), refuse_address(("::1", 80, 0, 0))
    (None, None)
    >>> refuse_address(("203.0.113.9", 443))
    Traceback (most recent call last):
    rehearsal.stage.walls.BehindWalls: A rehearsal speaks to nobody outside: 203.0.113.9.
    """
    host = address[0] if isinstance(address, tuple) else "localhost"
    if not str(host).startswith(_LOCAL):
        raise BehindWalls(f"A rehearsal speaks to nobody outside: {host}.")


def refuse_path(root: str, path: Any) -> None:
    """Raise BehindWalls for a path outside of `root` (which ends with a separator); memory and devices are harmless.

    >>> refuse_path("/copy/", ":memory:"), refuse_path("/copy/", "/copy/a.txt"), refuse_path("/copy/", 3)
    (None, None, None)
    >>> refuse_path("/copy/", "/copy/../real/promo.sqlite3")
    Traceback (most recent call last):
    rehearsal.stage.walls.BehindWalls: A rehearsal writes nothing outside of its copy: /real/promo.sqlite3.
    """
    if isinstance(path, int) or path in {":memory:", ""}:
        return
    text = os.fsdecode(path)
    if text.startswith("file:"):
        text = text.removeprefix("file:").partition("?")[0]
        if text.startswith(":memory:"):
            return
    real = os.path.realpath(text)
    if not real.startswith((root, *_HARMLESS)) and real != "/dev/null":
        raise BehindWalls(f"A rehearsal writes nothing outside of its copy: {real}.")
