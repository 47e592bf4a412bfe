"""What imports hold of people who were forgotten: claims are rewritten so that undo still works, files go after some days."""

from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from customers.models import Buyer, Erasure
from customers.models.privacy import FORGOTTEN_DAYS
from customers.services import erase_buyers, refill_buyers, set_privacy
from imports.forgetting import clean_claims, discard_waiting, drop_files, shops_to_clean
from imports.models import ImportJob, State
from imports.sweeping import sweep
from orders.models import Order, Shop
from orders.services import create_shop
from tests.customers.naive import assert_summaries_equal_facts
from tests.imports.samples import as_csv, order_row
from tests.imports.test_receivers import HEADER

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 12, tzinfo=UTC)
NAME = "王小明"


def sent(*orders: tuple[int, str, str]) -> bytes:
    """An order list: (number, buyer, amount) each; one row more cannot be read and is kept aside, with its buyer."""
    rows = []
    for number, buyer, total in orders:
        row = order_row(number, total=total)
        row[1] = buyer
        rows.append([*row, NAME, "", ""])
    bad = order_row(99, total="1,2O9.00")
    bad[1] = "ann"
    return as_csv([HEADER, *rows, [*bad, NAME, "", ""]], "utf-8")


def accounts(job: ImportJob) -> list[str]:
    """Every account that the claims of an import name."""
    job.refresh_from_db()
    files = sorted(job.claims_path.glob("*.orders.parquet"))
    return [key for path in files for key in pq.read_table(path)["buyer_key"].to_pylist()]


def forget(shop: Shop, person, *keys: str) -> str:
    refill_buyers(shop=shop, at=AT)
    rows = list(Buyer.objects.filter(shop=shop, buyer_key__in=keys))
    assert len(rows) == len(keys)
    erase_buyers(actor=person(), buyers=rows, reason="asked for", at=AT)
    return Erasure.objects.latest("pk").pseudonym


def facts(shop: Shop) -> dict[str, tuple[str, int]]:
    return {order.order_no[-2:]: (order.buyer_key, order.total_minor) for order in Order.objects.filter(shop=shop)}


def test_claims_name_the_pseudonym_and_undo_still_works(shop: Shop, person, load, take_back, rings) -> None:
    first = load(sent((1, "ann", "100.00"), (2, "ben", "50.00")), "orders 2026-11-11 10-00.csv")
    second = load(sent((1, "ann", "80.00"), (3, "ann", "30.00")), "orders 2026-11-11 12-00.csv")
    pseudonym = forget(shop, person, "ann")
    assert shops_to_clean() == [shop.pk]
    rings()
    sweep(at=datetime.now(tz=UTC))
    assert ("clean_claims", shop.pk) in rings()
    assert clean_claims(shop=shop, at=AT) == 2
    assert accounts(first) == [pseudonym, "ben"]
    assert accounts(second) == [pseudonym, pseudonym]
    assert shops_to_clean() == []
    assert clean_claims(shop=shop, at=AT) == 0
    assert not list(first.claims_path.glob("*.fresh"))
    take_back(second)
    refill_buyers(shop=shop, at=AT)
    assert facts(shop) == {"01": (pseudonym, 10_000), "02": ("ben", 5_000)}
    assert_summaries_equal_facts(shop)
    take_back(first)
    assert facts(shop) == {}


def test_a_file_that_comes_later_never_claims_the_account(shop: Shop, person, load) -> None:
    load(sent((1, "ann", "100.00")), "orders 2026-11-11 10-00.csv")
    pseudonym = forget(shop, person, "ann")
    later = load(sent((1, "ann", "90.00"), (4, "cid", "10.00")), "orders 2026-11-11 14-00.csv")
    assert accounts(later) == [pseudonym, "cid"]
    assert later.forgotten_upto == Erasure.objects.get().pk
    assert facts(shop)["01"] == (pseudonym, 9_000)
    assert not Buyer.objects.filter(buyer_key="ann").exists()


def test_the_same_bytes_again_change_nothing(shop: Shop, person, load) -> None:
    content = sent((1, "ann", "100.00"), (2, "ben", "50.00"))
    load(content, "orders 2026-11-11 10-00.csv")
    pseudonym = forget(shop, person, "ann")
    clean_claims(shop=shop, at=AT)
    before = facts(shop)
    again = load(content, "orders 2026-11-11 10-00.csv")
    refill_buyers(shop=shop, at=AT)
    assert facts(shop) == before
    assert (again.inserted, again.changed) == (0, 0)
    assert before["01"][0] == pseudonym


