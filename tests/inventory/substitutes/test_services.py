"""Substitutes: lined up, ordered, swapped in once whoever asks, out again; the product's listing is never touched."""

import threading

import pytest
from django.db import connection, connections

from accounts.models import AuditEntry
from inventory.models import Product, ProductStatus, Substitute
from inventory.services import edit_products
from inventory.services.substitutes import MOST, SubstituteError, line_up, remove, reorder, swap_in, swap_out
from orders.services import create_shop
from tests.inventory.sold import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    shop = create_shop(actor=None, name="Coats")
    goods = {sku: {"title": sku.title()} for sku in ("COAT", "CAPE", "PARKA")} | {"OLD": {"status": "withdrawn"}}
    edit_products(actor=None, shop=shop, changes=goods)
    return shop


@pytest.fixture
def lined(shop):
    return [line_up(actor=None, shop=shop, sku="COAT", other_sku=other, reason="alike") for other in ("CAPE", "PARKA")]


def order_of(shop):
    return list(Substitute.objects.filter(shop=shop, sku="COAT").order_by("rank").values_list("other_sku", flat=True))


def code_of(act):
    with pytest.raises(SubstituteError) as caught:
        act()
    return caught.value.code


def test_lined_up_one_behind_the_other(shop, lined, person):
    assert order_of(shop) == ["CAPE", "PARKA"]
    somebody = person()
    assert reorder(actor=somebody, shop=shop, sku="COAT", other_skus=["PARKA", "gone", "CAPE"])
    assert order_of(shop) == ["PARKA", "CAPE"]
    assert not reorder(actor=somebody, shop=shop, sku="COAT", other_skus=["PARKA"])
    entry = AuditEntry.objects.get(action="substitute.reorder")
    assert (entry.before, entry.after) == ({"substitutes": ["CAPE", "PARKA"]}, {"substitutes": ["PARKA", "CAPE"]})


@pytest.mark.parametrize(
    ("sku", "other", "code"),
    [
        ("COAT", "COAT", "same"),
        ("COAT", "NOBODY", "unknown"),
        ("NOBODY", "COAT", "unknown"),
        ("COAT", "OLD", "withdrawn"),
        ("COAT", "CAPE", "there"),
    ],
)
def test_what_cannot_stand_in(shop, lined, sku, other, code):
    assert code_of(lambda: line_up(actor=None, shop=shop, sku=sku, other_sku=other)) == code
    assert order_of(shop) == ["CAPE", "PARKA"]


def test_there_is_an_end_to_it(shop):
    goods = {f"S{number}": {} | {"title": "x"} for number in range(MOST + 1)}
    edit_products(actor=None, shop=shop, changes=goods)
    for number in range(MOST):
        line_up(actor=None, shop=shop, sku="COAT", other_sku=f"S{number}")
    assert code_of(lambda: line_up(actor=None, shop=shop, sku="COAT", other_sku=f"S{MOST}")) == "many"


def test_swapped_in_once_with_a_reason_and_out_again(shop, lined, person):
    somebody = person()
    before = Product.objects.get(sku="COAT")
    assert [swap_in(actor=somebody, substitute=lined[0], reason="gone at noon", at=NOON) for _ in range(3)] == [
        True,
        False,
        False,
    ]
    after = Product.objects.get(sku="COAT")
    assert after.status == ProductStatus.ON_SALE
    assert {name: getattr(before, name) for name in ("title", "kind", "tier")} == {
        name: getattr(after, name) for name in ("title", "kind", "tier")
    }
    entry = AuditEntry.objects.get(action="substitute.swap_in")
    assert (entry.actor, entry.target, entry.after) == (
        somebody, "Coats COAT", {"substitute": "CAPE", "reason": "gone at noon"},
    )  # fmt: skip
    assert [swap_out(actor=somebody, substitute=lined[0], at=NOON) for _ in range(2)] == [True, False]
    assert AuditEntry.objects.filter(action="substitute.swap_out").count() == 1
    assert swap_in(actor=somebody, substitute=lined[0], reason="again", at=NOON), "it may go in again"
    row = Substitute.objects.get(pk=lined[0].pk)
    assert (row.swapped_in_at, row.swapped_out_at) == (NOON, None)


def test_only_one_leads_and_none_that_is_led(shop, lined):
    swap_in(actor=None, substitute=lined[0], reason="", at=NOON)
    assert code_of(lambda: swap_in(actor=None, substitute=lined[1], reason="", at=NOON)) == "taken"
    assert code_of(lambda: remove(actor=None, substitute=lined[0])) == "led"
    back = line_up(actor=None, shop=shop, sku="PARKA", other_sku="COAT")
    assert code_of(lambda: swap_in(actor=None, substitute=back, reason="", at=NOON)) == "loop"
    edit_products(actor=None, shop=shop, changes={"PARKA": {"status": "withdrawn"}})
    swap_out(actor=None, substitute=lined[0], at=NOON)
    assert code_of(lambda: swap_in(actor=None, substitute=lined[1], reason="", at=NOON)) == "withdrawn"
    assert [remove(actor=None, substitute=lined[0]) for _ in range(2)] == [True, False]
    assert code_of(lambda: swap_in(actor=None, substitute=lined[0], reason="", at=NOON)) == "out"


@pytest.mark.django_db(transaction=True)
def test_many_who_swap_at_once_do_it_once():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection; its transactions are the line there.")
    shop = create_shop(actor=None, name="Crowd")
    edit_products(actor=None, shop=shop, changes={sku: {"title": sku} for sku in ("COAT", "CAPE", "PARKA")})
    rows = [line_up(actor=None, shop=shop, sku="COAT", other_sku=other) for other in ("CAPE", "PARKA")]
    done, refused, failures = [], [], []

    def swap(row: Substitute) -> None:
        try:
            done.append(swap_in(actor=None, substitute=row, reason="", at=NOON))
        except SubstituteError as error:
            refused.append(error.code)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=swap, args=(rows[number % 2],)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert done.count(True) == 1
    assert refused == ["taken"] * 4
    assert AuditEntry.objects.filter(action="substitute.swap_in").count() == 1
    assert Substitute.objects.filter(swapped_in_at__isnull=False).count() == 1
