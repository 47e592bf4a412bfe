"""The page of words: what a platform's word for a state means is asked where the row is held, listed, and can be forgotten."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from imports.models import ImportJob, State, TaughtWord
from orders.models import Order, Shop
from orders.services import create_shop
from orders.states import OrderState
from tests.conftest import ClientAs, SignedIn
from tests.imports.pages import answers, imported, upload, work
from tests.imports.samples import orders

pytestmark = pytest.mark.django_db
NAME, WORD = "ExportOrderList202611111035.csv", "等待拼团"


@pytest.fixture(autouse=True)
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Qinghe")


@pytest.fixture
def client(client_as: ClientAs) -> SignedIn:
    return client_as(Role.OPERATIONS)


@pytest.fixture
def job(client: SignedIn) -> ImportJob:
    (job,) = upload(client, (NAME, orders(3, state=WORD)))
    work()
    job.refresh_from_db()
    return job


def page(client: SignedIn, name: str, *args: int) -> str:
    return " ".join(client.get(reverse(f"imports:{name}", args=args)).content.decode().split())


def test_the_problem_leads_to_the_page_and_only_those_who_import(client_as: ClientAs, client: SignedIn, job: ImportJob) -> None:
    address = reverse("imports:teach", args=[job.pk])
    assert address in page(client, "card", job.pk)
    shown = page(client, "teach", job.pk)
    assert f"{NAME}: what does its 1 unknown word mean?" in shown
    assert WORD in shown
    assert "closed, refunded" in shown
    assert "Nothing is imported yet" in shown
    boss = client_as(Role.BOSS)
    assert address not in page(boss, "card", job.pk)


def test_said_the_file_is_read_again_and_asks_no_more(client: SignedIn, job: ImportJob) -> None:
    response = client.post(reverse("imports:teach", args=[job.pk]), {"meaning_0": str(int(OrderState.PAID))})
    assert response.status_code == 302
    work()
    job.refresh_from_db()
    assert (job.state, job.problems) == (State.READY, [])
    assert client.get(reverse("imports:teach", args=[job.pk])).status_code == 302
    client.post(reverse("imports:confirm", args=[job.pk]), answers(job))
    work()
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.PAID}


def test_after_the_import_it_becomes_an_import_of_its_own(client: SignedIn) -> None:
    first = imported(client, NAME, orders(3, state=WORD))
    assert "an import of its own" in page(client, "teach", first.pk)
    response = client.post(reverse("imports:teach", args=[first.pk]), {"meaning_0": str(int(OrderState.SHIPPED))})
    anew = ImportJob.objects.latest("pk")
    assert response["Location"].endswith(f"#job-{anew.pk}")
    assert anew.pk != first.pk
    work()
    client.post(reverse("imports:confirm", args=[anew.pk]), answers(anew))
    work()
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.SHIPPED}


def test_a_stranger_and_the_boss_teach_nothing(client_as: ClientAs, job: ImportJob) -> None:
    address = reverse("imports:teach", args=[job.pk])
    boss = client_as(Role.BOSS)
    assert boss.get(address).status_code == 403
    assert boss.post(address, {"meaning_0": "30"}).status_code == 403
    assert SignedIn().post(address, {"meaning_0": "30"}).status_code == 302
    assert not TaughtWord.objects.exists()


@pytest.mark.parametrize("told", [{}, {"meaning_0": ""}, {"meaning_0": "99"}, {"meaning_0": "paid"}])
def test_no_choice_and_no_state_come_back_with_a_sentence(client: SignedIn, job: ImportJob, told: dict[str, str]) -> None:
    response = client.post(reverse("imports:teach", args=[job.pk]), told)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode() or "field__error" in response.content.decode()
    assert not TaughtWord.objects.exists()


def test_a_word_is_listed_and_can_be_forgotten(client_as: ClientAs, client: SignedIn, job: ImportJob) -> None:
    assert WORD not in page(client, "mappings")
    client.post(reverse("imports:teach", args=[job.pk]), {"meaning_0": "30"})
    shown = page(client, "mappings")
    assert WORD in shown
    assert "Taobao / Tmall order list" in shown
    word = TaughtWord.objects.get()
    assert client_as(Role.BOSS).post(reverse("imports:forget-word", args=[word.pk])).status_code == 403
    for _twice in range(2):
        assert client.post(reverse("imports:forget-word", args=[word.pk])).status_code == 302
    assert not TaughtWord.objects.exists()
