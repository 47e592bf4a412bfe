"""The worker of a copy: one process, so that killing it is what a power cut does."""

import os
import secrets
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from common.processes import die_with_parent

_WORDS = ("-m", "celery", "--quiet", "--app", "promo_planner", "worker", "--pool", "solo", "--loglevel", "warning")
_ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")
_PATIENCE = 15.0


@dataclass
class Worker:
    """The one worker of the copy in `folder`, started from `home` (where manage.py lies)."""

    folder: Path
    home: Path
    process: "subprocess.Popen[bytes] | None" = None
    starts: int = 0

    def start(self) -> None:
        """Start it under a name of its own, writing into worker.log."""
        environment = {**os.environ, "PROMO_WORKER": f"rehearsal-{secrets.token_hex(3)}", "PYTHONWARNINGS": "ignore"}
        with (self.folder / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own words
                [sys.executable, *_WORDS, *_ALONE],
                cwd=self.home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - it starts nothing itself
            )
        self.starts += 1

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Kill it as a power cut does."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Ask it to end, then make it."""
        if self.process is not None and self.is_alive:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_PATIENCE)
        self.kill()
