"""What the packing table costs: the answer to a scan, by HTTP from the real server, with fifty people scanning at once.

    python -m bench.child '[["migrate", {}], ["scans", {"orders": 100000}]]'

measures on the database of DATABASE_URL alone. Fifty people scan every two seconds each, which is more than hands can do; the
time is taken by who asks, so it holds the way over the socket and the waiting for each other beside the server's own.
"""

import http.client
import json
import random
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from bench.packing import HELD_EVERY, SCANNERS
from dispatch.services import guard_chunk, take_parcels
from orders.claims import ORDER_FIELDS, ROWS, ChunkClaims, Source
from orders.services import create_shop, load_chunk
from orders.states import OrderState, RefundState

EVERY = 2.0
PIECE = 100_000
_TOKEN = "b" * 32


def time_scans(orders: int) -> dict[str, float]:
    """Fill a shop with paid orders in parcels, every twentieth held; return milliseconds of a kept scan and of a mere check."""
    seconds = 12.0 if orders >= 10_000 else 5.0
    filled = _fill(orders)
    cookies = _people()
    connection.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "gunicorn", "promo_planner.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    server = subprocess.Popen([*words, "--workers", "2", "--threads", "8", "--log-level", "error"])
    try:
        _wait(port)
        kept = _scanning(port, cookies, orders, seconds, post=True)
        checked = _scanning(port, cookies, orders, seconds, post=False)
    finally:
        server.terminate()
        server.wait(timeout=20)
    found = {"orders": float(orders), "guard": filled["guard"], "load": filled["load"], "parcels": filled["parcels"]}
    for name, taken in (("scan", kept), ("check", checked)):
        taken.sort()
        found |= {f"{name}_p50": 1000 * taken[len(taken) // 2], f"{name}_p95": 1000 * taken[int(len(taken) * 0.95)]}
    return found | {"scans": float(len(kept))}


def _number(place: int) -> str:
    return f"4012{place:014}"


def _fill(orders: int) -> dict[str, float]:
    shop = create_shop(actor=None, name="Table", platform="taobao")
    now = timezone.now().replace(microsecond=0)
    taken = {"load": 0.0, "guard": 0.0, "parcels": 0.0}
    for start in range(0, orders, PIECE):
        places = range(start, min(orders, start + PIECE))
        numbers = pa.array([_number(place) for place in places], pa.string())
        asked = [RefundState.REQUESTED if place % HELD_EVERY == 0 else RefundState.NONE for place in places]
        columns: dict[str, Any] = {
            "paid_at": pa.array([now - timedelta(hours=1)] * len(places), ORDER_FIELDS["paid_at"]),
            "state": pa.array([int(OrderState.PAID)] * len(places), pa.int16()),
            "refund_state": pa.array([int(state) for state in asked], pa.int16()),
            "total_minor": pa.array([9_900] * len(places), pa.int64()),
        }
        table = pa.table({"order_no": numbers, **columns, "rows": pa.array([1] * len(places), ROWS)})
        waybills = pa.table({"order_no": numbers, "waybill": pa.array([f"SF{place}" for place in places])})
        for name in ("carrier", "warehouse"):
            waybills = waybills.append_column(name, pa.nulls(len(places), pa.string()))
        source = Source(int(now.timestamp()), f"{start:064d}")
        with transaction.atomic():
            began = time.perf_counter()
            touched = load_chunk(shop=shop, source=source, chunk=ChunkClaims(orders=table))
            loaded = time.perf_counter()
            guard_chunk(shop=shop, touched=touched, claims=ChunkClaims(orders=table), at=now)
            guarded = time.perf_counter()
            take_parcels(shop=shop, source=source, table=waybills)
            taken["load"] += loaded - began
            taken["guard"] += guarded - loaded
            taken["parcels"] += time.perf_counter() - guarded
    return taken


def _people() -> list[str]:
    found = []
    for number in range(SCANNERS):
        client = Client()
        person = User.objects.create_user(username=f"table{number}", password="-", role=Role.OPERATIONS)
        client.force_login(person, backend="accounts.sessions.PasswordBackend")
        found.append(client.cookies["sessionid"].value)
    return found


def _scanning(port: int, cookies: list[str], orders: int, seconds: float, *, post: bool) -> list[float]:
    """Let everybody scan for some seconds; return what each answer took, the first of each person left out."""
    taken: list[float] = []
    errors: list[str] = []
    until = time.monotonic() + seconds

    def scan(number: int, cookie: str) -> None:
        chance = random.Random(number)
        time.sleep(chance.random() * EVERY)
        mine = []
        while time.monotonic() < until:
            place = chance.randrange(orders)
            read = _number(place) if place % 2 else f"SF{place}"
            began = time.perf_counter()
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)  # as phones do: the server ends idle lines
            status, answer = _ask(line, cookie, read, f"{number}-{len(mine)}-{chance.random()}", post=post)
            mine.append(time.perf_counter() - began)
            line.close()
            if status != 200 or answer != ("stop" if place % HELD_EVERY == 0 else "ship"):
                errors.append(f"{read}: {status} {answer}")
            time.sleep(EVERY * (0.75 + chance.random() / 2))
        taken.extend(mine[1:])

    scanners = [threading.Thread(target=scan, args=each) for each in enumerate(cookies)]
    for scanner in scanners:
        scanner.start()
    for scanner in scanners:
        scanner.join()
    if errors or not taken:
        raise AssertionError(f"{len(errors)} answers were wrong, as {errors[:3]}.")
    return taken


def _ask(line: http.client.HTTPConnection, cookie: str, read: str, client_id: str, *, post: bool) -> tuple[int, str]:
    headers = {"Cookie": f"sessionid={cookie}; csrftoken={_TOKEN}", "X-CSRFToken": _TOKEN, "Content-Type": "application/json"}
    if post:
        sent = {"scans": [{"id": client_id, "number": read, "at": timezone.now().isoformat()}]}
        line.request("POST", "/dispatch/scan/answers/", json.dumps(sent), headers)
    else:
        line.request("GET", f"/api/v1/dispatch/check/?number={read}", headers=headers)
    answered = line.getresponse()
    body = answered.read()
    if answered.status != 200:
        return answered.status, body[:80].decode(errors="replace")
    told = json.loads(body)
    return 200, told["answers"][0]["word"] if post else told["answer"]


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            line.request("GET", "/livez")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("The server does not answer.")
