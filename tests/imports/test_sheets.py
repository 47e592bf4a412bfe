"""A workbook of several tables: each recognised one is an import of its own, of the same bytes, made once."""

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command
from django.urls import reverse

from accounts.roles import Role
from imports import services
from imports.models import ImportJob, State
from imports.views.files import rejected_name
from orders.models import Order, OrderLine
from orders.states import OrderState
from tests.imports.files import facts
from tests.imports.samples import LINE_HEADER, ORDER_HEADER, PAID, order_row
from tests.imports.shared_files import real

pytestmark = pytest.mark.django_db
NAME = "千牛订单202611111035.xlsx"
DISPATCH = [["订单编号", "收货人姓名", "收货地址"], ["3304410000000000000", "王小明", "杭州市西湖区文三路 1 号"]]
Rows = Iterable[Sequence[object]]


def workbook(sheets: dict[str, Rows], hidden: Sequence[str] = ()) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name in hidden:
                sheet.hide()
    return out.getvalue()


def order_rows(count: int = 3) -> list[Sequence[object]]:
    return [ORDER_HEADER, *(order_row(number) for number in range(count))]


def line_rows(count: int = 3, *, state: str = PAID) -> list[Sequence[object]]:
    rows = [order_row(number) for number in range(count)]
    return [
        LINE_HEADER,
        *(
            [row[0], row[0], "Coat", "899.00", "1", "C-1", state, "699.00", "没有申请退款", "0.00", row[7], row[8]]
            for row in rows
        ),
    ]


def three() -> bytes:
    return workbook({"订单报表": order_rows(), "销售明细": line_rows(), "发货报表": DISPATCH})


def finish(job: ImportJob) -> ImportJob:
    services.look_at(job_id=job.pk, worker="test")
    job.refresh_from_db()
    services.confirm(job=job, actor=None)
    services.run_road(job_id=job.pk, worker="test")
    job.refresh_from_db()
    assert job.state == State.DONE, job.error
    return job


def test_each_recognised_sheet_becomes_an_import(look, load, take_back):
    first = look(three(), NAME)
    (further,) = first.further.all()
    assert (first.sheet, first.format_key, first.parent) == ("订单报表", "taobao_orders", None)
    assert (further.sheet, further.filename, further.state) == ("销售明细", f"{NAME} · 销售明细", State.LOOKING)
    assert (further.digest, further.shop, further.source) == (first.digest, first.shop, first.source)
    services.confirm(job=first, actor=None)
    services.run_road(job_id=first.pk, worker="test")
    assert Order.objects.count() == 3
    assert not OrderLine.objects.exists()
    before = facts()
    further = finish(further)
    assert (further.format_key, further.rows_total, further.as_of) == ("taobao_lines", 3, first.as_of)
    assert OrderLine.objects.count() == 3
    take_back(further)
    assert facts() == before


def test_looking_again_makes_them_no_second_time(look):
    first = look(three(), NAME)
    services.answer(job=first, actor=None, zone="Asia/Tokyo")
    services.look_at(job_id=first.pk, worker="test")
    assert ImportJob.objects.count() == 2
    (further,) = first.further.all()
    services.look_at(job_id=further.pk, worker="test")
    assert ImportJob.objects.count() == 2


def test_the_same_workbook_again_changes_nothing(load):
    content = three()
    first = load(content, NAME)
    lines = finish(first.further.get())
    before = facts()
    again = load(content, "a later name 202612010000.xlsx")
    lines_again = finish(again.further.get())
    assert (again.as_of, lines_again.as_of) == (first.as_of, lines.as_of)
    assert (again.unchanged, lines_again.unchanged) == (3, 3)
    assert facts() == before


