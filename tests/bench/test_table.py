"""The table of the benchmark: its verdicts, and that writing it keeps what a person wrote below."""

from bench.table import Row, markdown, write


def test_the_verdict_judges_the_ratio_or_the_plain_figure():
    assert Row("import", 3.0, 2.0, most=3.0, aim=1.5).verdict == "within aim"
    assert Row("import", 4.0, 2.0, most=3.0, aim=1.5).verdict == "within bound"
    assert Row("import", 7.0, 2.0, most=3.0, aim=1.5).verdict == "**over**"
    assert Row("memory", 650, 500, most=600, aim=300, unit="MB", plain=True).verdict == "**over**"
    assert str(Row("hourly", 4.0, 2.0, most=None, aim=None)) == "| hourly | 4.00 s | 2.00 s | 2.00 |  |  |  |"
    assert str(Row("import", 4.0, 2.0, most=3.0, aim=1.5)) == "| import | 4.00 s | 2.00 s | 2.00 | 3 | 1.5 | within bound |"


def test_writing_twice_keeps_what_was_written_by_hand(tmp_path):
    page = tmp_path / "performance.md"
    text = markdown([Row("import", 4.0, 2.0, most=3.0, aim=1.5)], ["a machine"], ["a note"])
    write(page, text)
    page.write_text(page.read_text() + "\nBy hand.\n")
    kept = page.read_text()
    write(page, text)
    assert page.read_text() == kept
