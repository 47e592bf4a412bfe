"""A rehearsal of a Double 11 at the highest speed: four faults planted, each found; the real sale stays as it was."""

import shutil

import pytest
from django.utils import timezone

from imports.models import ImportJob
from live.models import BoardSnapshot
from orders.models import Order, Shop
from rehearsal.models import RehearsalState
from rehearsal.rules.faults import read_fault
from rehearsal.services import ask_rehearsal, copies
from rehearsal.services.playing import play
from tests import migrated
from tests.live.scenario import START, double_11

pytestmark = [pytest.mark.worker, pytest.mark.django_db]

FAULTS = ("worker_killed@8:40", "traffic=搜索@8:40+60x0.9", "conversion@10:00+60x0.6", "late_data@11:00+80")


@pytest.fixture
def empty_database(settings, data_dir):
    """The empty database of a copy, as every other test's begins: to migrate one costs a quarter of a minute."""
    shutil.copyfile(migrated.sqlite_file(), copies.template_file())


def test_four_faults_are_found_and_the_real_sale_is_left_alone(empty_database):
    sale = double_11(scale=80, at=START)
    Shop.objects.update(platform="jd")  # one file of orders a tick in place of two
    before = (Order.objects.count(), BoardSnapshot.objects.count(), ImportJob.objects.count())
    run = ask_rehearsal(
        campaign=sale.campaign,
        actor=None,
        at=timezone.now(),
        speed=600,
        tick_minutes=20,
        from_minute=8 * 60 + 20,
        until_minute=12 * 60 + 20,
        seed=11,
        faults=[read_fault(text) for text in FAULTS],
    )
    played = play(run_id=run.pk)
    assert played.state == RehearsalState.DONE, played.error
    score = played.score
    found = {row["kind"]: (row["found_after"], row["sign"]) for row in score["faults"]}
    assert found["traffic"][1] == "cause:traffic"
    assert found["traffic"][0] <= 60
    assert found["conversion"][1] == "cause:conversion"
    assert found["conversion"][0] <= 60
    assert found["worker_killed"] == (20, "load:resumed")
    assert found["late_data"] == (40, "age:late")
    assert score["found"] == 4
    rows = {row["kind"]: row for row in score["faults"]}
    for kind in ("traffic", "conversion"):
        assert rows[kind]["card"]
        assert rows[kind]["action_after"] is not None
    assert (rows["late_data"]["incidents"], rows["late_data"]["messages"]) >= (1, 1)
    assert rows["late_data"]["incident_after"] == 60
    assert score["most_messages_of_an_incident"] == 1
    assert score["false_alarms"] == []
    assert score["books"]["agree"]
    assert score["books"]["orders_sent"] == score["books"]["orders_counted"] > 600
    assert score["refused"] == score["rejected"] == 0
    assert score["worker_starts"] == 2
    assert before == (Order.objects.count(), BoardSnapshot.objects.count(), ImportJob.objects.count())
    assert not copies.folder_of(played).exists()
