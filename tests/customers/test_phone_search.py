"""A phone typed into the list of buyers: searched for who holds the right, refused to others, written down either way."""

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from common.contacts import hash_contact
from customers.models import Buyer
from customers.rules.contacts import Values
from customers.services import keep_contacts, set_privacy
from orders.models import Shop
from tests.customers.conftest import AT, order, told_once

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def known(filled: Shop, load) -> str:
    """An account that is a phone, known by its hash alone."""
    key = hash_contact(PHONE, settings.BUYER_HASH_KEY)
    load(filled, {"P1": order(key, 1)})
    return key


def seen(client, shop: Shop, text: str) -> str:
    answer = client.get(reverse("customers:list"), {"shop": shop.pk, "q": text})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def trail() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(action__startswith="buyers.").order_by("pk").values_list("action", "target"))


@pytest.mark.parametrize("typed", [PHONE, "+86 138-0013-8000", "138 0013 8000"])
def test_refused_in_words_and_written_down(filled: Shop, known: str, client_as, typed: str) -> None:
    text = seen(client_as(Role.BOSS), filled, typed)
    assert "This is a phone, and was not searched" in text
    assert "0 buyers found" in text
    assert known[-4:] not in text
    assert trail() == [("buyers.phone_refused", "Lamp House")]
    assert PHONE not in str(list(AuditEntry.objects.values_list("target", "before", "after")))


def test_searched_for_who_may_and_written_down_once_for_all_its_pages(filled: Shop, known: str, client_as) -> None:
    service = client_as(Role.SERVICE)
    assert "1 buyer found" in seen(service, filled, PHONE)
    service.get(reverse("customers:list"), {"shop": filled.pk, "q": PHONE, "page": 1})
    assert trail() == [("buyers.phone_search", "Lamp House")]
    assert AuditEntry.objects.get(action="buyers.phone_search").after == {"found": 1}


def test_the_end_of_a_phone_is_a_search_by_phone_too(filled: Shop, person, client_as) -> None:
    set_privacy(actor=person(username="setter"), shop=filled, at=AT, keep_contacts=True)
    keep_contacts(shop=filled, import_no=1, as_of=AT, told=told_once({"ben": Values("", PHONE, "")}))
    assert "1 buyer found" in seen(client_as(Role.SERVICE), filled, "8000")
    assert "0 buyers found" in seen(client_as(Role.BOSS), filled, "8000")
    assert trail() == [("buyers.phone_search", "Lamp House")]


def test_a_long_order_number_is_no_phone(filled: Shop, load, client_as) -> None:
    load(filled, {"330441234500008812": order("dora", 3)})
    assert "1 buyer found" in seen(client_as(Role.BOSS), filled, "330441234500008812")
    assert trail() == []


def test_the_file_and_rest_are_no_way_round(filled: Shop, known: str, client_as) -> None:
    boss, asked = client_as(Role.BOSS), {"shop": filled.pk, "q": PHONE}
    answer = boss.get(reverse("customers:export"), asked)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("customers:list"))
    refused = boss.get("/api/v1/buyers/", asked)
    assert refused.status_code == 403
    assert "needs a right" in refused.json()["detail"]
    found = client_as(Role.OPERATIONS).get("/api/v1/buyers/", asked)
    assert [one["id"] for one in found.json()] == [Buyer.objects.get(buyer_key=known).pk]
    assert [action for action, _where in trail()] == ["buyers.phone_refused", "buyers.phone_search"]


def test_a_masked_nickname_lists_whom_it_may_be(filled: Shop, client_as) -> None:
    text = seen(client_as(Role.BOSS), filled, "t**8")
    assert "2 buyers found" in text
    assert "tom_1998" in text
    assert "nothing is merged by itself" in text
    assert "1 buyer found" in seen(client_as(Role.BOSS), filled, "to*98")
