"""The night takes away what a shop keeps no longer."""

from datetime import timedelta

import pytest

from customers.models import Buyer, Contact, ContactReveal, ContactSource
from customers.rules.contacts import Values
from customers.services import forget_old_contacts, forget_old_reveals, keep_contacts, reveal_contact, set_privacy
from customers.tasks import forget_old_buyers
from orders.models import Shop
from tests.customers.conftest import AT, told_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def kept(filled: Shop, person) -> Shop:
    set_privacy(actor=person(username="setter"), shop=filled, at=AT, keep_contacts=True)
    for days, who in ((0, "ann"), (50, "ben"), (200, "tom_1998")):
        keep_contacts(shop=filled, import_no=days, as_of=AT - days * DAY, told=told_once({who: Values(who, f"1380013{days:04}")}))
    return filled


def test_contacts_no_file_told_for_long(kept: Shop, person) -> None:
    assert forget_old_contacts(at=AT) == 0, "no setting, no erasing"
    set_privacy(actor=person(), shop=kept, contact_days=100)
    assert forget_old_contacts(at=AT) == 1
    assert set(Contact.objects.values_list("buyer_key", flat=True)) == {"ann", "ben"}
    assert ContactSource.objects.count() == 2
    assert forget_old_contacts(at=AT) == 0
    assert forget_old_contacts(at=AT + 60 * DAY) == 1


def test_one_that_a_file_told_again_stays(kept: Shop, person) -> None:
    keep_contacts(shop=kept, import_no=9, as_of=AT, told=told_once({"tom_1998": Values("tom_1998", "13800130200")}))
    set_privacy(actor=person(), shop=kept, contact_days=100)
    assert forget_old_contacts(at=AT) == 0


def test_the_log_of_look_ups(kept: Shop, person) -> None:
    ann, boss = Buyer.objects.get(shop=kept, buyer_key="ann"), person(username="boss")
    for days in (40, 10):
        reveal_contact(buyer=ann, user=boss, reason=f"{days} days ago", at=AT - days * DAY)
    assert forget_old_reveals(at=AT) == 0
    set_privacy(actor=boss, shop=kept, log_days=30)
    assert forget_old_reveals(at=AT) == 1
    assert [row.reason for row in ContactReveal.objects.all()] == ["10 days ago"]


def test_one_task_does_all_of_it(kept: Shop, person) -> None:
    set_privacy(actor=person(), shop=kept, contact_days=1, log_days=30, keep_days=30)
    forget_old_buyers()
    assert set(Contact.objects.values_list("buyer_key", flat=True)) <= {"ann"}


@pytest.mark.parametrize(
    ("name", "value"), [("contact_days", 0), ("upload_days", -1), ("log_days", 29), ("reveals_an_hour", 0), ("keep_days", 40_000)]
)
def test_impossible_times(shop: Shop, person, name: str, value: int) -> None:
    with pytest.raises(ValueError, match=name):
        set_privacy(actor=person(), shop=shop, **{name: value})
