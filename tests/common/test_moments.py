from datetime import UTC, datetime, timedelta

import pytest

from common.moments import NO_BREAK, format_age, format_duration, format_moment

AT = datetime(2026, 11, 10, 16, 5, tzinfo=UTC)


def test_a_moment_is_told_by_the_clock_of_the_shop():
    assert format_moment(AT, "Asia/Shanghai", "en") == "0:05, 11 Nov"
    assert format_moment(AT, "Asia/Shanghai", "zh-hans", year=True) == "0:05, 2026年11月11日"
    assert format_moment(AT, "America/New_York", "en", year=True) == "11:05, 10 Nov 2026"
    assert format_moment(AT, "UTC", "en", date=False) == "16:05"
    assert format_moment(None, "UTC") == ""


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 s", "0秒"),
        (59.9, "59 s", "59秒"),
        (60, "1 min", "1分钟"),
        (119, "1 min", "1分钟"),
        (3_600, "1 h", "1小时"),
        (3_660, "1 h 1 min", "1小时1分"),
        (86_399, "23 h 59 min", "23小时59分"),
        (90_000, "1 d 1 h", "1天1小时"),
        (86_460, "1 d", "1天"),
    ],
)
def test_a_stretch_of_time_keeps_its_two_largest_units(seconds, english, chinese):
    assert format_duration(seconds, "en").replace(NO_BREAK, " ") == english
    assert format_duration(timedelta(seconds=seconds), "zh-hans") == chinese


def test_what_is_still_to_come_is_new_and_the_unknown_empty():
    assert format_age(AT + timedelta(hours=1), AT, "en").replace(NO_BREAK, " ") == "0 s old"
    assert format_age(None, AT) == ""