def test_shops_that_forgot_nobody_are_not_looked_at(shop: Shop, load) -> None:
    job = load(sent((1, "ann", "100.00")))
    before = sorted(path.stat().st_mtime_ns for path in job.claims_path.iterdir())
    assert clean_claims(shop=shop, at=AT) == 0
    assert shops_to_clean() == []
    assert sorted(path.stat().st_mtime_ns for path in job.claims_path.iterdir()) == before


def test_files_that_name_somebody_forgotten_go_after_thirty_days(shop: Shop, person, load, client_as) -> None:
    named = load(sent((1, "ann", "100.00")), "orders 2026-11-11 10-00.csv")
    other = load(as_csv([HEADER, [*order_row(7), NAME, "", ""]], "utf-8"), "orders 2026-11-11 11-00.csv")
    forget(shop, person, "ann")
    clean_claims(shop=shop, at=AT)
    upload, aside = named.upload_path, named.claims_path / "rejected.csv"
    assert "ann" in upload.read_text()
    assert "ann" in aside.read_text()
    assert drop_files(at=AT + timedelta(days=FORGOTTEN_DAYS - 1)) == 0
    assert drop_files(at=AT + timedelta(days=FORGOTTEN_DAYS)) == 1
    assert not upload.exists()
    assert not aside.exists()
    assert other.upload_path.exists()
    named.refresh_from_db()
    assert (named.path, named.may_undo, named.may_read_again) == ("", True, False)
    client = client_as(Role.OPERATIONS)
    assert client.get(reverse("imports:rejected", args=[named.pk])).status_code == 404
    assert client.get(reverse("imports:detail", args=[named.pk])).status_code == 200


def test_files_go_when_the_shop_keeps_them_no_longer_and_claims_stay(shop: Shop, person, load, take_back) -> None:
    job = load(sent((1, "ann", "100.00")))
    upload = job.upload_path
    late = datetime.now(tz=UTC) + timedelta(days=20)
    assert drop_files(at=late) == 0, "no setting, no dropping"
    set_privacy(actor=person(), shop=shop, upload_days=10)
    assert drop_files(at=late - timedelta(days=15)) == 0
    assert drop_files(at=late) == 1
    assert not upload.exists()
    take_back(job)
    assert facts(shop) == {}
    job.refresh_from_db()
    assert not job.may_confirm


def test_a_file_that_another_import_still_needs_stays(shop: Shop, person, load, look) -> None:
    content = sent((1, "ann", "100.00"))
    job = load(content)
    set_privacy(actor=person(), shop=shop, upload_days=10)
    waiting, late = look(content), datetime.now(tz=UTC) + timedelta(days=20)
    ImportJob.objects.filter(pk=waiting.pk).update(touched_at=late - timedelta(days=1))  # somebody answered yesterday
    assert drop_files(at=late) == 0
    assert job.upload_path.exists()
    assert waiting.upload_path == job.upload_path


def test_a_file_that_waits_too_long_for_a_word_is_thrown_away(shop: Shop, person, look) -> None:
    waiting, late = look(sent((1, "ann", "100.00"))), datetime.now(tz=UTC) + timedelta(days=20)
    upload = waiting.upload_path
    assert (waiting.state, upload.exists()) == (State.READY, True)
    assert (drop_files(at=late), upload.exists()) == (0, True), "no setting, no dropping"
    set_privacy(actor=person(), shop=shop, upload_days=10)
    assert drop_files(at=late - timedelta(days=15)) == 0
    drop_files(at=late)
    waiting.refresh_from_db()
    assert (waiting.state, upload.exists(), waiting.preview) == (State.DISCARDED, False, [])
    assert AuditEntry.objects.get(action="import.discard").actor is None


def test_one_whose_shop_nobody_told_goes_by_the_shop_that_keeps_longest(shop: Shop, person, look) -> None:
    other = create_shop(actor=None, name="Other House")
    waiting, late = look(sent((1, "ann", "100.00"))), datetime.now(tz=UTC) + timedelta(days=20)
    ImportJob.objects.filter(pk=waiting.pk).update(shop=None)
    set_privacy(actor=person(), shop=shop, upload_days=10)
    assert discard_waiting(at=late) == 0, "the other shop keeps files always"
    set_privacy(actor=person(username="other"), shop=other, upload_days=15)
    assert discard_waiting(at=late - timedelta(days=8)) == 0
    assert discard_waiting(at=late) == 1
