"""Digests of addresses: in any order of the exports the same rows, and an address that changed after the payment is found."""

from itertools import permutations

import pyarrow as pa
import pytest
from django.db import transaction

from dispatch.models import AddressSeen
from dispatch.services import forget_addresses, refold_addresses, see_addresses
from orders.claims import Source
from orders.models import Shop
from orders.services import create_shop
from orders.states import OrderState
from tests.dispatch.world import AT, find, load, order

pytestmark = pytest.mark.django_db
PAID = int(AT.timestamp()) - 5 * 3600


def told(digest: str, number: str = "T1") -> pa.Table:
    return pa.table({"order_no": [number], "digest": [digest]})


def see(shop: Shop, exports: list[tuple[int, str]]) -> None:
    """Bring exports in as the road does: what has several addresses is folded from all that came until now."""
    came: list[tuple[Source, pa.Table]] = []
    for hours, digest in exports:
        source = Source(PAID + hours * 3600, f"{hours:064}")
        came.append((source, told(digest)))
        with transaction.atomic():
            several = see_addresses(shop=shop, source=source, table=told(digest), at=AT)
            refold_addresses(shop=shop, order_nos=several, standing=came)


@pytest.mark.parametrize(
    ("exports", "changed"),
    [([(1, "a"), (2, "a"), (3, "b")], True), ([(1, "a"), (2, "b"), (3, "a")], False), ([(-1, "a"), (2, "b"), (3, "b")], False)],
)
def test_any_order_of_exports(exports: list[tuple[int, str]], changed: bool) -> None:
    for place, ordered in enumerate(permutations(exports)):
        shop = create_shop(actor=None, name=f"S{place}")
        load(shop, {"T1": order(5)}, as_of=1)
        see(shop, list(ordered))
        assert find(shop) == ({("T1", "address")} if changed else set()), ordered


def test_a_shipped_order_is_forgotten_and_a_closed_one_never_kept() -> None:
    shop = create_shop(actor=None, name="S")
    load(shop, {"T1": order(5), "T2": order(5, state=OrderState.COMPLETED)}, as_of=1)
    with transaction.atomic():
        for number in ("T1", "T2"):
            see_addresses(shop=shop, source=Source(PAID, "a" * 64), table=told("a", number), at=AT)
    assert list(AddressSeen.objects.values_list("order_no", flat=True)) == ["T1"]
    load(shop, {"T1": order(5, state=OrderState.SHIPPED)}, as_of=2)
    assert forget_addresses(shop=shop, at=AT) == 1
