"""A rehearsal as a row: asked for, claimed once, stopped, given up when its player was killed, asked for again."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from rehearsal.models import RehearsalRun, RehearsalState
from rehearsal.queries.days import past_orders, shop_days
from rehearsal.rules.faults import Fault
from rehearsal.services import Held, ask_rehearsal, claim_rehearsal, give_up_lost, stop_rehearsal, waiting_rehearsals
from rehearsal.services.copies import drawn
from rehearsal.services.runs import LEASE, CannotRehearse

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)


def asked(sale, **told):
    return ask_rehearsal(**{"campaign": sale.campaign, "actor": None, "at": AT, **told})


def test_it_is_asked_for_once_at_a_time_and_leaves_a_trail(sale):
    run = asked(sale, faults=[Fault("conversion", 600, 60)])
    assert (run.state, run.until_minute) == (RehearsalState.QUEUED, 1440)
    assert AuditEntry.objects.filter(action="rehearsal.ask").count() == 1
    with pytest.raises(CannotRehearse, match="under way"):
        asked(sale)
    assert stop_rehearsal(run=run, actor=None, at=AT)
    assert asked(sale).pk != run.pk


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"speed": 0}, "speed"),
        ({"speed": 601}, "speed"),
        ({"tick_minutes": 0}, "Exports"),
        ({"from_minute": 100, "until_minute": 100}, "within"),
        ({"until_minute": 1441}, "within"),
        ({"faults": [Fault("conversion", 900, 60)], "until_minute": 800}, "outside"),
    ],
)
def test_what_cannot_be_played_is_refused_with_the_reason(sale, told, why):
    with pytest.raises(CannotRehearse, match=why):
        asked(sale, **told)
    assert not RehearsalRun.objects.exists()


def test_last_years_day_needs_a_last_year(sale):
    sale.campaign.compare_with = None
    sale.campaign.save()
    with pytest.raises(CannotRehearse, match="no earlier sale"):
        asked(sale, source="last")


def test_one_player_takes_it_and_hears_of_a_stop(sale):
    run = asked(sale)
    held = claim_rehearsal(run_id=run.pk, at=AT)
    assert claim_rehearsal(run_id=run.pk, at=AT) is None
    assert held.tell(at=AT, minute=30, seen={"signs": []})
    assert stop_rehearsal(run=run, actor=None, at=AT)
    assert not held.tell(at=AT, minute=40, seen={})
    assert held.end(at=AT, state=RehearsalState.STOPPED)
    run.refresh_from_db()
    assert (run.state, run.minute) == (RehearsalState.STOPPED, 30)
    assert not stop_rehearsal(run=run, actor=None, at=AT), "it has ended"


def test_a_killed_player_is_told_and_the_rehearsal_can_be_asked_for_again(sale):
    run = asked(sale)
    held = claim_rehearsal(run_id=run.pk, at=AT)
    assert give_up_lost(at=AT + LEASE / 2) == 0
    assert give_up_lost(at=AT + LEASE) == 1
    run.refresh_from_db()
    assert run.state == RehearsalState.FAILED
    assert "killed" in run.error
    assert not held.tell(at=AT + LEASE, minute=50, seen={}), "whoever comes back too late writes nothing"
    assert not held.end(at=AT + LEASE, state=RehearsalState.DONE, score={"found": 1})
    assert asked(sale).state == RehearsalState.QUEUED


def test_the_sweeper_rings_for_what_waits_too_long(sale):
    run = asked(sale)
    assert waiting_rehearsals(at=AT) == []
    assert waiting_rehearsals(at=AT + dt.timedelta(minutes=1)) == [run.pk]


def test_a_day_is_drawn_as_the_plan_wants_it_or_as_last_year_was(sale):
    planned = asked(sale, seed=3)
    [story] = drawn(planned)
    paid = story.total[story.paid >= 0].sum()
    assert paid == pytest.approx(sale.campaign.revenue_target_minor, rel=0.25)
    stop_rehearsal(run=planned, actor=None, at=timezone.now())
    [again] = drawn(asked(sale, source="last", seed=3))
    assert again.total[again.paid >= 0].sum() == pytest.approx(sale.campaign.revenue_target_minor, rel=0.05)
    assert again.placed.min() >= sale.campaign.starts_at.timestamp()
    [day] = shop_days(sale.campaign)
    assert len(past_orders(sale.campaign, sale.shop, day).placed) > 20


def test_held_is_void_without_a_row(sale):
    run = asked(sale)
    assert not Held(run).tell(at=AT, minute=1, seen={})
