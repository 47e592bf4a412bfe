"""The four stages around a sale."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.rules.problems import PlanError
from campaigns.rules.stages import ORDER, check, proposed

SALE = datetime(2026, 11, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_the_proposal_stands_for_a_start_on_the_eve():
    found = proposed(SALE, SALE + timedelta(hours=28), "Asia/Shanghai")
    check(found)
    assert f"{found['preparation'][0]:%d %b %H:%M}" == "16 Sep 00:00"
    assert found["live"] == (SALE, SALE + timedelta(hours=28))
    assert f"{found['closing'][1]:%d %b %H:%M}" == "15 Nov 00:00"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"warm_up": (SALE, SALE)}, "stage_ends_before_it_starts"),
        ({"warm_up": (SALE - timedelta(days=80), SALE)}, "stages_overlap"),
        ({"preparation": None}, "stage_missing"),
    ],
)
def test_what_is_refused(change, code):
    stages = {
        kind: dates for kind, dates in (proposed(SALE, SALE + timedelta(hours=28), "Asia/Shanghai") | change).items() if dates
    }
    with pytest.raises(PlanError, match=code):
        check(stages)


def test_order_is_the_order_of_time():
    found = proposed(SALE, SALE + timedelta(hours=28), "Asia/Shanghai")
    assert sorted(ORDER, key=lambda kind: found[kind][0]) == list(ORDER)
