"""Stock over REST: levels, counts, reserves; what is refused, and to whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from inventory.models import Reserve, StockCount, StockLevel

pytestmark = pytest.mark.django_db
LEVELS, COUNTS, RESERVES = "/api/v1/stock/levels/", "/api/v1/stock/counts/", "/api/v1/stock/reserves/"
DIFFERENCES = "/api/v1/stock/differences/"


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def post(client, path, body):
    return client.post(path, body, content_type="application/json")


def test_levels_are_told_with_the_filters_of_the_page(ops, stocked):
    told = ops.get(LEVELS, {"shop": stocked.pk, "state": "short"}).json()
    assert told["count"] == 1
    level = told["levels"][0]
    assert (level["sku"], level["on_hand"], level["unshipped"], level["available"], level["short"]) == ("COAT", 2, 3, 0, 1)
    assert ops.get(LEVELS, {"shop": "x"}).status_code == 404


def test_counts_are_kept_all_or_none_and_the_same_again_mends(ops, stocked):
    at = (timezone.now() - timedelta(minutes=1)).isoformat()
    counts = [{"sku": "COAT", "units": 9, "place": "main", "counted_at": at}, {"sku": "COAT", "units": 6, "count_kind": "listed"}]
    assert post(ops, COUNTS, {"shop": stocked.pk, "counts": counts}).json() == {"kept": 2}
    assert StockLevel.objects.values_list("on_hand", "available", "listed").get(sku="COAT") == (9, 6, 6)
    mended = [counts[0] | {"units": 8}]
    assert post(ops, COUNTS, {"shop": stocked.pk, "counts": mended}).status_code == 200
    assert StockLevel.objects.get(sku="COAT").on_hand == 8
    before = StockCount.objects.count()
    future = [counts[0], {"sku": "HAT", "units": 1, "counted_at": (timezone.now() + timedelta(hours=1)).isoformat()}]
    refused = post(ops, COUNTS, {"shop": stocked.pk, "counts": future})
    assert (refused.status_code, refused.json()["detail"]) == (400, "This moment is still to come.")
    assert StockCount.objects.count() == before


@pytest.mark.parametrize(
    "body", [{}, {"counts": []}, {"counts": [{"sku": "COAT", "units": -1}]}, {"counts": [{"sku": "", "units": 1}]}, []]
)
def test_bodies_that_cannot_be_are_refused(ops, stocked, body):
    sent = body if isinstance(body, list) else {"shop": stocked.pk} | body
    assert post(ops, COUNTS, sent).status_code == 400


def test_differences_are_those_of_the_page(ops, client, stocked):
    page, told = ops.get("/products/stock/differences/").context, ops.get(DIFFERENCES, {"shop": stocked.pk}).json()
    assert told["knows_listing"]
    assert [(row["sku"], row["off"]) for row in told["listed"]] == [(row.level.sku, row.off) for row in page["off"]]
    assert [row["sku"] for row in told["hidden"]] == ["SOCK"]
    assert told["hidden"][0]["value"] == "796.00"
    assert (told["before"], told["after"], told["counted"]) == (None, None, [])
    assert ops.get(DIFFERENCES, {"shop": stocked.pk, "after": "1"}).status_code == 404
    assert ops.get(DIFFERENCES).status_code == 404
    assert client.get(DIFFERENCES, {"shop": stocked.pk}).status_code in {401, 403}


def test_a_reserve_is_kept_and_released_once(ops, stocked):
    kept = post(ops, RESERVES, {"shop": stocked.pk, "sku": "SOCK", "units": 10, "campaign": 7})
    assert (kept.status_code, kept.json()["campaign"]) == (201, 7)
    assert post(ops, RESERVES, {"shop": stocked.pk, "sku": "SOCK", "units": 1}).status_code == 409
    release = f"{RESERVES}{kept.json()['id']}/release/"
    assert post(ops, release, {"units": 99, "reason": "x"}).status_code == 400
    assert post(ops, release, {"units": 3}).status_code == 400
    done = post(ops, release, {"units": 3, "reason": "ahead"})
    assert (done.status_code, done.json()["released_units"]) == (200, 3)
    assert post(ops, release, {"reason": "again"}).status_code == 409
    assert Reserve.objects.get(released_at=None).units == 7


def test_who_may_not_is_told_so(keeper, boss, client, stocked):
    assert client.get(LEVELS, {"shop": stocked.pk}).status_code in {401, 403}
    assert post(boss, COUNTS, {"shop": stocked.pk, "counts": [{"sku": "COAT", "units": 1}]}).status_code == 403
    assert post(keeper, RESERVES, {"shop": stocked.pk, "sku": "SOCK", "units": 1}).status_code == 403
