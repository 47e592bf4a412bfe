"""The mapping screen: an unknown table is asked about once, previewed, remembered, and can be forgotten."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from imports.models import ImportJob, RememberedMapping, State
from orders.models import Order, Shop
from orders.services import create_shop
from tests.conftest import ClientAs, SignedIn
from tests.imports.pages import answers, upload, work
from tests.imports.samples import orders, unknown_table

pytestmark = pytest.mark.django_db
CHOICES = ("order_no", "buyer", "placed_at", "paid_at", "total_minor", "refund_minor")


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Qinghe")


@pytest.fixture
def client(client_as: ClientAs, shop: Shop) -> SignedIn:
    return client_as(Role.OPERATIONS)


@pytest.fixture
def job(client: SignedIn) -> ImportJob:
    (job,) = upload(client, ("ledger.csv", unknown_table()))
    work()
    job.refresh_from_db()
    return job


def told(shop: Shop, choices: tuple[str, ...] = CHOICES, **changes: str) -> dict[str, str]:
    return {
        "shop": str(shop.pk),
        "money": "gross",
        "clock": "",
        **{f"column_{n}": name for n, name in enumerate(choices)},
        **changes,
    }


def address(job: ImportJob, kind: str = "orders", name: str = "mapping") -> str:
    return f"{reverse(f'imports:{name}', args=[job.pk])}?kind={kind}"


def test_the_card_leads_to_the_screen(client: SignedIn, job: ImportJob) -> None:
    assert job.needs == "mapping"
    shown = client.get(reverse("imports:card", args=[job.pk])).content.decode()
    assert "needs one answer" in shown
    assert reverse("imports:mapping", args=[job.pk]) in shown
    assert "Say what the columns mean" in shown


def test_the_screen_shows_their_columns_with_samples_and_our_guess(client: SignedIn, job: ImportJob) -> None:
    page = client.get(reverse("imports:mapping", args=[job.pk])).content.decode()
    assert "ledger.csv: what do its 6 columns mean?" in page
    for word in ("Reference", "Worth", "R-00000", "120.50", "not used", "what is left after refunds"):
        assert word in page


def test_the_kind_changes_the_choices(client: SignedIn, job: ImportJob) -> None:
    assert "Visitors" not in client.get(address(job)).content.decode()
    page = client.get(address(job, "traffic")).content.decode()
    assert "Visitors" in page
    assert 'name="money"' not in page


def test_the_preview_shows_the_rows_as_understood(client: SignedIn, job: ImportJob, shop: Shop) -> None:
    page = client.post(address(job, name="mapping-preview"), told(shop)).content.decode()
    assert "The first rows are understood" in page
    assert "120.50" in page
    assert "2026-11-11 01:00:30" in page
    assert not RememberedMapping.objects.exists()


def test_the_preview_says_what_is_missing_and_what_cannot_be_read(client: SignedIn, job: ImportJob, shop: Shop) -> None:
    page = client.post(address(job, name="mapping-preview"), told(shop, ("", *CHOICES[1:]))).content.decode()
    assert "No column is “Order number” yet" in page
    page = client.post(
        address(job, name="mapping-preview"), told(shop, ("order_no", "paid_at", "", "", "total_minor"))
    ).content.decode()
    assert "This is not a date with a time" in page


def test_said_once_it_is_read_imported_and_remembered(client: SignedIn, job: ImportJob, shop: Shop) -> None:
    assert client.post(address(job), told(shop)).status_code == 302
    work()
    job.refresh_from_db()
    assert (job.state, job.needs, job.rows_total) == (State.READY, "", 4)
    client.post(reverse("imports:confirm", args=[job.pk]), answers(job))
    work()
    assert Order.objects.count() == 4
    assert {order.total_minor for order in Order.objects.all()} == {12050}
    (again,) = upload(client, ("ledger2.csv", unknown_table()))
    work()
    again.refresh_from_db()
    assert (again.state, again.needs) == (State.READY, "")
    assert RememberedMapping.objects.count() == 1


def test_amounts_after_refunds_give_the_gross(client: SignedIn, shop: Shop) -> None:
    content = unknown_table().replace(b"120.50,0.00", b"100.50,20.00")
    (job,) = upload(client, ("net.csv", content))
    work()
    client.post(address(job), told(shop, money="net"))
    work()
    client.post(reverse("imports:confirm", args=[job.pk]), answers(job))
    work()
    assert {(order.total_minor, order.refund_minor) for order in Order.objects.all()} == {(12050, 2000)}


def test_times_may_be_on_another_clock(client: SignedIn, job: ImportJob, shop: Shop) -> None:
    client.post(address(job), told(shop, clock="UTC"))
    work()
    client.post(reverse("imports:confirm", args=[job.pk]), answers(job))
    work()
    assert Order.objects.get(order_no="R-00000").paid_at.isoformat() == "2026-11-11T01:00:30+00:00"  # type: ignore[union-attr]


def test_two_columns_cannot_be_one_field(client: SignedIn, job: ImportJob, shop: Shop) -> None:
    response = client.post(address(job), told(shop, ("order_no", "order_no", "placed_at", "paid_at", "total_minor")))
    assert response.status_code == 422
    assert "is already the column Reference" in response.content.decode()
    job.refresh_from_db()
    assert job.needs == "mapping"


def test_what_is_missing_is_told_beside_the_form(client: SignedIn, job: ImportJob, shop: Shop) -> None:
    response = client.post(address(job), told(shop, ("order_no",)))
    assert response.status_code == 422
    assert "No column is “Placed at” or “Paid at” yet" in response.content.decode()


def test_a_header_can_be_forgotten(client: SignedIn, job: ImportJob, shop: Shop) -> None:
    client.post(address(job), told(shop))
    kept = RememberedMapping.objects.get()
    page = client.get(reverse("imports:mappings")).content.decode()
    assert "1 table is remembered." in page
    assert "Worth → order amount" in page
    client.post(reverse("imports:forget", args=[kept.pk]))
    assert not RememberedMapping.objects.exists()
    assert AuditEntry.objects.filter(action="mapping.forget", actor=client.user).exists()
    assert client.post(reverse("imports:forget", args=[kept.pk])).status_code == 302


def test_a_recognised_file_has_no_question(client: SignedIn) -> None:
    (job,) = upload(client, ("orders.csv", orders()))
    response = client.get(reverse("imports:mapping", args=[job.pk]))
    assert response.status_code == 302


def test_only_who_may_send_files_may_say(client_as: ClientAs, job: ImportJob, shop: Shop) -> None:
    boss = client_as(Role.BOSS)
    assert boss.get(address(job)).status_code == 403
    assert boss.post(address(job), told(shop)).status_code == 403
    assert boss.post(address(job, name="mapping-preview"), told(shop)).status_code == 403
    assert boss.get(reverse("imports:mappings")).status_code == 200
    assert Client().get(address(job)).status_code == 302
