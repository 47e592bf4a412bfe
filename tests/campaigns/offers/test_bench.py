"""The input of the measurements is sound: a small one goes the whole road."""

import pytest

from bench.offers import time_reports
from campaigns.models import AuditReport, ReplayReport

pytestmark = pytest.mark.django_db


def test_a_small_run():
    found = time_reports(orders=200, products=24)
    assert found["replay_baskets"] == 200
    assert ReplayReport.objects.get().found["touched"] > 100
    assert AuditReport.objects.get().found["worst"]
    assert 0 < found["page"] < 60
