"""The card of one import in each of its states, and what a person decides on it, with real files on the real road."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from imports.models import ImportJob, State
from orders.models import Order, Shop
from orders.services import create_shop
from tests.conftest import ClientAs, SignedIn
from tests.imports.pages import answers, imported, upload, work
from tests.imports.samples import order_row, orders, unknown_table

pytestmark = pytest.mark.django_db
NAME = "ExportOrderList202611111035.csv"
NOW = dt.datetime(2026, 11, 11, 2, 45, tzinfo=dt.UTC)  # 10:45 in Shanghai


@pytest.fixture(autouse=True)
def _half_past_ten(clock: time_machine.Traveller) -> None:
    clock.move_to(NOW)


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="青禾女装", platform="taobao")


@pytest.fixture
def client(client_as: ClientAs, shop: Shop) -> SignedIn:
    return client_as(Role.OPERATIONS)


def card(client: Client, job: ImportJob) -> str:
    return " ".join(client.get(reverse("imports:card", args=[job.pk])).content.decode().split())


def press(client: Client, name: str, job: ImportJob, **told: str) -> str:
    """Press a button as htmx does and give the card that comes back."""
    response = client.post(reverse(f"imports:{name}", args=[job.pk]), told, headers={"HX-Request": "true"})
    assert response.status_code in {200, 422}, response.content
    return " ".join(response.content.decode().split())


def test_before_the_worker_came_the_card_says_so_and_asks_every_second(client: SignedIn) -> None:
    (job,) = upload(client, (NAME, orders()))
    shown = card(client, job)
    assert "being read" in shown
    assert 'hx-trigger="every 1s' in shown
    assert "step 1 of 5: read the first rows" in shown


def test_a_recognised_file_shows_its_rows_and_waits_for_a_word(client: SignedIn, shop: Shop) -> None:
    (job,) = upload(client, (NAME, orders(5, bad=[3])))
    work()
    shown = card(client, job)
    assert "waits for your word" in shown
    assert "Taobao / Tmall order list, 11 columns, GB18030" in shown
    assert "青禾女装" in shown
    assert "exported 10:35, as its name says" in shown
    assert "Import 4 rows" in shown
    assert "1 row will be left out" in shown
    assert "3304410000000000000" in shown
    assert 'class="num table__bad"' in shown
    assert "1,2O9.00" in shown
    assert "order number" in shown
    assert 'hx-trigger="every 15s' in shown
    assert not Order.objects.exists()


def test_import_then_the_sum_stands_there(client: SignedIn) -> None:
    (job,) = upload(client, (NAME, orders(5, bad=[3])))
    work()
    shown = press(client, "confirm", job, **answers(job))
    assert "waits its turn" in shown
    work()
    shown = card(client, job)
    assert "in at 10:45" in shown
    assert "Inserted + changed + unchanged + older + rejected = 5, every row of the file." in shown
    assert "This is not an amount" in shown
    assert "line 5: 1,2O9.00" in shown
    assert "left out" in shown
    assert "Download the 1 row" in shown
    assert "hx-trigger" not in shown.split("card__head")[0]
    assert Order.objects.count() == 4


def test_pressed_twice_it_is_imported_once(client: SignedIn) -> None:
    (job,) = upload(client, (NAME, orders()))
    work()
    told = answers(job)
    press(client, "confirm", job, **told)
    assert "waits its turn" in press(client, "confirm", job, **told)
    work()
    assert "in at 10:45" in press(client, "confirm", job, **told)
    assert AuditEntry.objects.filter(action="import.confirm").count() == 1
    assert Order.objects.count() == 5


def test_the_same_file_again_changes_nothing(client: SignedIn) -> None:
    imported(client, NAME, orders())
    again = imported(client, NAME, orders())
    assert again.counts == {"inserted": 0, "changed": 0, "unchanged": 5, "older": 0, "rejected": 0}


def test_the_same_bytes_are_told_before_the_button(client: SignedIn) -> None:
    imported(client, NAME, orders())
    (again,) = upload(client, (NAME, orders()))
    work()
    assert "The same bytes came before" in card(client, again)
    assert "青禾女装 orders: as of 10:35, 10\u00a0min\u00a0old" in client.get(reverse("imports:list")).content.decode()


def test_unchanged_is_304_and_a_new_state_tells_the_page(client: SignedIn) -> None:
    (job,) = upload(client, (NAME, orders()))
    url = reverse("imports:card", args=[job.pk])
    first = client.get(url)
    same = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    work()
    moved = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert moved.status_code == 200
    assert moved["HX-Trigger"] == "imports-changed"


def test_undo_takes_the_orders_back_and_do_it_again_brings_them(client: SignedIn) -> None:
    job = imported(client, NAME, orders())
    assert "Undo this import" in card(client, job)
    assert "being taken back" in press(client, "undo", job)
    assert "being taken back" in press(client, "undo", job)
    work()
    shown = card(client, job)
    assert "Import of 10:45 undone: 5 rows taken back." in shown
    assert "Do it again" in shown
    assert not Order.objects.exists()
    assert AuditEntry.objects.filter(action="import.undo", actor=client.user).count() == 1
    press(client, "again", job)
    work()
    assert Order.objects.count() == 5


def test_taken_away_before_it_counted(client: SignedIn) -> None:
    (job,) = upload(client, (NAME, orders()))
    work()
    assert "Nothing of this file was counted" in press(client, "discard", job)
    assert "taken away" in press(client, "discard", job)
    assert f'id="job-{job.pk}"' not in client.get(reverse("imports:list")).content.decode()


def test_a_moment_still_to_come_is_refused_with_the_time_it_is_now(client: SignedIn) -> None:
    (job,) = upload(client, (NAME, orders()))
    work()
    shown = press(client, "confirm", job, **{**answers(job), "exported_at": "2026-11-11 13:05"})
    assert "13:05 is still to come; it is 10:45 now." in shown
    assert "The file’s last time is 0:00." in shown
    assert 'aria-invalid="true"' in shown
    job.refresh_from_db()
    assert job.state == State.READY


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("yesterday", "Write the moment like"),
        ("2026-11-10 09:00", "so it was not exported at 9:00, 10 Nov already"),
        ("2026-11-31 09:00", "Write the moment like"),
    ],
)
def test_other_moments_that_cannot_be(client: SignedIn, written: str, sentence: str) -> None:
    (job,) = upload(client, (NAME, orders()))
    work()
    assert sentence in press(client, "confirm", job, **{**answers(job), "exported_at": written})


def test_a_moment_that_was_told_is_kept(client: SignedIn) -> None:
    (job,) = upload(client, ("orders.csv", orders()))
    work()
    press(client, "confirm", job, **{**answers(job), "exported_at": "2026-11-11 10:40"})
    job.refresh_from_db()
    assert job.as_of == dt.datetime(2026, 11, 11, 2, 40, tzinfo=dt.UTC)
    assert job.as_of_source == "given"
    assert job.state == State.QUEUED


def test_with_two_shops_it_asks_whose_orders_they_are(client: SignedIn, shop: Shop) -> None:
    other = create_shop(actor=None, name="青禾京东店", platform="jd")
    (job,) = upload(client, (NAME, orders()))
    work()
    assert "needs one answer" in card(client, job)
    assert "This field is required" in press(client, "confirm", job, shop="")
    press(client, "confirm", job, shop=str(other.pk))
    work()
    job.refresh_from_db()
    # Import was pressed once: it is read with the shop's clock and currency, and goes on by itself.
    assert (job.shop, job.state, job.needs) == (other, State.DONE, "")


def test_a_shop_that_is_none_is_no_choice(client: SignedIn) -> None:
    (job,) = upload(client, (NAME, orders()))
    work()
    assert "Select a valid choice" in press(client, "confirm", job, shop="987654")


def test_a_picture_is_refused_with_a_sentence(client: SignedIn) -> None:
    (job,) = upload(client, ("orders.csv", b"\x89PNG\r\n\x1a\n" + bytes(200)))
    work()
    shown = card(client, job)
    assert "refused" in shown
    assert "This is a picture" in shown
    assert "Take the file away" in shown


def test_rejected_rows_come_back_as_a_file_that_knows_its_age(client: SignedIn, client_as: ClientAs) -> None:
    job = imported(client, NAME, orders(5, bad=[1, 3]))
    boss = client_as(Role.BOSS)
    assert boss.get(reverse("imports:rejected", args=[job.pk])).status_code == 403
    assert "Download the 2 rows" not in card(boss, job)
    response = client.get(reverse("imports:rejected", args=[job.pk]))
    assert 'filename="ExportOrderList202611111035-rejected-asof20261111103500.csv"' in response["Content-Disposition"]
    body = b"".join(response).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.reader(io.StringIO(body)))
    assert len(rows) == 3
    mended = body.replace("1,2O9.00", "1209.00").encode("utf-8-sig")
    again = imported(client, "ExportOrderList202611111035-rejected-asof20261111103500.csv", mended)
    assert again.counts == {"inserted": 2, "changed": 0, "unchanged": 0, "older": 0, "rejected": 0}
    assert again.as_of == job.as_of
    assert client.get(reverse("imports:rejected", args=[again.pk])).status_code == 404


def test_an_unknown_state_is_held_and_said(client: SignedIn) -> None:
    from tests.imports.samples import ORDER_HEADER, as_csv

    content = as_csv([ORDER_HEADER, order_row(0), order_row(1, state="等待拼团")])
    job = imported(client, NAME, content)
    shown = card(client, job)
    assert "held, not guessed" in shown
    assert "等待拼团" in shown


def test_the_page_of_one_import_tells_who_sent_it(client: SignedIn) -> None:
    job = imported(client, NAME, orders())
    page = client.get(reverse("imports:detail", args=[job.pk])).content.decode()
    assert client.user.username in page
    assert job.digest in page
    assert "5 rows are in." in page
    wrong = imported(client, "other.csv", orders(5, bad=[2]))
    assert "4 rows are in; 1 waits to be mended." in client.get(reverse("imports:detail", args=[wrong.pk])).content.decode()


def test_a_plain_form_comes_back_to_the_page_with_its_error(client: SignedIn) -> None:
    (job,) = upload(client, (NAME, orders()))
    work()
    wrong = client.post(reverse("imports:confirm", args=[job.pk]), {**answers(job), "exported_at": "2026-11-11 13:05"})
    assert wrong.status_code == 422
    assert "13:05 is still to come" in wrong.content.decode()
    right = client.post(reverse("imports:confirm", args=[job.pk]), answers(job))
    assert right["Location"] == f"{reverse('imports:list')}#job-{job.pk}"


def test_what_moved_on_meanwhile_is_said(client: SignedIn) -> None:
    job = imported(client, NAME, orders())
    assert "cannot be thrown away" in press(client, "discard", job)
    response = client.post(reverse("imports:discard", args=[job.pk]), follow=True)
    assert "cannot be thrown away" in response.content.decode()


def test_no_such_import(client: SignedIn) -> None:
    for name in ("card", "detail", "rejected", "mapping"):
        assert client.get(reverse(f"imports:{name}", args=[999])).status_code == 404
    for name in ("confirm", "undo", "again", "discard"):
        assert client.post(reverse(f"imports:{name}", args=[999])).status_code == 404


def test_all_that_is_understood_goes_in_with_one_button(client: SignedIn, client_as: ClientAs) -> None:
    upload(client, (NAME, orders()), ("more.csv", orders(7)), ("strange.csv", unknown_table()))
    work()
    page = client.get(reverse("imports:list")).content.decode()
    assert "Import the two files that are understood" in page
    assert "Import the two files" not in client_as(Role.BOSS).get(reverse("imports:list")).content.decode()
    assert client_as(Role.BOSS).post(reverse("imports:confirm-all")).status_code == 403
    assert "2 files are being imported." in client.post(reverse("imports:confirm-all"), follow=True).content.decode()
    work()
    assert Order.objects.count() == 7
    assert ImportJob.objects.get(filename="strange.csv").state == State.READY


def test_an_address_is_shown_as_far_as_it_is_kept(client: SignedIn) -> None:
    (job,) = upload(client, (NAME, orders()))
    work()
    shown = card(client, job)
    assert "浙江 杭州" in shown
    assert "西湖区" not in shown
