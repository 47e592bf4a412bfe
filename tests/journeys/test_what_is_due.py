"""The warehouse against the clock, by files and pages: orders come near their limit, the speed is not enough, they ship.

And an abnormal order: found after the file, taken, commented, solved, taken back.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from dispatch.models import AbnormalAct, AbnormalOrder, ScanLog
from imports import services
from imports.dispatching import refresh
from imports.models import ImportJob, State
from orders.models import Shop
from orders.services import create_shop
from tests.conftest import ClientAs
from tests.imports.files import LINES, written

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 14, 4, tzinfo=UTC)  # noon in Shanghai, three days after the sale
COLUMNS = [*LINES, "Shipped at", "Waybill", "Warehouse"]


def row(number: str, hours_ago: float, place: str, *, buyer: str = "", left: datetime | None = None) -> list[Any]:
    """One order as the template tells it, by the clock of the shop; `left`: when it was shipped."""
    paid = f"{AT - timedelta(hours=hours_ago) + timedelta(hours=8):%Y-%m-%d %H:%M:%S}"
    shipped = f"{left + timedelta(hours=8):%Y-%m-%d %H:%M:%S}" if left else ""
    state = "shipped" if left else "paid"
    return [number, "1", buyer or f"of {number}", paid, paid, state, "COAT", 1, "99.00", shipped, f"SF{number}", place]


def waiting(left: datetime | None = None) -> list[list[Any]]:
    """Twenty wait in the east since 68 hours, ten in the south: all due in four hours."""
    east = [row(f"E{number:03}", 68.2, "East", left=left) for number in range(20)]
    return east + [row(f"S{number:03}", 68.2, "South", left=left) for number in range(10)]


def gone() -> list[list[Any]]:
    """In the last six hours twelve left the east and sixty the south."""
    left = [AT - timedelta(minutes=5 + 350 * number / 60) for number in range(60)]
    east = [row(f"G{number:03}", 71, "East", left=left[number * 5]) for number in range(12)]
    return east + [row(f"H{number:03}", 71, "South", left=left[number]) for number in range(60)]


def bring(shop: Shop, rows: Iterable[list[Any]], at: datetime) -> None:
    """Bring the export of this moment by the main road, and let the worker look at what it touched."""
    content = written(COLUMNS, rows)
    job = services.receive(file=[content], filename=f"{at:%H%M}.csv", actor=None, source="upload", shop=shop, as_of=at)
    services.look_at(job_id=job.pk, worker="test")
    job = ImportJob.objects.get(pk=job.pk)
    if job.state == State.READY:
        services.confirm(job=job, actor=None)
    services.run_road(job_id=job.pk, worker="test")
    refresh(shop=shop, at=at)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def due(client: Client, **asked: Any) -> str:
    return text(client.get(reverse("dispatch:due"), asked))


def test_the_clock_of_two_warehouses_from_need_to_nothing(client_as: ClientAs) -> None:
    shop = create_shop(actor=None, name="Lamp House")
    with time_machine.travel(AT, tick=False):
        bring(shop, waiting() + gone(), AT)
        packer = client_as(Role.WAREHOUSE)
        shown = due(packer)
        assert "orders will miss their time: in East 2 leave an hour" in shown
        assert "Due in 4 hours" in shown
        assert "30 orders of Lamp House" in shown

        assert "All of 10 orders leave in time: 10 leave an hour" in due(packer, shop=shop.pk, warehouse="South")
        shown = due(packer, shop=shop.pk, warehouse="East")
        assert "orders will miss their time: 2 leave an hour" in shown
        assert "20 orders of Lamp House" in shown
        assert "S001" not in shown
        assert "30 orders of Lamp House" in due(packer, shop=shop.pk, warehouse="Moon")  # no such place: all of them
        rows = packer.get(reverse("dispatch:due-export"), {"shop": shop.pk, "when": "4", "warehouse": "South", "format": "csv"})
        assert rows.content.decode("utf-8-sig").count("\r\n") == 11
        ops = client_as(Role.OPERATIONS)
        told = ops.get("/api/v1/dispatch/due/", {"shop": shop.pk, "warehouse": "East"}).json()["stores"]
        assert [(one["warehouse"], one["open"], one["due_in_4_hours"]) for one in told] == [("East", 20, 20)]
        found = ops.get("/api/v1/dispatch/due/orders/", {"shop": shop.pk, "when": "4", "warehouse": "South"}).json()
        assert {one["order_no"][0] for one in found} == {"S"}

    later = AT + timedelta(hours=1)
    with time_machine.travel(later, tick=False):  # the east packs: all twenty go over the table before any file knows
        scans = [{"id": f"c{number}", "number": f"SFE{number:03}", "at": later.isoformat()} for number in range(20)]
        answer = packer.post(reverse("dispatch:scan-answers"), json.dumps({"scans": scans}), content_type="application/json")
        assert {one["word"] for one in answer.json()["answers"]} == {"ship"}
        assert ScanLog.objects.count() == 20
    later += timedelta(minutes=10)
    with time_machine.travel(later, tick=False):
        refresh(shop=shop, at=later)
        shown = due(packer, when="all")
        assert "All of 10 orders leave in time" in shown
        assert "10 orders of Lamp House" in shown  # the list says what the count says
        assert "E001" not in shown

    later += timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        bring(shop, waiting(left=later - timedelta(minutes=20)) + gone(), later)
        assert "Nothing waits to be shipped." in due(packer)


def test_an_abnormal_order_from_found_to_solved_and_back(client_as: ClientAs) -> None:
    shop = create_shop(actor=None, name="Lamp House")
    twice = [row("A001", 3, "East", buyer="ann"), row("A002", 2.8, "East", buyer="ann"), row("B001", 3, "East", buyer="ben")]
    with time_machine.travel(AT, tick=False):
        bring(shop, twice, AT)
        chen = client_as(Role.SERVICE, username="chen")
        shown = text(chen.get(reverse("dispatch:abnormal")))
        assert "1 order is abnormal" in shown
        found = AbnormalOrder.objects.get()
        assert (found.kind, found.order_no) == ("duplicate", "A002")
        assert reverse("dispatch:abnormal-one", args=[found.pk]) in due(chen, when="all")  # marked where it is due as well

        def act(what: str) -> None:
            answer = chen.post(reverse("dispatch:abnormal-many"), {"id": found.pk, "act": what})
            assert answer.status_code == 302
            found.refresh_from_db()

        act("take")
        assert (found.state, found.owner.username) == ("in_work", "chen")
        chen.post(reverse("dispatch:abnormal-comment", args=[found.pk]), {"text": "Called: she wants both."})
        act("no_problem")
        assert "No order is abnormal" in text(chen.get(reverse("dispatch:abnormal")))
        bring(shop, twice, AT + timedelta(minutes=20))  # the same again: what a person closed stays closed
        found.refresh_from_db()
        assert found.state == "no_problem"

        chen.post(reverse("dispatch:abnormal-undo", args=[AbnormalAct.objects.latest("pk").pk]))
        found.refresh_from_db()
        assert (found.state, found.owner.username) == ("in_work", "chen")
        shown = text(chen.get(reverse("dispatch:abnormal-one", args=[found.pk])))
        assert "Called: she wants both." in shown
        there = f"{reverse('dispatch:order')}?shop={shop.pk}&number=A002"
        assert there.replace("&", "&amp;") in shown
        assert "A002" in text(chen.get(there))
        assert AbnormalOrder.objects.count() == 1
