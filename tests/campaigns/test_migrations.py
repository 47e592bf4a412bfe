"""Plans stored before the target was packed are carried over: every slot, every version."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns import queries, services
from campaigns.drafts import NodeRef
from campaigns.models import Campaign
from campaigns.queries.kept import plan_of
from tests.databases import in_database

START = dt.datetime(2026, 11, 11, tzinfo=dt.UTC)
FIRST = int(START.timestamp()) // 600


def migrate(to):
    MigrationExecutor(connection).migrate([("campaigns", to)])
    return MigrationExecutor(connection).loader.project_state([("campaigns", to)]).apps


@pytest.fixture
def old_apps(db, databases, tmp_path):
    """The program of then, on a database that went no further: from the newest, the way back takes half a minute."""
    with in_database(databases.empty(tmp_path)):
        yield migrate("0010_pitch")


def old_plan(leaves, locks):
    return {
        "name": "Old", "currency": "CNY", "time_zone": "UTC", "template": "flat", "revenue_target_minor": sum(leaves),
        "visitors_target": 12, "paid_orders_target": 6, "order_value_target_minor": 100, "derived_figure": "visitors",
        "inquiries_target": 3, "curve_kind": "flat", "conversion_target": "0.5", "starts_at": START.isoformat(),
        "ends_at": (START + dt.timedelta(minutes=30)).isoformat(), "compare_with": None, "shops": [], "stages": {},
        "phases": [["day", "", FIRST, FIRST + 3, 10_000]], "locks": locks, "leaves": leaves, "phase_targets": [sum(leaves)],
    }  # fmt: skip


def test_slots_and_versions_are_carried_over(old_apps):
    campaign = old_apps.get_model("campaigns", "Campaign").objects.create(
        name="Old", currency="CNY", time_zone="UTC", starts_at=START, ends_at=START + dt.timedelta(minutes=30), template="flat",
        revenue_target_minor=600, visitors_target=12, paid_orders_target=6, conversion_target="0.5",
        order_value_target_minor=100, derived_figure="visitors", inquiries_target=3, version=2,
    )  # fmt: skip
    old_apps.get_model("campaigns", "Phase").objects.create(
        campaign=campaign, number=1, name="day", start_slot=FIRST, end_slot=FIRST + 3, share_bp=10_000
    )
    slots = old_apps.get_model("campaigns", "TargetSlot").objects
    for n, row in enumerate([(100, 8, 1, 1), (200, 2, 2, 1), (300, 2, 3, 1)]):
        slots.create(
            campaign=campaign, slot=FIRST + n, revenue_minor=row[0], visitors=row[1], paid_orders=row[2], inquiries=row[3]
        )
    versions = old_apps.get_model("campaigns", "PlanVersion").objects
    versions.create(campaign=campaign, number=1, action="create", plan=old_plan([200, 200, 200], []))
    versions.create(
        campaign=campaign, number=2, action="edit_target", plan=old_plan([100, 200, 300], [["slot", FIRST, FIRST + 1]])
    )

    migrate("0012_drop_target_slots")
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("campaigns")[0][1]
    migrate(latest)

    found = Campaign.objects.get(pk=campaign.pk)
    arrays = queries.target_arrays(campaign=found)
    assert arrays.start_slot == FIRST
    assert arrays.table.tolist() == [[100, 200, 300], [8, 2, 2], [1, 2, 3], [1, 1, 1]]
    assert arrays.visitors_follow_earlier
    assert not arrays.inquiries_follow_earlier
    first, second = found.versions.order_by("number")
    assert plan_of(found, second.parts)["locks"] == [["slot", FIRST, FIRST + 1]]
    assert second.parts["target"] == found.target.digest

    services.undo_change(campaign=found, actor=None, version=2)
    assert queries.target_arrays(campaign=found).revenue.tolist() == [200, 200, 200]
    services.edit_target(campaign=found, actor=None, version=3, node=NodeRef("slot", FIRST, FIRST + 1), value_minor=300)
    assert queries.target_arrays(campaign=found).revenue.tolist() == [300, 150, 150]
    assert first.parts["target"] != second.parts["target"]
