"""Visits to products by the hour and the day come in by the road of all files, in any order, and are undone."""

import pytest

from common.windows import local_time
from imports import services
from imports.formats import template
from imports.formats.base import Kind
from inventory.models import InterestClaim
from inventory.queries.interest import interest_of
from tests.imports.files import written

pytestmark = pytest.mark.django_db
HEADERS = [column.english for column in template.COLUMNS[Kind.INTEREST]]
MORNING = ["2026-11-10", "9", "QH-1", "400", "20", "31", "4"]
DAY = ["2026-11-09", "", "QH-1", "5000", "210", "300", ""]
SOCK = ["2026-11-10", "9", "QH-2", "90", "", "8", "1"]


def interest(*rows):
    return written(HEADERS, rows)


def told(shop):
    rows = interest_of([shop], start=0, end=3_000_000)
    return {row.sku: (row.favourites, row.carts, row.inquiries) for row in rows}


def test_the_template_is_recognised_loaded_and_changes_nothing_the_second_time(look, load, shop):
    waiting = look(interest(MORNING, DAY, SOCK), "visits.csv")
    assert (waiting.format_key, waiting.kind, waiting.needs) == ("interest", "interest", "")
    job = load(interest(MORNING, DAY, SOCK), "list.csv")
    assert (job.inserted, job.rejected) == (3, 0)
    assert told(shop) == {"QH-1": (230, 331, 4), "QH-2": (None, 8, 1)}, "not told is not 0"
    assert set(InterestClaim.objects.values_list("slots", flat=True)) == {6, 144}
    nine = InterestClaim.objects.filter(slots=6).first()
    assert local_time(nine.slot, shop.time_zone).hour == 9
    again = load(interest(MORNING, DAY, SOCK), "list.csv")
    assert (again.inserted, again.changed, again.unchanged) == (0, 0, 3)


def test_a_day_stands_for_its_hours(load, shop):
    load(interest(DAY, ["2026-11-09", "20", "QH-1", "", "", "9", ""]), "list.csv")
    assert told(shop)["QH-1"][1] == 300


def test_bad_rows_are_told_and_kept_out(load):
    job = load(
        interest(MORNING, ["2026-11-10", "9", "QH-3", "", "", "-4", ""], ["2026-11-10", "25", "QH-4", "", "", "4", ""]), "l.csv"
    )
    assert (job.inserted, job.rejected) == (1, 2)


def test_the_newest_has_the_word_and_undo_gives_it_back(load, shop):
    later = ["2026-11-10", "9", "QH-1", "420", "22", "35", "4"]
    load(interest(MORNING), "one.csv")
    second = load(interest(later, SOCK), "two.csv")
    assert (second.inserted, second.changed) == (1, 1)
    assert told(shop) == {"QH-1": (22, 35, 4), "QH-2": (None, 8, 1)}
    services.undo(job=second, actor=None)
    services.run_undo(job_id=second.pk, worker="test")
    assert told(shop) == {"QH-1": (20, 31, 4)}
