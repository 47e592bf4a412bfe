"""Versions of a plan: cheap to keep, exact to go back to."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from campaigns import queries, services
from campaigns.drafts import NodeRef, PlanDraft
from campaigns.models import PlanPart, PlanVersion
from campaigns.queries import pages
from campaigns.queries.compared import compared
from campaigns.queries.kept import OWN, TARGET
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from campaigns.services.materialise import write_table
from campaigns.services.versions import changing
from campaigns.words.trail import lines_by_part
from tests.campaigns.conftest import MIDNIGHT, START

pytestmark = pytest.mark.django_db

PHASE_1 = NodeRef("phase", MIDNIGHT, MIDNIGHT + 9)
HOUR = NodeRef("hour", MIDNIGHT + 54, MIDNIGHT + 60)


def parts_of(campaign, number):
    return PlanVersion.objects.get(campaign=campaign, number=number).parts


def table_of(campaign):
    return queries.target_arrays(campaign=campaign).table


def test_a_version_keeps_only_what_changed(sale):
    services.lock_target(campaign=sale, actor=None, version=1, node=PHASE_1)
    first, second = parts_of(sale, 1), parts_of(sale, 2)
    assert first[TARGET] == second[TARGET]
    assert first[OWN] != second[OWN]
    assert PlanPart.objects.filter(campaign=sale).count() == len(set(first.values())) + 1


def test_a_change_that_changes_nothing_leaves_no_version(sale):
    with changing(campaign=sale, actor=None, version=1, action="change"):
        pass
    assert sale.versions.count() == 1
    assert AuditEntry.objects.filter(action="campaign.change").count() == 0


def test_undo_brings_every_slot_back(sale):
    before = table_of(sale)
    services.edit_target(campaign=sale, actor=None, version=1, node=HOUR, value_minor=900_000_000, raise_total=True)
    assert not np.array_equal(table_of(sale), before)
    after = services.undo_change(campaign=sale, actor=None, version=2)
    assert np.array_equal(table_of(sale), before)
    assert after.revenue_target_minor == 6_200_000_000
    assert parts_of(sale, 3) == parts_of(sale, 1)


def test_an_older_version_stands_again_and_that_can_be_undone(sale):
    services.edit_target(campaign=sale, actor=None, version=1, node=PHASE_1, value_minor=2_000_000_000)
    services.lock_target(campaign=sale, actor=None, version=2, node=PHASE_1)
    services.restore_version(campaign=sale, actor=None, version=3, number=1)
    sale.refresh_from_db()
    assert sale.version == 4
    assert parts_of(sale, 4) == parts_of(sale, 1)
    assert not sale.locks.exists()
    services.undo_change(campaign=sale, actor=None, version=4)
    assert parts_of(sale, 5) == parts_of(sale, 3)
    assert sale.locks.count() == 1


def test_only_versions_there_are_can_stand_again(sale):
    with pytest.raises(PlanError) as refused:
        services.restore_version(campaign=sale, actor=None, version=1, number=9)
    assert refused.value.problems[0].code == "version_unknown"
    services.lock_target(campaign=sale, actor=None, version=1, node=PHASE_1)
    with pytest.raises(StalePlanError):
        services.restore_version(campaign=sale, actor=None, version=1, number=1)


def test_who_comes_second_is_shown_what_the_first_changed(sale, person):
    actor = person()
    services.edit_target(campaign=sale, actor=actor, version=1, node=PHASE_1, value_minor=2_000_000_000)
    with pytest.raises(StalePlanError) as stale:
        services.lock_target(campaign=sale, actor=None, version=1, node=PHASE_1)
    assert stale.value.changes["phase_targets"][1][0] == 2_000_000_000
    assert stale.value.by == actor.get_full_name() or actor.get_username()


def test_the_trail_reads_only_parts_that_differ(sale):
    for number, node in enumerate((PHASE_1, HOUR), 1):
        services.lock_target(campaign=sale, actor=None, version=number, node=node)
    entries = pages.trail(campaign=sale)
    assert [entry.version.number for entry in entries] == [3, 2, 1]
    assert [list(entry.changes) for entry in entries] == [["locks"], ["locks"], []]
    assert [entry.version.number for entry in pages.trail(campaign=sale, before=3, limit=1)] == [2]


def test_a_target_holds_nothing_below_zero(sale):
    table = table_of(sale).copy()
    table[0, 3] = -1
    with pytest.raises(ValueError, match="below zero"):
        write_table(sale, table, follow=(False, False))


def test_a_year_is_one_row_and_few_queries(make_sale):
    sale = make_sale(ends_at=START + timedelta(days=366))
    assert table_of(sale).shape == (4, 52_704)
    node = NodeRef("hour", MIDNIGHT + 6 * 1000, MIDNIGHT + 6 * 1001)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        services.edit_target(campaign=sale, actor=None, version=1, node=node, value_minor=1_234_567)
    assert len(asked) < 45
    arrays = queries.target_arrays(campaign=sale)
    assert int(arrays.revenue[6000:6006].sum()) == 1_234_567
    assert int(arrays.revenue.sum()) == 6_200_000_000
    assert int(arrays.visitors.sum()) == sale.visitors_target


def test_a_sale_of_367_days_is_too_long(make_sale):
    with pytest.raises(PlanError) as refused:
        make_sale(ends_at=START + timedelta(days=367))
    assert refused.value.problems[0].code == "sale_too_long"


def test_what_followed_the_earlier_sale_goes_on_to(sale, make_sale):
    """An edit of one hour's revenue leaves the visitors of every slot alone when they follow the earlier sale."""
    table = table_of(sale).copy()
    table[1] = table[1][::-1]
    write_table(sale, table, follow=(True, False))
    services.edit_target(campaign=sale, actor=None, version=1, node=HOUR, value_minor=900_000_000)
    after = queries.target_arrays(campaign=sale)
    assert np.array_equal(after.visitors, table[1])
    assert after.visitors_follow_earlier


def test_a_draft_changes_the_window_and_undo_brings_it_back(sale, shop):
    before = table_of(sale)
    draft = PlanDraft(
        name="Longer",
        shops=[shop],
        starts_at=START - timedelta(hours=4),
        ends_at=START + timedelta(days=1),
        revenue_target_minor=7_000_000_000,
        conversion_target=sale.conversion_target,
        order_value_target_minor=21_300,
        inquiries_target=9_001,
    )
    services.change_campaign(campaign=sale, actor=None, version=1, draft=draft)
    assert table_of(sale).shape == (4, 168)
    services.undo_change(campaign=sale, actor=None, version=2)
    sale.refresh_from_db()
    assert sale.starts_at == START
    assert np.array_equal(table_of(sale), before)


def test_two_versions_that_differ_in_the_hours_alone(sale):
    """The first edit of an hour makes the curve one by hand; the second changes nothing but slots, and is still told."""
    services.edit_target(campaign=sale, actor=None, version=1, node=HOUR, value_minor=300_000_000)
    services.edit_target(campaign=sale, actor=None, version=2, node=HOUR, value_minor=400_000_000)
    found = compared(campaign=sale, older=2, newer=3)
    assert set(found.changes) == {"hours"}
    count, moved = found.changes["hours"][1]
    assert count > 6
    assert moved == 100_000_000
    ((part, was, now, who),) = lines_by_part(found.changes, found.by, sale, with_costs=True)
    assert (part, was, who) == ("Hours inside the phases", "", "the program")
    assert "slots differ, ¥1.00" in now
