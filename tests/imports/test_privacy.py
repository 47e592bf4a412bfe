"""Names, streets and telephones: what of them stands in the row of an import, while it waits and when it is over."""

import json

import pytest
from django.urls import reverse

from accounts.roles import Role
from imports import services
from imports.models import ImportJob, State
from tests.imports.samples import ORDER_HEADER, as_csv, order_row

pytestmark = pytest.mark.django_db
NAME, ACCOUNT, STREET, PHONE = "王小明", "小青鱼的店", "浙江省 杭州市 西湖区 文三路 1 号", "13912345678"
HEADER = [*ORDER_HEADER, "收货人姓名", "联系手机"]


def sent(*, buyer: str = ACCOUNT, total: str = "699.00", more: tuple[str, ...] = ()) -> bytes:
    row = order_row(1, total=total)
    row[1], row[6] = buyer, STREET
    return as_csv([HEADER, [*row, NAME, PHONE], [*order_row(2), NAME, PHONE, *more]], "utf-8")


def stored(job: ImportJob) -> str:
    """Give everything of an import that is stored as JSON, as one text."""
    job = ImportJob.objects.get(pk=job.pk)
    return json.dumps([job.look, job.prepared, job.preview, job.problems, job.mapping], ensure_ascii=False)


def test_while_it_waits_only_what_is_read_is_kept_and_streets_are_masked(look, client_as):
    job = look(sent())
    assert job.state == State.READY
    text = stored(job)
    assert ACCOUNT in text
    for part in (NAME, PHONE, "文三路", "西湖区 文"):
        assert part not in text
    assert "buyer_key" not in text
    assert job.prepared["preview"] == []
    shown = client_as(Role.OPERATIONS).get(reverse("imports:card", args=[job.pk])).content.decode()
    assert ACCOUNT in shown
    assert "杭州" in shown


def test_a_buyer_who_is_a_telephone_is_masked_at_once(look):
    text = stored(look(sent(buyer=PHONE)))
    assert PHONE not in text
    assert "13…" in text


@pytest.mark.parametrize("ends", [State.DONE, State.UNDONE, State.DISCARDED])
def test_when_it_is_over_nobody_is_named(look, ends):
    job = look(sent())
    if ends == State.DISCARDED:
        services.discard(job=job, actor=None)
    else:
        services.confirm(job=job, actor=None)
        services.run_road(job_id=job.pk, worker="test")
    if ends == State.UNDONE:
        services.undo(job=ImportJob.objects.get(pk=job.pk), actor=None)
        services.run_undo(job_id=job.pk, worker="test")
    job.refresh_from_db()
    assert job.state == ends, job.error
    text = stored(job)
    for part in (ACCOUNT, NAME, PHONE, "文三路"):
        assert part not in text
    assert "sample" not in job.look
    assert job.look["headers"]


def test_what_was_understood_is_still_shown_without_names(load, client_as):
    job = load(sent(total="1,2O9.00"))
    card = client_as(Role.OPERATIONS).get(reverse("imports:card", args=[job.pk])).content.decode()
    assert "3304410000000000001" in card
    assert "小…" in card
    assert ACCOUNT not in card
    assert "杭州" in card
    assert job.preview[0]["unread"] == ["goods_minor", "total_minor"]
    assert job.preview[1]["unread"] == []


def test_a_refused_list_of_names_and_addresses_leaves_none_of_them(look):
    job = look(as_csv([["订单编号", "收货人姓名", "收货地址", "联系手机"], ["1", NAME, STREET, PHONE]], "utf-8"))
    assert (job.state, job.error_code) == (State.REFUSED, "dispatch_list")
    assert "sample" not in job.look
    for part in (NAME, PHONE, "文三路"):
        assert part not in stored(job)


def test_an_unknown_table_shows_its_rows_until_it_is_imported(look, shop):
    content = as_csv([["Reference", "Client", "Booked", "Worth"], ["R1", NAME, "2026-11-11 01:00:00", "5.00"]], "utf-8")
    job = look(content, "ledger.csv")
    assert job.look["sample"][0][1] == NAME  # a person must say what the columns mean
    mapping = {"order_no": "Reference", "buyer": "Client", "placed_at": "Booked", "total_minor": "Worth"}
    services.answer(job=job, actor=None, shop=shop, format_key="mapped:orders", mapping=mapping)
    services.look_at(job_id=job.pk, worker="test")
    job.refresh_from_db()
    services.confirm(job=job, actor=None)
    services.run_road(job_id=job.pk, worker="test")
    job.refresh_from_db()
    assert job.state == State.DONE
    assert NAME not in stored(job)
    assert "R1" in stored(job)


def test_the_example_of_a_broken_row_and_of_an_address_names_nobody(look):
    job = look(sent(more=("one", "too many")))
    assert [group["code"] for group in job.problems] == ["ragged"]
    for part in (NAME, PHONE):
        assert part not in stored(job)
    row = order_row(1)
    row[6] = STREET * 5_000
    job = look(as_csv([ORDER_HEADER, row], "utf-8"))
    assert ("text_cut", "…") in [(group["code"], group["example_value"]) for group in job.problems]