def test_a_word_taught_for_one_sheet_reads_that_sheet_again_alone(load):
    content = workbook({"订单报表": order_rows(), "销售明细": line_rows(state="等待拼团")})
    first = load(content, NAME)
    lines = finish(first.further.get())
    services.teach_word(actor=None, job=lines, about="state", word="等待拼团", meaning=OrderState.SHIPPED)
    anew = finish(services.read_again(job=lines, actor=None))
    assert (anew.sheet, anew.filename, anew.changed) == (lines.sheet, lines.filename, 3)
    assert set(OrderLine.objects.values_list("state", flat=True)) == {OrderState.SHIPPED}
    assert finish(services.read_again(job=first, actor=None)).sheet == "订单报表"
    assert ImportJob.objects.count() == 4


def test_sheets_of_one_header_are_one_import_and_hidden_ones_are_left(look):
    more = [ORDER_HEADER, *(order_row(number) for number in range(10, 14))]
    content = workbook({"1": order_rows(), "2": more, "隐藏": line_rows()}, hidden=["隐藏"])
    job = look(content, NAME)
    assert (job.rows_total, job.sheet) == (7, "")
    assert ImportJob.objects.count() == 1


def test_the_card_names_the_other_sheets(look, client_as):
    job = look(three(), NAME)
    client = client_as(Role.OPERATIONS)
    shown = client.get(reverse("imports:card", args=[job.pk])).content.decode()
    assert "Also in this file:" in shown
    assert reverse("imports:detail", args=[job.further.get().pk]) in shown
    assert "Taobao / Tmall dispatch list, not read" in shown
    further = client.get(reverse("imports:card", args=[job.further.get().pk])).content.decode()
    assert "Also in this file:" not in further


def test_the_sheets_of_a_file_that_loads_by_itself_do_too(shop):
    job = services.receive(file=[three()], filename=NAME, actor=None, source="folder", shop=shop, load_when_ready=True)
    services.look_at(job_id=job.pk, worker="test")
    further = job.further.get()
    assert (further.shop, further.load_when_ready) == (shop, True)
    services.look_at(job_id=further.pk, worker="test")
    further.refresh_from_db()
    assert further.state == State.QUEUED


def test_a_first_sheet_without_use_does_not_hide_the_other(look):
    damaged = [ORDER_HEADER, ["3.30441E+18", *order_row(0)[1:]]]
    job = look(workbook({"订单报表": damaged, "销售明细": line_rows()}), NAME)
    assert (job.state, job.error_code) == (State.REFUSED, "damaged_numbers")
    assert finish(job.further.get()).inserted == 3


def test_the_command_walks_all_of_them_and_sums(tmp_path: Path, shop, capsys):
    file = tmp_path / NAME
    file.write_bytes(three())
    out = io.StringIO()
    call_command("import", str(file), "--shop", shop.name, "--json", stdout=out)
    assert json.loads(out.getvalue())["inserted"] == 6
    assert ImportJob.objects.filter(state=State.DONE).count() == 2


def test_the_interface_tells_of_the_further_imports(look, client_as):
    job = look(three(), NAME)
    told = client_as(Role.OPERATIONS).get(f"/api/v1/imports/{job.pk}/").json()
    assert (told["sheet"], told["further"]) == ("订单报表", [job.further.get().pk])


def test_rejected_rows_of_two_sheets_have_two_names(look):
    job = look(three(), NAME)
    further = job.further.get()
    services.look_at(job_id=further.pk, worker="test")
    further.refresh_from_db()
    assert rejected_name(job) == "千牛订单202611111035-rejected-asof20261111103500.csv"
    assert rejected_name(further) == "千牛订单202611111035 · 销售明细-rejected-asof20261111103500.csv"


@pytest.mark.shared
def test_the_real_workbook_of_three_sheets(look):
    job = look(real("formats/taobao_tmall/fixture_qianniu_three_sheets.xlsx"), "fixture_qianniu_three_sheets.xlsx")
    assert (job.sheet, job.format_key) == ("订单报表", "taobao_orders")
    further = finish(job.further.get())
    assert (further.sheet, further.format_key) == ("销售明细", "taobao_lines")
    assert further.inserted
