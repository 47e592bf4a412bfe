"""Receivers of an import: read for shops that keep contacts, from the columns platforms really write, taken back with it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Buyer, Contact, ContactSource
from customers.queries import masked_contact
from customers.queries.contacts import clear_contact
from customers.services import erase_buyers, refill_buyers, set_privacy
from imports import services
from imports.formats.receivers import receiver_columns
from imports.models import ImportJob, Receivers, State
from imports.receivers import read_receivers, shops_with_receivers
from imports.sweeping import sweep
from orders.models import Shop
from tests.imports.samples import ORDER_HEADER, as_csv, order_row, orders
from tests.imports.shared_files import real

pytestmark = pytest.mark.django_db
NAME, PHONE, STREET = "王小明", "13912345678", "浙江省 杭州市 西湖区 文三路 1 号"
HEADER = [*ORDER_HEADER, "收货人姓名", "联系电话 ", "联系手机"]
AT = datetime(2026, 11, 12, tzinfo=UTC)


def sent(*told: tuple[int, str, str, str], street: str = STREET) -> bytes:
    """An order list: (number of the order, buyer, name, mobile) each."""
    rows = []
    for number, buyer, name, phone in told:
        row = order_row(number)
        row[1], row[6] = buyer, street
        rows.append([*row, name, "", phone])
    return as_csv([HEADER, *rows], "utf-8")


@pytest.fixture
def keeping(shop: Shop, person) -> Shop:
    set_privacy(actor=person(), shop=shop, at=AT, keep_contacts=True)
    return shop


def filled(shop: Shop) -> None:
    read_receivers(shop=shop)
    refill_buyers(shop=shop, at=AT)


def buyer(shop: Shop, key: str) -> Buyer:
    return Buyer.objects.get(shop=shop, buyer_key=key)


def test_a_shop_that_keeps_nothing_pays_nothing(shop: Shop, load) -> None:
    job = load(sent((1, "ann", NAME, PHONE)))
    assert job.receivers == Receivers.NONE
    with CaptureQueriesContext(connection) as asked:
        assert read_receivers(shop=shop) == 0
    assert len(asked) == 1
    assert not Contact.objects.exists()
    assert shops_with_receivers() == []


def test_they_are_read_after_the_road_and_the_newest_order_tells(keeping: Shop, load, rings) -> None:
    job = load(
        sent(
            (1, "ann", "旧名", "13900000001"),
            (3, "ann", NAME, PHONE),
            (2, "ann", "中", "13900000002"),
            (4, "ben", "李**", "138****0000"),
        )
    )
    assert job.receivers == Receivers.WAITING
    assert not Contact.objects.exists(), "no board waits for it"
    rings()
    sweep(at=datetime.now(tz=UTC))
    assert ("fill_numbers", keeping.pk) in rings()
    filled(keeping)
    shown = masked_contact(buyer(keeping, "ann"))
    assert (shown.name, shown.phone, shown.address, shown.as_of) == ("王**", "139****5678", "浙江省杭州市***", job.as_of)
    assert masked_contact(buyer(keeping, "ben")).phone == "138****0000"
    job.refresh_from_db()
    assert job.receivers == Receivers.KEPT
    assert shops_with_receivers() == []
    count = Contact.objects.count()
    filled(keeping)
    assert Contact.objects.count() == count


def test_a_buyer_with_several_orders_keeps_each_receiver(keeping: Shop, load, monkeypatch) -> None:
    monkeypatch.setattr("imports.receivers.MOST_ORDERS", 2)
    load(sent((1, "ann", "旧名", "13900000001"), (3, "ann", NAME, PHONE), (2, "ann", "中", "13900000002")))
    filled(keeping)
    ann, numbers = buyer(keeping, "ann"), list(ContactSource.objects.order_by("order_no").values_list("order_no", flat=True))
    assert [clear_contact(ann, order_no=number).name for number in numbers] == ["中", NAME], "the two placed last"
    assert clear_contact(ann).name == NAME


def test_taken_back_with_the_import_the_older_file_speaks_again(keeping: Shop, load, take_back) -> None:
    load(sent((1, "ann", NAME, PHONE)), "orders 2026-11-11 10-00.csv")
    newer = load(sent((1, "ann", "李雷", "13700137000"), (2, "ben", NAME, PHONE)), "orders 2026-11-11 12-00.csv")
    filled(keeping)
    assert clear_contact(buyer(keeping, "ann")).name == "李雷"
    take_back(newer)
    assert clear_contact(buyer(keeping, "ann")).name == NAME
    assert Contact.objects.count() == ContactSource.objects.count() == 1
    assert ImportJob.objects.get(pk=newer.pk).receivers == Receivers.NONE


def test_taken_back_before_they_were_read(keeping: Shop, load, take_back) -> None:
    job = load(sent((1, "ann", NAME, PHONE)))
    take_back(job)
    filled(keeping)
    assert not Contact.objects.exists()


def test_orders_left_out_and_buyers_forgotten_tell_nothing(keeping: Shop, load, person) -> None:
    load(sent((1, "ann", NAME, PHONE)))
    filled(keeping)
    erase_buyers(actor=person(username="who"), buyers=[buyer(keeping, "ann")], reason="asked for", at=AT)
    rows = [[*order_row(5, total="1,2O9.00"), NAME, "", PHONE]]
    again = order_row(1)
    again[1], silent = "ann", order_row(7)
    silent[6] = ""
    load(as_csv([HEADER, *rows, [*again, NAME, "", PHONE], [*silent, "null", "", "##cipher=="]], "utf-8"))
    filled(keeping)
    assert not Contact.objects.exists()


def test_turned_off_between_the_road_and_the_reading(keeping: Shop, load, person) -> None:
    load(sent((1, "ann", NAME, PHONE)))
    set_privacy(actor=person(username="boss"), shop=keeping, keep_contacts=False)
    filled(keeping)
    assert not Contact.objects.exists()


def test_nothing_of_it_stands_in_claims_rows_problems_or_logs(keeping: Shop, load, caplog) -> None:
    job = load(sent((1, "ann", NAME, PHONE), (2, "ben", "李雷", "13700137000")))
    filled(keeping)
    text = json.dumps([job.look, job.prepared, job.preview, job.problems, job.mapping], ensure_ascii=False)
    files = b"".join(path.read_bytes() for path in Path(job.claims_path).rglob("*"))
    for part in (NAME, "李雷", PHONE, "13700137000", "文三路"):
        assert part not in text
        assert part.encode() not in files
        assert part not in caplog.text


def test_a_file_that_cannot_be_read_is_given_up_without_a_word_of_it(keeping: Shop, load, caplog) -> None:
    job = load(sent((1, "ann", NAME, PHONE)))
    job.upload_path.write_bytes(f"{NAME},{PHONE}\n".encode())
    filled(keeping)
    job.refresh_from_db()
    assert (job.state, job.receivers) == (State.DONE, Receivers.NONE)
    assert f"import {job.pk}" in caplog.text
    for part in (NAME, PHONE):
        assert part not in caplog.text


def test_a_list_of_goods_or_traffic_waits_for_nothing(keeping: Shop, load) -> None:
    assert load(orders(3)).receivers == Receivers.WAITING
    assert (
        load(as_csv([("日期", "小时", "访客数"), ("2026-11-11", "9", "100")], "utf-8"), "2026-11-11.csv").receivers
        == Receivers.NONE
    )


def test_ready_files_are_not_marked_until_they_stand(keeping: Shop, look) -> None:
    job = look(sent((1, "ann", NAME, PHONE)))
    assert job.receivers == Receivers.NONE
    services.discard(job=job, actor=None)
    assert shops_with_receivers() == []


@pytest.mark.parametrize(("headers", "receiver", "phone", "street"), [
    (["订单编号", "收货人姓名", "收货地址 ", "联系电话 ", "联系手机"],
     [["收货人姓名"]], [["联系手机"], ["联系电话 "]], [["收货地址 "]]),
    (["订单号", "客户姓名", "客户地址", "联系电话"], [["客户姓名"]], [["联系电话"]], [["客户地址"]]),
    (["订单号", "收货人", "手机", "省", "市", "区", "街道", "详细地址"],
     [["收货人"]], [["手机"]], [["省", "市", "区", "街道", "详细地址"]]),
    (["主订单编号", "收件人", "收件人手机号", "详细地址"], [["收件人"]], [["收件人手机号"]], [["详细地址"]]),
    (["订单号", "收货人/提货人", "收货人手机号/提货人手机号", "省", "市"],
     [["收货人/提货人"]], [["收货人手机号/提货人手机号"]], None),
    (["Name", "Email", "Shipping Name", "Shipping Address1", "Shipping Address2", "Shipping Phone"],
     [["Shipping Name"]], [["Shipping Phone"]], [["Shipping Address1", "Shipping Address2"]]),
    (["Order Number", "First Name (Billing)", "Last Name (Billing)", "Phone (Billing)",
      "First Name (Shipping)", "Last Name (Shipping)", "Address 1&2 (Shipping)"],
     [["First Name (Shipping)", "Last Name (Shipping)"], ["First Name (Billing)", "Last Name (Billing)"]],
     [["Phone (Billing)"]], [["Address 1&2 (Shipping)"]]),
    (["amazon-order-id", "recipient-name", "ship-phone-number", "ship-address-1", "ship-address-2"],
     [["recipient-name"]], [["ship-phone-number"]], [["ship-address-1", "ship-address-2"]]),
    (["订单编号", "总金额"], None, None, None),
])  # fmt: skip
def test_the_headers_of_the_platforms(headers, receiver, phone, street) -> None:
    found = receiver_columns(headers)
    assert (found.get("receiver"), found.get("phone"), found.get("street")) == (receiver, phone, street)


@pytest.mark.parametrize("name", [
    "taobao_tmall/CONSTRUCTED_quirks_ExportOrderList_2019.gbk.csv",
    "jd/fixture_multi_line_order.utf8.csv",
    "douyin/fixture_order_export.utf8bom.csv",
])  # fmt: skip
def test_real_exports(name: str, keeping: Shop, load) -> None:
    path = real("formats/" + name)
    job = load(path, path.name)
    assert job.receivers == Receivers.WAITING
    read_receivers(shop=keeping)
    assert ImportJob.objects.get(pk=job.pk).receivers == Receivers.KEPT
