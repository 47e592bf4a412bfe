"""`manage.py up`: web, worker and beat as one command, until Ctrl-C."""

import json
import os
import secrets
import signal
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from accounts.models import User
from accounts.services import create_demo_people
from common.models import Canary
from imports import leases, queries, sweeping
from promo_planner import startup
from promo_planner.supervisor import Child, Supervisor, clear_leftovers

TEND_SECONDS, WATCH_SECONDS = 0.25, 15.0
WARM_SECONDS = 10.0
STALE = timedelta(seconds=150)
WAITING = timedelta(seconds=60)


class Command(BaseCommand):
    """Start everything, keep it running, stop it together."""

    help = "Starts web server, worker and beat, and keeps them running until Ctrl-C."
    # They would load every page into this process, which shows none; `manage.py migrate` and CI run them.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, start, watch, stop."""
        self.stops = 0
        self.pids = Path(settings.DATA_DIR) / "up.json"
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        with ExitStack() as keep:
            try:
                lock = startup.lock_data_dir(keep)
                startup.check_database()
                self._clear_leftovers()
                startup.check_port(options["host"], options["port"])
            except startup.CannotStart as reason:
                raise CommandError(str(reason)) from reason
            lock.truncate(0)
            lock.write(f"process {os.getpid()}, http://{options['host']}:{options['port']}")
            lock.flush()
            Path(settings.WATCHED_DIR).mkdir(parents=True, exist_ok=True)
            if not settings.DEBUG:
                startup.collect_static()
            self._run(options["host"], options["port"])

    def _run(self, host: str, port: int) -> None:
        """Tend the children until someone asks to stop."""
        supervisor = Supervisor([web(host, port), self._worker(), beat()], say=self.stderr.write)
        greeted, watched = False, time.monotonic()
        try:
            while not self.stops:
                now = time.monotonic()
                supervisor.tend(now)
                self._note_pids(supervisor)
                greeted = greeted or self._greet(host, port)
                if now - watched > WATCH_SECONDS:
                    watched = now
                    self._watch(supervisor)
                time.sleep(TEND_SECONDS)
        finally:
            self.stdout.write("Stopping ...")
            supervisor.stop(patience=WARM_SECONDS, hurry=lambda: self.stops > 1)
            self.pids.unlink(missing_ok=True)
            connections.close_all()
            self.stdout.write("Stopped.")

    def _ask_to_stop(self, *_signal: Any) -> None:
        """Take note of Ctrl-C; a second one stops without patience."""
        self.stops += 1

    def _worker(self) -> Child:
        """Describe the worker. Its leases carry its name: once it is dead they end at once, and its imports go on."""
        name = ""

        def before() -> dict[str, str]:
            nonlocal name
            name = f"up-{os.getpid()}-{secrets.token_hex(3)}"
            moved = startup.clean_broker(older_than_seconds=2, now=time.time())
            if moved:
                self.stderr.write(f"{moved} messages that cannot be read were put aside in {settings.BROKER_DIR / 'aside'}.")
            # A container runs as root; celery's long warning about it would hide the address and the logins.
            return {"PROMO_WORKER": name, "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}

        def after() -> None:
            self._in_database(lambda: leases.release(worker=name) and sweeping.sweep(at=timezone.now()))

        celery = [
            sys.executable,
            "-m",
            "celery",
            "--quiet",
            "--app",
            "promo_planner",
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
            "warning",
        ]
        return Child(
            "worker",
            [*celery, "--without-gossip", "--without-mingle", "--without-heartbeat"],
            before=before,
            after=after,
            mute=True,
        )

    def _watch(self, supervisor: Supervisor) -> None:
        """Restart a worker that lives but does not work: its canary is stale while imports wait and none is held."""
        worker = next(child for child in supervisor.children if child.name == "worker")
        if (
            worker.is_running
            and time.monotonic() - worker.started > STALE.total_seconds()
            and self._in_database(worker_is_asleep)
        ):
            self.stderr.write("The worker lives but takes no work; it is restarted.")
            worker.bury()

    def _in_database(self, ask: Any) -> Any:
        """Ask the database, which may be away for a moment: then nothing is known, and the next round asks again."""
        try:
            close_old_connections()
            return ask()
        except DatabaseError:
            return None

    def _note_pids(self, supervisor: Supervisor) -> None:
        """Write down who runs, for a start after this process was killed outright."""
        running = [child.process.pid for child in supervisor.children if child.process is not None]
        text = json.dumps(running)
        if getattr(self, "_noted", "") != text:
            self.pids.write_text(text)
            self._noted = text

    def _clear_leftovers(self) -> None:
        """End what an earlier `up`, killed outright, left running."""
        try:
            leaders = json.loads(self.pids.read_text())
        except (OSError, ValueError):
            return
        if clear_leftovers([(int(leader), "promo_planner") for leader in leaders]):
            self.stderr.write("Ended what an earlier start had left running.")

    def _greet(self, host: str, port: int) -> bool:
        """Print the address and the demo logins as soon as the web server answers; tell whether it did."""
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else f"[{host}]" if ":" in host else host  # noqa: S104 - compared, not bound
        try:
            asked = urllib.request.Request(f"http://{shown}:{port}/livez", headers={"Host": "localhost"})
            urllib.request.urlopen(asked, timeout=1).close()  # noqa: S310 - the same
        except (urllib.error.URLError, OSError):
            return False
        self.stdout.write(f"\nPromo Planner runs at http://{shown}:{port}")
        if (Path(settings.DATA_DIR) / "demo-logins.json").exists():
            for username, password, role in create_demo_people():
                self.stdout.write(f"  {role:<11} {username:<8} {password}")
        elif not User.objects.exists():
            self.stdout.write("Nobody can sign in yet: run `python manage.py demo` or `python manage.py createsuperuser`.")
        self.stdout.write("Ctrl-C stops it.")
        self.stdout.flush()
        return True


def worker_is_asleep() -> bool:
    """Tell whether the canary is stale while an import has waited for a minute and no worker holds one."""
    now = timezone.now()
    canary = Canary.objects.filter(name="worker").first()
    waiting = queries.oldest_waiting()
    waits = waiting is not None and now - waiting.touched_at > WAITING
    return waits and not queries.is_busy(at=now) and (canary is None or now - canary.beat_at > STALE)


def web(host: str, port: int) -> Child:
    """Describe the web server."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    words = [sys.executable, "-m", "gunicorn", "--config", "python:promo_planner.webserver", "--bind", bind]
    return Child("web server", [*words, "--log-level", "warning"])


def beat() -> Child:
    """Describe the one beat; no file tells its process, so that none stays behind."""
    words = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "--app",
        "promo_planner",
        "beat",
        "--loglevel",
        "warning",
        "--pidfile",
        "",
    ]
    # Celery's start checks everything, which loads every page: the beat shows none and does none of the work.
    return Child("beat", words, before=lambda: {"CELERY_SKIP_CHECKS": "1"})
