from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from django.template import engines
from django.utils import translation

from common.templatetags import promo

NOW = datetime(2026, 11, 11, 2, 45, tzinfo=UTC)
VALUES = {
    "minor": 312_000_000,
    "gap": -2_330_000_0,
    "n": 214_120,
    "part": Fraction(42, 1000),
    "at": NOW - timedelta(minutes=3),
    "now": NOW,
    "none": None,
}


def render(text):
    return engines["django"].from_string("{% load promo %}" + text).render(VALUES).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("{{ minor|money:'CNY' }}", "¥3.12 M", "312 万"),
        ("{{ minor|money_exact:'CNY' }}", "¥3,120,000.00", "3,120,000.00 元"),
        ("{{ gap|money_signed:'CNY' }}", "−¥233 k", "−23.3 万"),
        ("{{ n|count }}", "214,120", "214,120"),
        ("{{ n|count_tile }}", "214.1 k", "21.4 万"),
        ("{{ part|share }}|{{ part|share:2 }}", "4%|4.20%", "4%|4.20%"),
        ("{{ part|points }}", "4.2 points", "4.2 百分点"),
        ("{{ at|moment:'Asia/Shanghai' }}", "10:42, 11 Nov", "10:42, 11月11日"),
        ("{{ at|clock:'Asia/Shanghai' }}", "10:42", "10:42"),
        ("{{ at|ago:now }}", "3 min old", "3分钟前"),
        ("{{ 13980|duration }}", "3 h 53 min", "3小时53分"),
        ("{{ none|money:'CNY' }}{{ none|count }}{{ none|share }}{{ none|duration }}{{ none|ago:now }}", "", ""),
        ("{% beside '进行' %}", '<span class="zh" lang="zh-Hans">进行</span>', ""),
        (
            "{% local_time at %}",
            '<time datetime="2026-11-11T02:42:00+00:00" data-local>2:42, 11 Nov 2026 UTC</time>',
            '<time datetime="2026-11-11T02:42:00+00:00" data-local>2:42, 2026年11月11日 UTC</time>',
        ),
    ],
)
def test_tags_follow_the_language_of_the_page(text, english, chinese):
    with translation.override("en"):
        assert render(text) == english
    with translation.override("zh-hans"):
        assert render(text) == chinese


def test_a_day_is_not_broken_over_two_lines():
    assert promo.day_unbroken("20:00, 22 Nov") == "20:00, 22\u00a0Nov"
    assert promo.day_unbroken("20:00") == "20:00"
