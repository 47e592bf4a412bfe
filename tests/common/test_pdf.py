"""A paper as PDF: the text comes back as written, in both languages, on one page, in the font that is shipped."""

import hashlib
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from common.papers import Bar, Block, Figure, Paper, Table
from common.pdf import paper_pdf, report_pdf
from common.pdf.pen import FONT_FILE, width_of, wrapped

ROOT = Path(__file__).resolve().parents[2]


def read(content: bytes) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(content)).pages
    return len(pages), "".join(page.extract_text() for page in pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def paper(**changes: object) -> Paper:
    said: dict = {
        "name": "Double 11: the plan on one page",
        "marks": ("Double 11 双十一", "as of 9:00, 16 Oct 2026"),
        "headline": "Double 11 should sell ¥62.0 M; 2 checks are red.",
        "bad": "2 checks are red",
        "why": "5.39 M visitors, 5.40% of them buy, ¥213 each.",
        "figures": (Figure("Visitors", "5.39 M", "+12% on the last sale"), Figure("成交额", "6,200 万", "−3%")),
        "blocks": (
            Block("Target by the hour", bars=(Bar(1.0, "0:00"), Bar(0.2), Bar(0.5, "2:00")), is_wide=True),
            Block("5 phases", table=Table(("Phase", "Share"), (("Opening", "25%"), ("开场", "20%")), ("All", "45%"))),
            Block("Stock", ("No stock was counted yet.", "喆堃镕 丝绸衬衫，白色")),
        ),
        "foot": "Plan version 4.",
    }
    return Paper(**(said | changes))


def test_every_text_comes_back_from_one_page():
    pages, text = read(paper_pdf(paper(), language="en"))
    assert pages == 1
    for words in paper().texts:
        assert squeezed(words) in squeezed(text), words


def test_the_same_paper_gives_the_same_bytes_and_says_its_language_and_name():
    first, second = (paper_pdf(paper(), language="zh-hans") for _again in range(2))
    assert first == second
    found = PdfReader(io.BytesIO(first))
    assert found.metadata.title == "Double 11: the plan on one page"
    assert found.trailer["/Root"]["/Lang"] == "zh-hans"
    fonts = {str(font.get_object()["/BaseFont"]) for font in found.pages[0]["/Resources"]["/Font"].values()}
    assert any("NotoSans" in name for name in fonts)


def test_a_full_paper_is_drawn_smaller_and_stays_on_one_page():
    rows = tuple((f"Channel {number} 渠道", f"{number},000", "¥13.73 M") for number in range(12))
    full = paper(
        blocks=tuple(
            Block(
                f"Card {number}",
                ("A line of words that has to be told. " * 2,) * 2,
                Table(("Channel", "Visitors", "Revenue"), rows),
            )
            for number in range(6)
        )
    )
    pages, text = read(paper_pdf(full, language="en"))
    assert pages == 1
    assert all(squeezed(words) in squeezed(text) for words in full.texts)


def test_what_can_never_fit_goes_on_and_loses_nothing():
    long = paper(blocks=tuple(Block(f"Card {number}", ("words " * 60,) * 3) for number in range(24)))
    pages, text = read(paper_pdf(long, language="en"))
    assert pages > 1
    assert all(squeezed(words) in squeezed(text) for words in long.texts)


def test_a_report_takes_the_pages_it_needs_and_repeats_the_head_of_a_long_table():
    rows = tuple((f"SKU-{number:03} 灯", f"{number}", f"¥{number * 7}") for number in range(150))
    blocks = (Block("Products", ("What each left.",), Table(("Product 商品", "Pieces", "Profit"), rows), is_wide=True),)
    made = report_pdf(paper(blocks=blocks), language="zh-hans")
    assert made == report_pdf(paper(blocks=blocks), language="zh-hans")
    pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 3
    assert all("Product商品" in page for page in pages)
    assert all(f"{number}/{len(pages)}" in page for number, page in enumerate(pages, 1))
    assert all(squeezed(words) in "".join(pages) for words in paper(blocks=blocks).texts)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("一二三四五六七八", ["一二三四", "五六七八"]),
        ("一二三四，五六", ["一二三", "四，五六"]),
        ("abcdefghijklmnop", ["abcdefgh", "ijklmnop"]),
        ("", []),
    ],
)
def test_lines_end_where_they_may(words, lines):
    assert wrapped(words, 10, 45) == lines


@given(st.text(alphabet="ab ，。一二三é 0", max_size=60), st.integers(15, 200))
def test_no_letter_is_lost_and_no_line_is_too_wide(words, width):
    lines = wrapped(words, 10, width)
    assert squeezed("".join(lines)) == squeezed(words)
    assert all(width_of(line, 10) <= width or len(line) <= 2 for line in lines)


def test_the_font_is_the_one_that_is_written_down():
    line = next(line for line in (ROOT / "common/fonts/README.md").read_text().splitlines() if "NotoSansSC-Subset.ttf |" in line)
    assert hashlib.sha256(FONT_FILE.read_bytes()).hexdigest() in line
    assert f"{FONT_FILE.stat().st_size:,}" in line
    assert "SIL OPEN FONT LICENSE" in (FONT_FILE.parent / "OFL.txt").read_text()
