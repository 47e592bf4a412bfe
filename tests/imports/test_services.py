"""What a person can do with an import, and what the worker makes of it."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounts.models import AuditEntry
from imports import services
from imports.errors import NotPossible, TooLarge
from imports.models import ImportJob, RememberedMapping, State
from orders.models import Order, OrderLine, Shop
from orders.services import create_shop
from tests.imports.files import facts, lines, report, report_row, reports, written

pytestmark = pytest.mark.django_db


def everything_below(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def test_a_file_is_kept_by_its_content_for_its_owner_alone(data_dir, person):
    job = services.receive(file=[b"a,b\n", b"1,2\n"], filename="../orders.csv", actor=person(), source="upload")
    assert job.state == State.LOOKING
    assert job.filename == "orders.csv"
    assert job.upload_path.read_bytes() == b"a,b\n1,2\n"
    assert job.upload_path.name == job.digest
    assert stat.S_IMODE(job.upload_path.stat().st_mode) == 0o600
    entry = AuditEntry.objects.get(action="import.receive")
    assert entry.actor == job.created_by
    again = services.receive(file=[b"a,b\n1,2\n"], filename="other.csv", actor=None, source="upload")
    assert again.path == job.path


def test_a_file_beyond_the_limit_leaves_nothing_behind(data_dir, settings):
    settings.UPLOAD_LIMIT_BYTES = 1_000_000
    with pytest.raises(TooLarge, match="larger than the 1 MB"):
        services.receive(file=([b"x" * 1000] * 1001), filename="orders.csv", actor=None, source="upload")
    assert not ImportJob.objects.exists()
    assert everything_below(data_dir) == []


def test_the_worker_is_rung_after_commit(rings, django_capture_on_commit_callbacks, shop):
    with django_capture_on_commit_callbacks(execute=False) as later:
        job = services.receive(file=[b"a"], filename="a.csv", actor=None, source="upload")
        assert rings() == []
    for ring in later:
        ring()
    assert rings() == [("look_import", job.pk)]


def test_a_look_shows_what_would_be_loaded_and_loads_nothing(look):
    job = look(reports(30))
    assert (job.state, job.needs) == (State.READY, "")
    assert job.may_confirm
    assert (job.format_key, job.kind, job.rows_total) == ("tmall_report", "orders", 30)
    assert len(job.preview) == 20
    assert job.as_of is not None
    assert not Order.objects.exists()


def test_the_road_counts_every_row_once(look, load, settings):
    settings.IMPORT_CHUNK_ROWS = 7
    job = load(reports(30))
    assert (job.inserted, job.changed, job.unchanged, job.older, job.rejected) == (30, 0, 0, 0, 0)
    assert job.rows_total == sum(job.counts.values()) == job.rows_done
    assert job.chunks == job.next_chunk > 1
    assert Order.objects.count() == 30
    assert (job.worker, job.lease_until, job.phase, job.attempt) == ("", None, "", 0)


def test_the_same_bytes_again_are_all_unchanged(load):
    first = load(reports(30), "orders.csv")
    before = facts()
    second = load(reports(30), "订单 20991231.csv")
    assert second.as_of == first.as_of
    assert second.counts == {"inserted": 0, "changed": 0, "unchanged": 30, "older": 0, "rejected": 0}
    assert facts() == before


def test_an_older_export_takes_nothing_back(load):
    at = datetime(2025, 11, 12, tzinfo=UTC)
    load(report([report_row(1, refund="40.00")]), as_of=at)
    job = load(report([report_row(1), report_row(2)]), as_of=at.replace(day=11))
    assert (job.inserted, job.older) == (1, 1)
    assert Order.objects.get(order_no="3000000000001").refund_minor == 4000


def test_a_rejected_row_is_counted_and_kept(load):
    job = load(report([report_row(1), ["", "1.00", "1.00", "", "2025-11-11 10:00:00", "", "0"], report_row(2)]))
    assert (job.inserted, job.rejected, job.rows_total) == (2, 1, 3)
    assert job.problems
    kept = (job.claims_path / "rejected.csv").read_text("utf-8-sig")
    assert len(kept.splitlines()) == 2


def test_an_empty_file_is_refused_with_a_sentence(look):
    job = look(b"")
    assert (job.state, job.error_code) == (State.REFUSED, "empty")
    assert job.error.endswith(".")
    assert not job.may_confirm


def test_two_shops_are_asked_which(look, shop, person):
    other = create_shop(actor=None, name="Tea House")
    job = look(reports(3))
    assert (job.state, job.needs) == (State.READY, "shop")
    with pytest.raises(NotPossible):
        services.confirm(job=job, actor=None)
    services.answer(job=job, actor=person(), shop=other)
    assert job.state == State.LOOKING
    services.look_at(job_id=job.pk, worker="test")
    job.refresh_from_db()
    assert (job.shop, job.needs, job.rows_total) == (other, "", 3)
    # The next file with this header goes where the last one went.
    assert look(reports(4)).shop == other


def test_an_unknown_table_is_asked_for_once(look, shop, person):
    unknown = written(
        ["Ref No", "When", "Grand Sum"], [["A1", "2025-11-11 10:00:00", "12.50"], ["A2", "2025-11-11 11:00:00", "3.00"]]
    )
    job = look(unknown)
    assert job.needs == "mapping"
    assert job.look["headers"] == ["Ref No", "When", "Grand Sum"]
    columns = {"order_no": "Ref No", "placed_at": "When", "total_minor": "Grand Sum"}
    services.answer(job=job, actor=person(), format_key="mapped:orders", mapping=columns)
    services.look_at(job_id=job.pk, worker="test")
    job.refresh_from_db()
    assert (job.state, job.needs, job.kind, job.rows_total) == (State.READY, "", "orders", 2)
    assert RememberedMapping.objects.get().kind == "orders"
    more = look(written(["Ref No", "When", "Grand Sum"], [["A3", "2025-11-11 12:00:00", "1.00"]]))
    assert (more.needs, more.rows_total) == ("", 1)


def test_saying_when_the_export_was_made_reads_nothing_again(look, person):
    job = look(reports(3))
    at = datetime(2025, 12, 1, tzinfo=UTC)
    services.answer(job=job, actor=person(), as_of=at)
    assert (job.state, job.as_of, job.as_of_source) == (State.READY, at, "given")


def test_discard_forgets_file_and_claims(look, data_dir, person, django_capture_on_commit_callbacks):
    job = look(reports(3))
    assert job.claims_path.is_dir()
    with django_capture_on_commit_callbacks(execute=True):
        services.discard(job=job, actor=person())
    assert job.state == State.DISCARDED
    assert everything_below(data_dir / "uploads") == everything_below(data_dir / "claims") == []


def test_what_is_loaded_cannot_be_discarded(load):
    with pytest.raises(NotPossible):
        services.discard(job=load(reports(3)), actor=None)


def test_load_when_ready_asks_nobody(look):
    job = look(reports(3), load_when_ready=True)
    assert job.state == State.QUEUED


def test_any_number_of_deliveries_does_it_once(look):
    job = look(reports(9))
    services.confirm(job=job, actor=None)
    assert services.run_road(job_id=job.pk, worker="one").state == State.DONE
    revision = ImportJob.objects.get(pk=job.pk).revision
    assert services.run_road(job_id=job.pk, worker="two") is None
    assert services.look_at(job_id=job.pk, worker="two") is None
    assert services.run_undo(job_id=job.pk, worker="two") is None
    assert services.run_road(job_id=999_999, worker="two") is None
    assert ImportJob.objects.get(pk=job.pk).revision == revision


def test_lines_and_orders_of_the_same_orders_meet(load):
    load(reports(5), as_of=datetime(2025, 11, 12, tzinfo=UTC))
    job = load(lines(range(3)), "lines.csv", as_of=datetime(2025, 11, 13, tzinfo=UTC))
    assert job.rows_total == 6 == job.inserted + job.changed
    assert (Order.objects.count(), OrderLine.objects.count()) == (5, 6)


def test_each_shop_has_its_own_facts(load, shop: Shop):
    other = create_shop(actor=None, name="Tea House")
    load(reports(5), shop=shop)
    job = load(reports(5), shop=other)
    assert job.inserted == 5
    assert Order.objects.count() == 10


def test_a_corrected_mapping_of_the_same_bytes_stands(look, load, person):
    file = written(["Ref No", "When", "Sum", "Grand Sum"], [["A1", "2025-11-11 10:00:00", "10.00", "12.50"]])
    columns = {"order_no": "Ref No", "placed_at": "When", "total_minor": "Sum"}
    first = load(file, format_key="mapped:orders", mapping=columns)
    second = load(file, format_key="mapped:orders", mapping=columns | {"total_minor": "Grand Sum"})
    assert (second.as_of - first.as_of).total_seconds() == 1
    assert (second.changed, Order.objects.get().total_minor) == (1, 1250)
    again = load(file, format_key="mapped:orders", mapping=columns)
    assert (again.older, Order.objects.get().total_minor) == (1, 1250)
