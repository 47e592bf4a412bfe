"""The morning after and the month after, in the demo shop, by the pages alone (journey 6)."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.roles import Role
from campaigns.models import Campaign
from metrics import queries as metrics
from review import services
from review.models import Review, ReviewDay

pytestmark = pytest.mark.django_db


def said(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_boss_looks_back_on_the_demo_sale(client_as):
    call_command("demo", orders=1_000, seed=3, verbosity=0)
    boss = client_as(Role.BOSS)
    sale = Campaign.objects.order_by("starts_at").first()
    address = f"/review/{sale.pk}/"
    morning, month = sale.ends_at + timedelta(hours=9), sale.ends_at + timedelta(days=31)
    # The morning after: the worker has prepared the page, and it says whether money was made and what is open.
    review = services.ask_review(campaign=sale, at=morning)
    assert services.prepare_review(review_id=review.pk, at=morning)
    body = Review.objects.get(pk=review.pk).body
    row = metrics.numbers(shops=list(sale.shops.all()), window=None, by="total", names=["revenue"])[0]
    assert 0 < body["money"]["amounts"]["revenue"] <= row.values["revenue"]
    page = said(boss.get(address))
    assert "Made" in page or "Lost" in page
    assert "Still open" in page
    # Why: the money by state, then the products, then a file for the accountant.
    assert "Known, running" in said(boss.get(f"{address}money/"))
    assert said(boss.get(f"{address}products/"))
    assert boss.get(f"{address}money/export.xlsx").status_code == 200
    # The people of the sale were in no file: told by hand, the review follows.
    boss.post(f"{address}costs/", {"people": "1200.00", "leftover": "", "other": ""})
    assert services.prepare_review(review_id=review.pk, at=morning + timedelta(minutes=5))
    later = Review.objects.get(pk=review.pk).body["money"]["states"]["settled"]
    assert later["costs"]["people"] == 120_000
    assert later["profit"] == body["money"]["states"]["settled"]["profit"] - 120_000
    # The month after it is final, and both days can be seen.
    services.ask_review(campaign=sale, at=month)
    assert services.prepare_review(review_id=review.pk, at=month)
    assert "; final" in said(boss.get(address))
    assert ReviewDay.objects.filter(review=review).count() == 2
    assert said(boss.get(f"{address}days/"))
