"""The calendar of a year: shares of the target, what is left for ordinary days."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from accounts.models import AuditEntry
from campaigns.pages.year import of_year
from campaigns.queries.year import currencies, overlapping, year_of_sales
from campaigns.rules.problems import PlanError
from campaigns.services.years import set_year_target
from orders.models import Shop
from tests.campaigns.conftest import SHANGHAI, START

pytestmark = pytest.mark.django_db

AT = datetime(2026, 7, 1, tzinfo=UTC)


def test_shares_and_ordinary_days(sale, make_sale):
    make_sale(name="Three days", starts_at=START + timedelta(days=20), ends_at=START + timedelta(days=23))
    set_year_target(actor=None, year=2026, currency="CNY", revenue_minor=24_800_000_000, seen_minor=None)
    found = year_of_sales(year=2026, currency="CNY", at=AT)
    assert [sale.share for sale in found.sales] == [Fraction(1, 4), Fraction(1, 4)]
    assert found.sales_share == Fraction(1, 2)
    assert found.days_left == 365 - 4
    assert found.left_minor == 12_400_000_000
    assert found.per_day_minor * 361 >= 12_400_000_000 > (found.per_day_minor - 1) * 361


def test_two_sales_on_one_day_take_one_day(sale, make_sale):
    make_sale(name="At the same time")
    assert year_of_sales(year=2026, currency="CNY", at=AT).days_left == 364


def test_a_sale_over_new_year_counts_in_each_with_its_part(make_sale):
    start = datetime(2026, 12, 31, tzinfo=SHANGHAI)
    sale = make_sale(starts_at=start, ends_at=start + timedelta(days=2), template="flat")
    years = [year_of_sales(year=year, currency="CNY", at=AT) for year in (2026, 2027)]
    assert [found.sales[0].days for found in years] == [1, 1]
    assert sum(found.planned_minor for found in years) == sale.revenue_target_minor
    assert years[0].planned_minor == sale.revenue_target_minor // 2
    assert years[1].sales[0].bars[0].first.isoformat() == "2027-01-01"


def test_without_a_target_nothing_is_left_to_say(sale):
    found = year_of_sales(year=2026, currency="CNY", at=AT)
    assert (found.target_minor, found.left_minor, found.per_day_minor, found.sales_share) == (None, None, None, None)
    assert year_of_sales(year=2025, currency="CNY", at=AT).sales == ()
    assert year_of_sales(year=2026, currency="GBP", at=AT).sales == ()


def test_what_was_sold_last_year_and_in_the_sale(sale, sold):
    sold(START - timedelta(days=365), [500] * 10)
    sold(START, [700] * 3)
    before = year_of_sales(year=2026, currency="CNY", at=START - timedelta(days=1))
    assert (before.last_year_minor, before.sales[0].actual_minor) == (5_000, None)
    assert year_of_sales(year=2026, currency="CNY", at=START).sales[0].actual_minor == 2_100


def test_setting_the_target_of_a_year(person):
    actor = person()
    set_year_target(actor=actor, year=2026, currency="CNY", revenue_minor=100, seen_minor=None)
    with pytest.raises(PlanError) as stale:
        set_year_target(actor=None, year=2026, currency="CNY", revenue_minor=300, seen_minor=None)
    assert stale.value.problems[0].code == "year_stale"
    for year, minor in ((1999, 5), (2026, 0), (2026, 10**18)):
        with pytest.raises(PlanError):
            set_year_target(actor=None, year=year, currency="CNY", revenue_minor=minor, seen_minor=100)
    assert set_year_target(actor=None, year=2026, currency="CNY", revenue_minor=None, seen_minor=100) is None
    assert list(AuditEntry.objects.filter(action="year.set_target").values_list("actor", flat=True)) == [None, actor.pk]


def test_sales_at_the_same_time_in_the_same_shop(sale, make_sale):
    other = make_sale(name="Other", starts_at=START + timedelta(hours=20), ends_at=START + timedelta(days=2))
    make_sale(name="Next", starts_at=START + timedelta(days=1), ends_at=START + timedelta(days=2))
    elsewhere = Shop.objects.create(name="Elsewhere")
    make_sale(name="Far", shops=[elsewhere])
    assert overlapping(sale) == [other]


def test_currencies(sale):
    Shop.objects.create(name="London", currency="GBP", time_zone="Europe/London")
    assert currencies() == ["CNY", "GBP"]


def test_a_name_never_leaves_the_drawing(make_sale):
    """A long name late in the year ends at the edge; one wider than the drawing is cut."""
    make_sale(name="Double 11 of the whole house with every brand " * 2)
    make_sale(name="双十一")
    found = year_of_sales(year=2026, currency="CNY", at=AT)
    for drawing in of_year(2026, found.sales, today=AT.date()).values():
        assert len(drawing.weeks) in {52, 53}
        assert all(piece.x >= 0 and piece.x + piece.width <= drawing.width + 3 for piece in drawing.pieces)
        for line in drawing.lines:
            assert line.anchor == "t-end" or line.x + 6.8 * len(line.text) <= drawing.width
    assert of_year(2026, found.sales, today=AT.date())["narrow"].lines[0].text.endswith("…")
    assert of_year(2027, found.sales, today=AT.date())["wide"].now_x is None
