"""One phone behind many orders: a reseller, labelled by rule as soon as their contacts are known."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.models import Buyer, BuyerLabel, Label, LabelNature
from customers.rules.contacts import Values
from customers.rules.tiers import Facts, Sums, Way
from customers.services import forget_contacts_of, keep_contacts, refill_buyers, save_label, set_privacy
from orders.models import Shop
from tests.customers.conftest import AT, order, told_once

pytestmark = pytest.mark.django_db
RESELLER = Values("老王", "13800138000")
GUESTS = [f"guest{who:02}" for who in range(50)]


@pytest.fixture
def actor(person):
    return person(username="boss")


@pytest.fixture
def busy(shop: Shop, load, person) -> Shop:
    """Fifty guests with ten orders each, all received by one phone; and somebody with a phone of their own."""
    rows = {f"G{who:02}-{number}": order(f"guest{who:02}", number + 1) for who in range(50) for number in range(10)}
    load(shop, rows | {"N1": order("nina", 3)})
    set_privacy(actor=person(), shop=shop, at=AT, keep_contacts=True)
    return shop


def labelled(code: str = "one_phone") -> set[str]:
    return set(BuyerLabel.objects.filter(label__code=code).values_list("buyer__buyer_key", flat=True))


def test_five_hundred_orders_of_fifty_accounts(busy: Shop) -> None:
    assert labelled() == set()
    told = {f"guest{who:02}": Values(f"收货人{who}", "13800138000") for who in range(50)}
    keep_contacts(shop=busy, import_no=1, as_of=AT, told=told_once(told | {"nina": Values("Nina", "13900139000")}))
    refill_buyers(shop=busy, at=AT)
    assert labelled() == set(told)
    forget_contacts_of(import_no=1)
    refill_buyers(shop=busy, at=AT)
    assert labelled() == set()


def test_the_account_that_makes_it_a_hundred_labels_the_others_too(busy: Shop) -> None:
    for who in range(10):
        keep_contacts(shop=busy, import_no=1, as_of=AT, told=told_once({f"guest{who:02}": RESELLER}))
        refill_buyers(shop=busy, at=AT)
        assert len(labelled()) == (10 if who == 9 else 0), who


def test_a_masked_phone_and_another_shop_s_are_no_evidence(busy: Shop, load, person) -> None:
    other = Shop.objects.create(name="Other", platform="taobao", currency="CNY", time_zone="Asia/Shanghai")
    load(other, {f"O{number}": order("olga", number + 1) for number in range(60)})
    set_privacy(actor=person(username="two"), shop=other, at=AT, keep_contacts=True)
    keep_contacts(shop=other, import_no=2, as_of=AT, told=told_once({"olga": RESELLER}))
    keep_contacts(shop=busy, import_no=1, as_of=AT, told=told_once(dict.fromkeys(GUESTS[:5], RESELLER)))
    keep_contacts(shop=busy, import_no=3, as_of=AT, told=told_once(dict.fromkeys(GUESTS[5:], Values("", "138****8000"))))
    for shop in (busy, other):
        refill_buyers(shop=shop, at=AT)
    assert labelled() == set()


def test_one_account_with_many_orders_is_the_other_label_s(shop: Shop, load, person) -> None:
    set_privacy(actor=person(), shop=shop, at=AT, keep_contacts=True)
    load(shop, {f"R{number}": order("rita", number / 100 + 1) for number in range(500)})
    keep_contacts(shop=shop, import_no=1, as_of=AT, told=told_once({"rita": RESELLER}))
    refill_buyers(shop=shop, at=AT)
    assert labelled() == set()
    assert labelled("reseller") == {"rita"}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=12), st.integers(1, 8), st.integers(1, 4))
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_law_the_database_labels_whom_the_rule_means(
    filled: Shop, actor, contacts: list[tuple[int, int]], orders: int, accounts: int
) -> None:
    """Contacts at random over four accounts and three phones: SQL and rule agree."""
    set_privacy(actor=actor, shop=filled, at=AT, keep_contacts=False)
    set_privacy(actor=actor, shop=filled, at=AT, keep_contacts=True)
    rule = Way(phone_orders_from=orders, phone_accounts_from=accounts)
    Label.objects.filter(name="law").delete()
    label = save_label(actor=actor, name="law", nature=LabelNature.STATIC, rule=rule)
    names = ["ann", "ben", "tom_1998", "t**8"]
    phones: dict[str, set[int]] = {name: set() for name in names}
    for number, (who, phone) in enumerate(contacts):
        phones[names[who]].add(phone)
        told = {names[who]: Values(f"n{number}", f"1380013800{phone}")}
        keep_contacts(shop=filled, import_no=number, as_of=AT, told=told_once(told))
    keep_contacts(shop=filled, import_no=99, as_of=AT, told=told_once({name: Values("mark") for name in names}))
    refill_buyers(shop=filled, at=AT)
    count = {name: Buyer.objects.get(shop=filled, buyer_key=name).orders_count for name in names}

    def facts(name: str) -> Facts:
        sharing = [[other for other in names if phone in phones[other]] for phone in phones[name]]
        most = max((sum(count[other] for other in some) for some in sharing), default=0)
        return Facts(Sums(count[name]), AT, phone_orders=most, phone_accounts=max(map(len, sharing), default=0))

    expected = {name for name in names if rule.holds(facts(name), AT)}
    assert set(BuyerLabel.objects.filter(label=label).values_list("buyer__buyer_key", flat=True)) == expected
