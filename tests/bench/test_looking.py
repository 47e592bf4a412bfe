"""The rows of many browsers on one board, and the quantile they rest on."""

from bench.looking import rows


def test_the_rows_tell_pace_and_rate():
    pace, rate = rows("SQLite", {"clients": 500, "p99": 80.0, "per_second": 400.0})
    assert (pace.figure, pace.verdict) == (80.0, "within aim")
    assert rate.figure == 5.0
    assert "400 requests a second" in rate.what
    assert rows("SQLite", {"clients": 500, "p99": 900.0, "per_second": 50.0})[1].verdict not in {"within aim", "within bound"}
