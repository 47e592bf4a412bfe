"""The morning after and the month after, in the demo shop, by the pages alone (journey 6)."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from accounts.roles import Role
from campaigns.models import Campaign, PlanLesson, StageKind
from metrics import queries as metrics
from review import services
from review.models import Report, Review, ReviewDay
from review.words.verdict import verdict

pytestmark = pytest.mark.django_db


def said(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_boss_looks_back_on_the_demo_sale(client_as):
    call_command("demo", orders=1_000, seed=3, verbosity=0)
    boss = client_as(Role.BOSS)
    sale = Campaign.objects.order_by("starts_at")[1]
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
    assert "Still open: " in page, "no file tells its people and its freight"
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
    # The boss takes one page along and has the whole as files; both say what the page says.
    boss.post(f"{address}reports/")
    report = Report.objects.get(campaign=sale, made_by=boss.user)
    paper = PdfReader(io.BytesIO(boss.get(f"{address}reports/{report.pk}/page.pdf").content)).pages
    assert len(paper) == 1
    assert verdict(report.body) in " ".join(paper[0].extract_text().split())
    assert len(PdfReader(io.BytesIO(boss.get(f"{address}reports/{report.pk}/report.pdf").content)).pages) > 1
    assert boss.get(f"{address}reports/{report.pk}/phases.png").content.startswith(b"\x89PNG")
    # What the sale brought beyond an ordinary week, whether its buyers came again, how it stands beside this year's.
    assert " the sale " in said(boss.get(f"{address}effect/")).lower()
    assert "won in the sale" in said(boss.get(f"{address}after/"))
    other = Campaign.objects.order_by("starts_at").last()
    assert sale.name in said(boss.get(f"/review/compare/?sale={other.pk}&sale={sale.pk}"))
    assert "scored" in said(boss.get("/review/calibration/"))
    assert said(boss.get(f"/review/year/{sale.starts_at.year}/"))
    # What the data found becomes a lesson, and the next plan begins with it.
    found = said(boss.get(f"{address}lessons/"))
    assert "What the data found" in found
    key = re.search(r'name="key" value="([^"]+)"', found)[1]
    boss.post(f"{address}lessons/decide/", {"key": key, "do": "accept"})
    assert PlanLesson.objects.filter(campaign=sale).exists()
    # The end of a stage is reported by itself, with the numbers after it.
    closing = sale.stages.get(kind=StageKind.CLOSING).ends_at
    services.report_stages(at=closing)
    assert services.prepare_review(review_id=review.pk, at=closing)
    assert services.report_stages(at=closing) >= 1
    assert "the closing is over" in said(boss.get(f"{address}reports/"))
    # The month after it is final, and both days can be seen.
    services.ask_review(campaign=sale, at=month)
    assert services.prepare_review(review_id=review.pk, at=month)
    assert "; final" in said(boss.get(address))
    assert ReviewDay.objects.filter(review=review).count() == 4  # the day the demo was told, and three of ours
    assert said(boss.get(f"{address}days/"))
