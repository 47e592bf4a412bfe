"""The first hour of a new user: from the shop's name to the undone mistake, through the pages alone."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from imports.models import ImportJob, State
from orders.models import Order, OrderLine, Shop, TrafficHour
from tests.conftest import ClientAs
from tests.imports.pages import upload, work
from tests.imports.samples import lines, orders, traffic

pytestmark = pytest.mark.django_db
ROWS = 40


def page(client: Client) -> str:
    """Read the import page as one line of text."""
    return " ".join(client.get(reverse("imports:list")).content.decode().split())


def stand() -> list[dict[str, object]]:
    """Give every order as it stands, but for where we note its sources."""
    names = [field.attname for field in Order._meta.concrete_fields if field.attname != "provenance_id"]
    return list(Order.objects.order_by("order_no").values(*names))


def press_import(client: Client) -> None:
    """Press the black button of every card that waits, with what stands preselected in its form."""
    shown = page(client)
    for number in re.findall(r'id="job-(\d+)"', shown):
        form = shown.split(f'id="job-{number}"')[1].split("</section>")[0]
        if reverse("imports:confirm", args=[number]) not in form:
            continue
        shop = re.search(r'<option value="(\d+)" selected', form)
        at = re.search(r'name="exported_at"\s+value="([^"]*)"', form)
        told = {"shop": shop[1] if shop else "", "exported_at": at[1] if at else ""}
        assert client.post(reverse("imports:confirm", args=[number]), told).status_code == 302


def test_the_first_hour(client_as: ClientAs, clock: time_machine.Traveller) -> None:
    clock.move_to(dt.datetime(2026, 11, 11, 3, 0, tzinfo=dt.UTC))
    client = client_as(Role.OPERATIONS)

    # The first page asks for a shop; made there, the drop box stands in its place.
    assert "First a shop, then its files." in page(client)
    told = {"name": "青禾女装", "platform": "taobao", "currency": "CNY", "time_zone": "Asia/Shanghai"}
    assert client.post(reverse("imports:shop"), told).status_code == 302
    shop = Shop.objects.get()
    assert "Three files make an hourly board" in page(client)

    # Three files at once; each is recognised, with its first rows and its problems, and nothing counts yet.
    sent = [
        ("ExportOrderList202611111035.csv", orders(ROWS, bad=[7, 23])),
        ("ExportOrderDetailList202611111035.csv", lines(ROWS)),
        ("hours.csv", traffic(3)),
    ]
    upload(client, *sent)
    assert "All three files are being read." in page(client)
    work()
    shown = page(client)
    assert 'All three files <span class="is-watch">wait for your word</span>.' in shown
    for words in (
        "Taobao / Tmall order list",
        "Taobao / Tmall sub-orders",
        "Hourly traffic",
        "This is not an amount",
        "Import 38 rows",
    ):
        assert words in shown
    assert not Order.objects.exists()

    # Import; leave; come back: all is in.
    press_import(client)
    assert "All three files are loading." in page(client)
    work()
    shown = page(client)
    assert "All three files are in." in shown
    assert (Order.objects.count(), OrderLine.objects.count(), TrafficHour.objects.count()) == (ROWS, ROWS, 3)
    first = ImportJob.objects.get(filename=sent[0][0])
    assert first.counts["rejected"] == 2
    assert sum(first.counts.values()) == ROWS

    # Two rows were left out: downloaded, mended, sent again, they go in.
    assert "Download the 2 rows" in shown
    response = client.get(reverse("imports:rejected", args=[first.pk]))
    name = re.search(r'filename="([^"]+)"', response["Content-Disposition"])[1]  # type: ignore[index]
    body = b"".join(response).decode("utf-8-sig")  # type: ignore[arg-type]
    assert body.count("1,2O9.00") >= 2
    upload(client, (name, body.replace("1,2O9.00", "1209.00").encode("utf-8-sig")))
    work()
    press_import(client)
    work()
    mended = ImportJob.objects.get(filename=name)
    assert (mended.state, mended.rows_total, mended.rejected) == (State.DONE, 2, 0)
    assert mended.as_of == first.as_of
    assert Order.objects.filter(shop=shop, total_minor=120900).count() == 2

    clock.shift(dt.timedelta(minutes=5))
    # The three files again, by mistake: nothing changes.
    facts = stand()
    upload(client, *sent)
    work()
    press_import(client)
    work()
    for name, _content in sent:
        again = ImportJob.objects.filter(filename=name).order_by("-pk")[0]
        assert again.state == State.DONE
        assert (again.inserted, again.changed) == (0, 0), name
    assert stand() == facts

    clock.shift(dt.timedelta(minutes=5))
    # The mended one was a mistake after all: undone, and done again.
    assert client.post(reverse("imports:undo", args=[mended.pk])).status_code == 302
    work()
    assert Order.objects.filter(shop=shop, total_minor=120900).count() == 0
    assert "2 rows taken back" in page(client)
    client.post(reverse("imports:again", args=[mended.pk]))
    work()
    assert stand() == facts
