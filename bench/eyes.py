"""Many browsers on one board: the program as `manage.py up` starts it, web and worker together, and clients that poll it.

Call `time_eyes` in a process whose database holds one running campaign with its board. The clients are plain sockets in one
thread; they share the machine with what they measure, and take about a fourteenth of a core of it. They begin once the web
answers: earlier versions began once its socket was open, and p99 was the time two processes need to load the program.
"""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from bench.looking import EVERY
from campaigns.models import Campaign

CLOCK = time.perf_counter


@dataclass
class Answers:
    """What came back: milliseconds of each answer, by status; `lost` without one."""

    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    lost: int = 0


def time_eyes(clients: int = 500, seconds: float = 45.0) -> dict[str, Any]:
    """Return the p99 of clients at their own pace while the board changes, and the requests a second of clients without pause."""
    hurried = seconds / 4.5
    campaign = Campaign.objects.order_by("-starts_at").first()
    if campaign is None:
        raise SystemExit("There is no campaign to look at.")
    cookies = [_session(number) for number in range(20)]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "manage.py", "up", "--host", "127.0.0.1", "--port", str(port)]
    program = subprocess.Popen(words, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        asyncio.run(_until_it_answers(port))
        run = _Run(port, f"/board/{campaign.pk}/", _parts(campaign.pk), cookies, campaign.pk)
        paced, whole = asyncio.run(run.paced(clients, seconds)), asyncio.run(run.hurried(clients, hurried))
    finally:
        program.send_signal(signal.SIGINT)
        try:
            program.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
    return {
        "clients": clients,
        "p99": _quantile(paced.times, 0.99),
        "p50": _quantile(paced.times, 0.5),
        "asked": len(paced.times),
        "bodies": paced.statuses.get(200, 0),
        "unchanged": paced.statuses.get(304, 0),
        "lost": paced.lost + whole.lost,
        "per_second": len(whole.times) / hurried,
        "hurried_p99": _quantile(whole.times, 0.99),
    }


@dataclass(frozen=True)
class _Run:
    port: int
    path: str
    parts: dict[str, int]
    cookies: list[str]
    campaign: int

    async def paced(self, clients: int, seconds: float) -> Answers:
        """Let every client look every 15 seconds, at the parts of the page as it asks for them; the plan changes every ten."""
        answers, until = Answers(), CLOCK() + seconds
        changing = asyncio.create_task(self._change(until))
        asked = {self.path: 1, **self.parts}
        await asyncio.gather(*(self._client(number, answers, until, EVERY, asked) for number in range(clients)))
        await changing
        return answers

    async def hurried(self, clients: int, seconds: float) -> Answers:
        """Let every client ask again as soon as it is answered."""
        answers, until = Answers(), CLOCK() + seconds
        await asyncio.gather(*(self._client(number, answers, until, 0.0, {self.path: 1}) for number in range(clients)))
        return answers

    async def _change(self, until: float) -> None:
        """Change the plan, so that a look rings for the worker, which counts and draws the board anew."""
        while CLOCK() < until:
            await asyncio.to_thread(Campaign.objects.filter(pk=self.campaign).update, version=F("version") + 1)
            await asyncio.sleep(10)

    async def _client(self, number: int, answers: Answers, until: float, pause: float, asked: dict[str, int]) -> None:
        """Ask for each path of `asked` with every so-manieth look, as one browser does."""
        cookie, etags, look = self.cookies[number % len(self.cookies)], dict.fromkeys(asked, ""), number
        await asyncio.sleep(random.random() * pause)
        while CLOCK() < until:
            woken = CLOCK()
            for path, every in asked.items():
                if look % every:
                    continue
                began = CLOCK()
                try:
                    status, etags[path] = await asyncio.wait_for(self._look(path, cookie, etags[path]), 30)
                except (OSError, TimeoutError, ValueError):
                    answers.lost += 1
                    continue
                answers.times.append(1000 * (CLOCK() - began))
                answers.statuses[status] = answers.statuses.get(status, 0) + 1
            look += 1
            await asyncio.sleep(max(0.0, pause - (CLOCK() - woken)))

    async def _look(self, path: str, cookie: str, etag: str) -> tuple[int, str]:
        seen = f"If-None-Match: {etag}\r\n" if etag else ""
        status, head = await _ask(self.port, path, f"HX-Request: true\r\nCookie: sessionid={cookie}\r\n{seen}")
        return status, next((line.partition(":")[2].strip() for line in head if line.lower().startswith("etag:")), etag)


async def _ask(port: int, path: str, headers: str) -> tuple[int, list[str]]:
    """Ask on a connection of its own, as a browser does that looks every 15 seconds; return status and head."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n".encode())
        await writer.drain()
        answer = await reader.read(-1)
    finally:
        writer.close()
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    return int(head[0].split()[1]), head


def _parts(campaign: int) -> dict[str, int]:
    """Return the parts a board asks for by themselves, and with every which look of 15 seconds."""
    return {
        reverse("live:incidents-banner", args=[campaign]): 2,
        **{reverse(f"live:{n}", args=[campaign]): 4 for n in ("plays", "tiers")},
    }


def _session(number: int) -> str:
    """Sign a person in and return the cookie of the session."""
    person, _made = User.objects.get_or_create(username=f"eyes{number}", defaults={"role": Role.OPERATIONS})
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "accounts.sessions.PasswordBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)


async def _until_it_answers(port: int) -> None:
    """Wait until the web answers: its socket takes connections before anybody is there to see to them."""
    until = CLOCK() + 120
    while CLOCK() < until:
        try:
            status, _head = await asyncio.wait_for(_ask(port, "/livez", ""), 5)
        except (OSError, TimeoutError, ValueError, IndexError):
            status = 0
        if status == 200:
            await asyncio.sleep(5)  # the worker, and the beat
            return
        await asyncio.sleep(0.3)
    raise SystemExit("The program did not answer within two minutes.")


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")
