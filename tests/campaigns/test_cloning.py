"""A clone of a past sale: dates moved, target grown, lessons as open points."""

import ast
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaigns import services
from campaigns.drafts import PhaseDraft
from campaigns.models import PlanLesson, TrafficLine
from campaigns.queries.clones import proposed_start, sold_in
from campaigns.rules.problems import PlanError
from campaigns.services.cloning import TOPICS, clone_campaign
from campaigns.services.lessons import LessonDraft, drop_lesson, finish_lesson, write_lesson
from campaigns.services.traffic import LineDraft, save_traffic
from orders.models import Shop
from tests.campaigns.conftest import MIDNIGHT, START

pytestmark = pytest.mark.django_db

AT = START + timedelta(days=20)


def cloned(source, **changes):
    said = {"actor": None, "name": "Double 11 2027", "starts_on": date(2027, 11, 11)}
    return clone_campaign(source=source, **(said | changes))


def test_everything_moves_with_the_start(sale):
    clone = cloned(sale, growth=Fraction(1, 10))
    assert clone.starts_at == datetime(2027, 11, 11, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert clone.ends_at - clone.starts_at == sale.ends_at - sale.starts_at
    assert clone.revenue_target_minor == 6_820_000_000
    assert clone.inquiries_target == 9_901
    assert (clone.cloned_from, clone.compare_with, clone.curve_kind) == (sale, sale, "last_sale")
    shift = clone.starts_at - sale.starts_at
    before = {stage.kind: stage for stage in sale.stages.all()}
    for stage in clone.stages.all():
        assert (stage.starts_at - before[stage.kind].starts_at, stage.ends_at - before[stage.kind].ends_at) == (shift, shift)
    assert clone.version == 1
    assert clone.versions.get().action == "clone"


def test_phases_of_ones_own_move_too(make_sale):
    phases = [
        PhaseDraft("Night", "", MIDNIGHT, MIDNIGHT + 60, 4_000),
        PhaseDraft("Day", "", MIDNIGHT + 60, MIDNIGHT + 144, 6_000),
    ]
    sale = make_sale(template="custom", phases=phases)
    clone = cloned(sale)
    by = clone.start_slot - sale.start_slot
    assert [(p.name, p.start_slot - by, p.share_bp) for p in clone.phases.all()] == [
        ("Night", MIDNIGHT, 4_000),
        ("Day", MIDNIGHT + 60, 6_000),
    ]


def test_the_shops_clock_counts_where_it_changes(shop):
    """A London sale from July to December keeps its local hours, though the clock is an hour back."""
    london = Shop.objects.create(name="London", currency="GBP", time_zone="Europe/London")
    start = datetime(2026, 7, 1, 20, tzinfo=ZoneInfo("Europe/London"))
    sale = services.create_campaign(
        actor=None, name="Summer", shops=[london], starts_at=start, ends_at=start + timedelta(hours=28),
        revenue_target_minor=1_000_000, conversion_target=Decimal("0.05"), order_value_target_minor=2_000,
    )  # fmt: skip
    clone = cloned(sale, starts_on=date(2026, 12, 1))
    assert clone.starts_at == datetime(2026, 12, 1, 20, tzinfo=UTC)
    assert clone.ends_at == datetime(2026, 12, 3, 0, tzinfo=UTC)


def test_the_target_begins_from_what_was_sold(sale, sold):
    assert sold_in(sale) is None
    assert cloned(sale, from_actual=True).revenue_target_minor == sale.revenue_target_minor
    sold(START, [1_000_000] * 144)
    assert sold_in(sale) == 144_000_000
    assert cloned(sale, from_actual=True, growth=Fraction(-1, 2)).revenue_target_minor == 72_000_000


def test_parts_and_gates_come_along_and_ticks_do_not(sale, shop):
    save_traffic(campaign=sale, actor=None, version=1, lines=[LineDraft("search", 1_000, Decimal("0.05"), 20_000)])
    sale.gate_points.filter(kind="hand").update(ticked_at=AT)
    sale.gate_points.filter(stage="live").delete()
    clone = cloned(sale)
    assert [(line.channel, line.visitors) for line in TrafficLine.objects.filter(campaign=clone)] == [("search", 1_000)]
    points = [(point.stage, point.kind, point.key) for point in clone.gate_points.all()]
    assert points == [(point.stage, point.kind, point.key) for point in sale.gate_points.all()]
    assert not clone.gate_points.filter(ticked_at__isnull=False).exists()


def test_lessons_become_open_points(sale):
    said = LessonDraft(text="Sold out at 2:00", remedy="Order earlier", department="warehouse")
    write_lesson(campaign=sale, actor=None, draft=said, at=AT)
    clone = cloned(sale)
    lesson = clone.lessons.get()
    assert (lesson.text, lesson.remedy, lesson.came_from.campaign, lesson.done_at) == (
        "Sold out at 2:00",
        "Order earlier",
        sale,
        None,
    )
    finish_lesson(campaign=clone, actor=None, lesson=lesson.pk, is_done=True, at=AT)
    write_lesson(campaign=clone, actor=None, draft=LessonDraft(text="New one"), at=AT)
    again = cloned(clone, name="2028", starts_on=date(2028, 11, 11))
    assert [lesson.text for lesson in again.lessons.all()] == ["New one"]


def test_what_no_lesson_can_be(sale):
    for said in ({"text": " "}, {"text": "x", "department": "choir"}):
        with pytest.raises(PlanError):
            write_lesson(campaign=sale, actor=None, at=AT, draft=LessonDraft(**said))
    with pytest.raises(PlanError):
        drop_lesson(campaign=sale, actor=None, lesson=99, at=AT)
    assert not PlanLesson.objects.exists()


def test_a_clone_cannot_have_no_name(sale):
    with pytest.raises(PlanError):
        cloned(sale, name=" ")


def test_when_the_next_one_is(make_sale):
    double = make_sale(occasion="double_11")
    assert proposed_start(double, today=date(2026, 12, 1)) == date(2027, 11, 11)
    eve = make_sale(occasion="double_11", starts_at=START - timedelta(hours=4))
    assert proposed_start(eve, today=date(2026, 12, 1)) == date(2027, 11, 10)
    own = make_sale(starts_at=datetime(2024, 2, 29, tzinfo=UTC), ends_at=datetime(2024, 3, 1, tzinfo=UTC))
    assert proposed_start(own, today=date(2026, 12, 1)) == date(2027, 3, 1)


def test_every_topic_that_can_be_cloned_is_in_the_list():
    """One explicit list; a topic that writes a `clone_...` and forgets the list is found here."""
    root = Path(__file__).resolve().parents[2] / "campaigns/services"
    written = {
        node.name
        for path in root.rglob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("clone_")
    }
    assert sorted(topic.__name__ for topic in TOPICS) == sorted(written - {"clone_campaign"})
