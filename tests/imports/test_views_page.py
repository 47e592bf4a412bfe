"""The page of imports: its sentence, its empty states, its history, who may see it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from imports.models import ImportJob, State
from orders.models import Shop
from orders.services import create_shop
from tests.conftest import ClientAs

pytestmark = pytest.mark.django_db


def job(state: str = State.DONE, **values: object) -> ImportJob:
    """Make a row as an import of that state has it."""
    plain = {"filename": "orders.csv", "digest": "a" * 64, "path": "uploads/aa/a", "state": state, "format_key": "taobao_orders"}
    return ImportJob.objects.create(**{**plain, **values})


def text(client: Client, name: str = "imports:list", **query: str) -> str:
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_without_a_shop_the_page_asks_for_one_first(client_as: ClientAs) -> None:
    page = text(client_as(Role.OPERATIONS))
    assert "First a shop, then its files." in page
    assert 'name="time_zone"' in page
    assert "data-upload" not in page


def test_the_shop_is_made_on_the_spot(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    told = {"name": "青禾女装", "platform": "taobao", "currency": "CNY", "time_zone": "Asia/Shanghai"}
    response = client.post(reverse("imports:shop"), told)
    assert response.status_code == 302
    assert Shop.objects.get().name == "青禾女装"
    page = text(client)
    assert "No file is in yet." in page
    assert "data-upload" in page


def test_a_shop_name_that_is_taken_is_told_beside_the_field(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    create_shop(actor=client.user, name="Qinghe")
    told = {"name": "Qinghe", "platform": "taobao", "currency": "CNY", "time_zone": "Asia/Shanghai"}
    response = client.post(reverse("imports:shop"), told)
    assert response.status_code == 422
    assert Shop.objects.count() == 1


def test_the_empty_page_says_what_to_do_first(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    create_shop(actor=client.user, name="Qinghe")
    page = text(client)
    assert "Three files make an hourly board" in page
    assert "promo-planner" not in page
    assert reverse("imports:template", args=["traffic", "xlsx"]) in page
    assert "JD" in page


def test_the_sentence_counts_the_files_of_the_hour(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    shop = create_shop(actor=client.user, name="Qinghe")
    job(State.DONE, shop=shop, kind="orders")
    job(State.RUNNING, shop=shop, phase="load", rows_total=100, rows_done=61)
    asks = job(State.READY, shop=None, look={"format_key": "taobao_orders"})
    page = text(client)
    assert 'One of three files is in; one is loading; one needs <span class="is-watch">one answer</span>.' in page
    assert "whose orders are they?" in page
    assert f"#job-{asks.pk}" in page


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.DONE, "The file is in."),
        (State.LOOKING, "The file is being read."),
        (State.QUEUED, "The file is loading."),
        (State.UNDONE, "The file is taken back."),
        (State.REFUSED, 'The file <span class="is-behind">was refused</span>.'),
        (State.FAILED, 'The file <span class="is-behind">stopped on the way</span>.'),
    ],
)
def test_one_file_has_a_sentence_of_its_own(client_as: ClientAs, state: str, sentence: str) -> None:
    client = client_as(Role.OPERATIONS)
    job(state, shop=create_shop(actor=client.user, name="Qinghe"))
    assert sentence in text(client)


def test_files_of_yesterday_stand_in_the_history_only(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    old = job(State.DONE, shop=create_shop(actor=client.user, name="Qinghe"))
    ImportJob.objects.filter(pk=old.pk).update(touched_at=timezone.now() - dt.timedelta(days=1))
    page = text(client)
    assert f'id="job-{old.pk}"' not in page
    assert reverse("imports:detail", args=[old.pk]) in page
    assert "The one file sent so far has been dealt with." in page


def test_the_history_is_paged_and_filtered(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    shop, other = (create_shop(actor=client.user, name=name) for name in ("Qinghe", "Qinghe JD"))
    for number in range(30):
        job(State.DONE, shop=shop, filename=f"file{number:02}.csv")
    job(State.REFUSED, shop=other, filename="picture.csv")
    newest, older = text(client, "imports:history"), text(client, "imports:history", page="2")
    assert "History: 31 files" in newest
    assert "picture.csv" in newest
    assert "file00.csv" in older
    assert "file00.csv" not in newest
    of_shop = text(client, "imports:history", shop=str(other.pk))
    assert "History: 1 file<" in of_shop
    assert "file29.csv" not in of_shop
    assert "picture.csv" not in text(client, "imports:history", state="done")
    assert "History: 31 files" in text(client, "imports:history", shop="nonsense", state="' or 1")


def test_the_headline_answers_304_while_it_holds(client_as: ClientAs) -> None:
    client = client_as(Role.OPERATIONS)
    first = job(State.RUNNING, shop=create_shop(actor=client.user, name="Qinghe"))
    answer = client.get(reverse("imports:headline"))
    again = client.get(reverse("imports:headline"), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    ImportJob.objects.filter(pk=first.pk).update(state=State.DONE)
    assert client.get(reverse("imports:headline"), headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_the_boss_looks_and_cannot_touch(client_as: ClientAs) -> None:
    boss = client_as(Role.BOSS)
    ready = job(State.READY, shop=create_shop(actor=None, name="Qinghe"), prepared={"first_at": None}, rows_total=3)
    page = text(boss)
    assert f'id="job-{ready.pk}"' in page
    assert "data-upload" not in page
    assert "<form" not in page.split('id="jobs"')[1].split('id="history"')[0]
    for name in ("confirm", "undo", "discard", "again"):
        assert boss.post(reverse(f"imports:{name}", args=[ready.pk])).status_code == 403
    assert boss.get(reverse("imports:mapping", args=[ready.pk])).status_code == 403


@pytest.mark.parametrize("role", [Role.SERVICE, Role.WAREHOUSE])
@pytest.mark.parametrize("name", ["list", "history", "headline", "mappings"])
def test_who_has_no_business_here_sees_nothing(client_as: ClientAs, role: Role, name: str) -> None:
    assert client_as(role).get(reverse(f"imports:{name}")).status_code == 403


def test_a_stranger_is_sent_to_sign_in() -> None:
    response = Client().get(reverse("imports:list"))
    assert response.status_code == 302
    assert "/login" in response["Location"]
    assert Client().get(reverse("imports:headline"), headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize(
    ("kind", "ending", "start"),
    [("lines", "xlsx", b"PK"), ("traffic", "csv", b"\xef\xbb\xbf"), ("lines", "csv", b"\xef\xbb\xbf")],
)
def test_the_templates_can_be_taken_home(client_as: ClientAs, kind: str, ending: str, start: bytes) -> None:
    response = client_as(Role.BOSS).get(reverse("imports:template", args=[kind, ending]))
    assert response.content.startswith(start)
    assert f'filename="promo-planner-{kind}.{ending}"' in response["Content-Disposition"]


def test_no_such_template(client_as: ClientAs) -> None:
    client = client_as(Role.BOSS)
    assert client.get(reverse("imports:template", args=["lines", "exe"])).status_code == 404
    assert client.get(reverse("imports:template", args=["secrets", "csv"])).status_code == 404
