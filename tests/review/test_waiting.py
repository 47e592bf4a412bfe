"""Where a worker has not prepared a page: what is waited for, why the last try failed, and how to try again."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from accounts.roles import Role
from review.models import AfterSale, Review, SaleEffect
from tests.review.looked_back import planned

pytestmark = pytest.mark.django_db
TOPICS = {"": (Review, "prepare/"), "effect/": (SaleEffect, "effect/measure/"), "after/": (AfterSale, "after/count/")}


@pytest.fixture
def begun_on(shop):
    return partial(planned, shop)


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("path", TOPICS)
def test_a_sale_to_come_has_nothing_to_try_again(client_as, begun_on, path):
    sale = begun_on(timezone.now().replace(second=0, microsecond=0) + timedelta(days=3))
    model, _again = TOPICS[path]
    model.objects.create(campaign=sale, error="ValueError: of another time")
    page = text_of(client_as(Role.BOSS).get(f"/review/{sale.pk}/{path}"))
    assert "This sale has not begun" in page or "is not over" in page
    assert "Try again" not in page
    assert "ValueError" not in page


@pytest.mark.parametrize("path", TOPICS)
def test_a_failed_try_says_why_and_can_be_repeated(client_as, begun_on, path):
    sale = begun_on(datetime(2026, 9, 10, 16, tzinfo=UTC))
    model, again = TOPICS[path]
    boss = client_as(Role.BOSS)
    assert "look again in a" in text_of(boss.get(f"/review/{sale.pk}/{path}"))
    row, _made = model.objects.get_or_create(campaign=sale)
    model.objects.update(error="ValueError: <b>half a file</b>", asked_at=None, attempts=3)
    page = text_of(boss.get(f"/review/{sale.pk}/{path}"))
    assert "could not be" in page
    assert "ValueError: &lt;b&gt;half a file&lt;/b&gt;" in page
    assert f'action="/review/{sale.pk}/{again}"' in page
    boss.post(f"/review/{sale.pk}/{again}")
    row.refresh_from_db()
    assert (row.error, row.attempts) == ("", 0)
    assert row.asked_at is not None
