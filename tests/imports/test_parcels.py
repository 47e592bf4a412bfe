"""Parcels from files: in any order of arrival the newest telling of an order stands, and an undo is as if the file never came."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from dispatch.models import OrderWarehouse, Parcel
from dispatch.queries.parcels import orders_in, parcels_of, warehouses_of
from dispatch.services import ToldParcel, tell_parcels
from tests.imports.files import REPORT, report, report_row, written

pytestmark = pytest.mark.django_db
DAY = datetime(2025, 11, 12, tzinfo=UTC)
HEADER = [*REPORT, "物流单号 ", "物流公司", "发货仓"]


def row(number: int, waybill: str = "", warehouse: str = "", carrier: str = "") -> list[str]:
    return [*report_row(number), waybill, carrier, warehouse]


def kept() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    return (
        sorted(Parcel.objects.values_list("order_no", "waybill", "carrier", "as_of", "told_by", "digest")),
        sorted(OrderWarehouse.objects.values_list("order_no", "warehouse", "as_of", "told_by", "digest")),
    )


def number(order: int) -> str:
    return f"30000{order:08}"


def test_a_file_without_waybills_keeps_no_parcels(load):
    load(report([report_row(1)]))
    load(written(HEADER, [row(2)]), "b.csv")
    assert kept() == ([], [])


def test_waybills_are_cleaned_parted_and_found(load, shop):
    rows = [
        row(1, "No:sf100", carrier="顺丰"),
        row(2, "YT1, YT2"),
        row(3, "SF100", "East"),
        row(4, "7.33721E+14"),
        row(5, "-", "West"),
    ]
    load(written(HEADER, rows))
    assert orders_in(waybills=["SF100", "YT2", "NONE"]) == {
        "SF100": [(shop.pk, number(1)), (shop.pk, number(3))],
        "YT2": [(shop.pk, number(2))],
    }
    found = parcels_of(shop_id=shop.pk, order_nos=[number(n) for n in range(1, 6)])
    assert {order[-1]: set(carried.waybills) for order, carried in found.items()} == {
        "1": {"SF100"}, "2": {"YT1", "YT2"}, "3": {"SF100"},
    }  # fmt: skip
    assert found[number(1)].waybills == {"SF100": "顺丰"}
    assert warehouses_of(shop_id=shop.pk, order_nos=[number(3), number(4), number(5)]) == {number(3): "East", number(5): "West"}


def test_files_in_any_order_end_alike_and_an_undo_is_as_if_it_never_came(load, take_back, shop, settings):
    settings.IMPORT_CHUNK_ROWS = 2
    files = [
        (written(HEADER, [row(n, f"A{n}", "East") for n in range(1, 6)]), DAY),
        (written(HEADER, [row(2, "B2"), row(3, "", "West"), row(4)]), DAY + timedelta(hours=1)),
        (written(HEADER, [row(2, "C2,C3"), row(6, "C6")]), DAY + timedelta(hours=2)),
    ]
    ends = []
    for order in itertools.permutations(range(3)):
        jobs = {place: load(files[place][0], f"{place}.csv", as_of=files[place][1]) for place in order}
        ends.append(kept())
        take_back(jobs[2])
        ends.append(kept())
        take_back(jobs[0])
        take_back(jobs[1])
        assert kept() == ([], [])
    assert all(each == ends[place % 2] for place, each in enumerate(ends))
    standing = {(order, waybill) for order, waybill, *_rest in ends[0][0]}
    assert standing == {
        (number(1), "A1"), (number(2), "C2"), (number(2), "C3"), (number(3), "A3"), (number(4), "A4"), (number(5), "A5"),
        (number(6), "C6"),
    }  # fmt: skip
    assert {order: place for order, place, *_rest in ends[0][1]}[number(3)] == "West"
    assert (number(2), "B2") in {(order, waybill) for order, waybill, *_rest in ends[1][0]}


def test_of_a_file_and_a_program_the_newer_stands_and_an_undo_leaves_the_program(load, take_back, shop):
    job = load(written(HEADER, [row(1, "A1", "East"), row(2, "A2")]), as_of=DAY)
    later, before = int(DAY.timestamp()) + 60, int(DAY.timestamp()) - 60
    tell_parcels(actor=None, shop=shop, parcels=[ToldParcel(number(1), "b1", "SF", "West")], as_of=later)
    tell_parcels(actor=None, shop=shop, parcels=[ToldParcel(number(2), "B2"), ToldParcel(number(1), "OLD")], as_of=before)
    orders = [number(1), number(2)]
    found = parcels_of(shop_id=shop.pk, order_nos=orders)
    assert (found[number(1)].waybills, found[number(1)].replaced) == ({"B1": "SF"}, {"A1"})
    assert (found[number(2)].waybills, found[number(2)].replaced) == ({"A2": None}, {"B2"})
    assert warehouses_of(shop_id=shop.pk, order_nos=orders) == {number(1): "West"}
    take_back(job)
    assert set(parcels_of(shop_id=shop.pk, order_nos=orders)[number(2)].waybills) == {"B2"}
