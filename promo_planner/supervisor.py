"""Keep a few programs running as children: restart what ends, stop all of it together, leave nothing behind.

Each child leads a process group of its own, so that its own children end with it. Knows nothing of what the programs do.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from common.processes import die_with_parent

FIRST_PAUSE, LONGEST_PAUSE, STEADY_SECONDS = 0.5, 30.0, 60.0


@dataclass
class Child:
    """One program to keep running; `mute` keeps its greeting (not its errors) off the screen.

    `before` runs before each start and gives the environment; `after` once it ended.
    """

    name: str
    words: Sequence[str]
    mute: bool = False
    before: Callable[[], Mapping[str, str]] = dict
    after: Callable[[], None] = lambda: None
    process: "subprocess.Popen[bytes] | None" = None
    starts: int = 0
    started: float = 0.0
    next_start: float = 0.0
    pause: float = field(default=FIRST_PAUSE)

    def start(self, now: float) -> None:
        """Start it in a process group of its own."""
        environment = {**os.environ, **self.before()}
        self.process = subprocess.Popen(  # noqa: S603 - our own words
            self.words,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if self.mute else None,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one thread at this point
        )
        self.starts += 1
        self.started = now

    @property
    def is_running(self) -> bool:
        """Tell whether it runs."""
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal to the program itself, which passes it on as it sees fit."""
        if self.process is not None and self.is_running:
            self.process.send_signal(number)

    def bury(self) -> None:
        """Kill whatever is left of its group, and take note of the end."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        self.after()


class Supervisor:
    """The children together."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = list(children)
        self.say = say

    def tend(self, now: float) -> None:
        """Start what is due and note what ended; a program that keeps ending is started ever more rarely, at most every 30 s."""
        for child in self.children:
            if child.process is None:
                if now >= child.next_start:
                    child.start(now)
                continue
            code = child.process.poll()
            if code is None:
                continue
            if now - child.started > STEADY_SECONDS:
                child.pause = FIRST_PAUSE
            self.say(f"The {child.name} ended ({ending(code)}); it is started again in {child.pause:g} s.")
            child.bury()
            child.next_start, child.pause = now + child.pause, min(child.pause * 2, LONGEST_PAUSE)

    def stop(self, *, patience: float, hurry: Callable[[], bool] = lambda: False) -> None:
        """Ask all to end, wait `patience` seconds at most (not at all once `hurry` says so), then kill what is left."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + patience
        while any(child.is_running for child in self.children) and time.monotonic() < until and not hurry():
            time.sleep(0.05)
        for child in self.children:
            child.bury()


def ending(code: int) -> str:
    """Say how a program ended: with a code, or by a signal.

    >>> ending(1), ending(-9)
    ('code 1', 'SIGKILL')
    """
    return f"code {code}" if code >= 0 else signal.Signals(-code).name


def clear_leftovers(groups: Sequence[tuple[int, str]]) -> int:
    """Kill the process groups that an earlier supervisor, itself killed, left behind; return how many.

    `groups` are (leader's process id, a word of its command line): the word tells it from a stranger who got the same number.
    """
    killed = 0
    for leader, word in groups:
        shown = subprocess.run(["ps", "-o", "command=", "-p", str(leader)], capture_output=True, text=True, check=False)  # noqa: S603, S607
        if word in shown.stdout:
            os.killpg(leader, signal.SIGKILL)
            killed += 1
    return killed
