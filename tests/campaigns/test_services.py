"""Writes of the plan: sums exact, locks kept, versions, trail, nothing lost."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from campaigns import queries, services
from campaigns.drafts import NodeRef, PhaseDraft, PlanDraft
from campaigns.models import Campaign, CurveKind, Phase, PlanVersion, Stage, Template
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError
from common.windows import slot_of
from orders.models import Provenance, Shop, TrafficHour
from tests.campaigns.conftest import MIDNIGHT, START

pytestmark = pytest.mark.django_db

PHASE_1 = NodeRef("phase", MIDNIGHT, MIDNIGHT + 9)
PHASE_2 = NodeRef("phase", MIDNIGHT + 9, MIDNIGHT + 66)
HOUR_0 = NodeRef("hour", MIDNIGHT, MIDNIGHT + 6)
TOTAL = NodeRef("total", MIDNIGHT, MIDNIGHT + 144)


def value_of(campaign, node):
    return sum(t.revenue_minor for t in queries.target_slots(campaign=campaign) if node.start_slot <= t.slot < node.end_slot)


def draft_of(campaign, **changes):
    said = {
        "name": campaign.name,
        "shops": list(campaign.shops.all()),
        "starts_at": campaign.starts_at,
        "ends_at": campaign.ends_at,
        "revenue_target_minor": campaign.revenue_target_minor,
        "conversion_target": campaign.conversion_target,
        "order_value_target_minor": campaign.order_value_target_minor,
        "inquiries_target": campaign.inquiries_target,
        "template": campaign.template,
        "curve_kind": campaign.curve_kind,
        "compare_with": campaign.compare_with,
    }
    return PlanDraft(**(said | changes))


def problems_of(refused):
    return {problem.code for problem in refused.value.problems}


def test_a_new_sale_has_all_it_needs(sale):
    slots = queries.target_slots(campaign=sale)
    assert [s.slot for s in slots] == list(range(MIDNIGHT, MIDNIGHT + 144))
    assert sum(s.revenue_minor for s in slots) == 6_200_000_000
    assert sum(s.visitors for s in slots) == sale.visitors_target == 5_390_367
    assert sum(s.paid_orders for s in slots) == sale.paid_orders_target == 291_080
    assert sum(s.inquiries for s in slots) == 9_001
    assert list(sale.stages.values_list("kind", flat=True)) == ["preparation", "warm_up", "live", "closing"]
    assert sale.version == 1
    assert PlanVersion.objects.get(campaign=sale).action == "create"


def test_phase_spans_cover_every_slot(sale):
    spans = queries.phase_spans(campaign=sale)
    assert [span.share for span in spans] == [Fraction(1, 4), Fraction(1, 5), Fraction(1, 5), Fraction(1, 5), Fraction(3, 20)]
    assert [span.counts_from_slot - MIDNIGHT for span in spans] == [0, 9, 66, 102, 132]
    assert spans[-1].counts_to_slot == MIDNIGHT + 144
    assert spans[0].name == "Opening"
    assert sum(span.target_minor for span in spans) == 6_200_000_000


def test_running_and_touching(sale, shop):
    during = START + timedelta(hours=3)
    assert list(queries.running(at=during)) == [sale]
    assert list(queries.running(at=sale.ends_at + timedelta(days=2, hours=23))) == [sale]
    assert list(queries.running(at=sale.ends_at + timedelta(days=3))) == []
    assert list(queries.running(at=START - timedelta(seconds=1))) == []
    assert list(queries.touching(shop=shop, hours=[MIDNIGHT + 138])) == [sale]
    assert list(queries.touching(shop=shop, hours=[MIDNIGHT - 6, MIDNIGHT + 144])) == []
    assert list(queries.touching(shop=shop, hours=[])) == []
    other = Shop.objects.create(name="Other")
    assert list(queries.touching(shop=other, hours=[MIDNIGHT])) == []


def test_everything_wrong_is_named_at_once(make_sale, shop):
    with pytest.raises(PlanError) as refused:
        make_sale(name=" ", starts_at=START + timedelta(minutes=5), revenue_target_minor=None, shops=[])
    assert problems_of(refused) == {"name_missing", "off_slot", "figures_missing", "shops_missing"}
    assert not Campaign.objects.exists()


def test_shops_of_two_currencies_are_refused(make_sale, shop):
    london = Shop.objects.create(name="London", currency="GBP", time_zone="Europe/London")
    with pytest.raises(PlanError) as refused:
        make_sale(shops=[shop, london])
    assert problems_of(refused) == {"shops_differ"}


def test_the_database_itself_refuses_nonsense(sale):
    for broken in (
        lambda: Campaign.objects.filter(pk=sale.pk).update(ends_at=sale.starts_at),
        lambda: Phase.objects.filter(campaign=sale, number=1).update(share_bp=10_001),
        lambda: Phase.objects.filter(campaign=sale, number=1).update(number=2),
        lambda: Stage.objects.filter(campaign=sale, kind="live").update(ends_at=sale.starts_at),
        lambda: Campaign.objects.filter(pk=sale.pk).update(conversion_target=Decimal("1.5")),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_an_edited_phase_makes_the_others_follow(sale, person):
    actor = person()
    after = services.edit_target(campaign=sale, actor=actor, version=1, node=PHASE_1, value_minor=2_000_000_000)
    assert after.version == 2
    assert value_of(sale, PHASE_1) == 2_000_000_000
    assert value_of(sale, TOTAL) == 6_200_000_000
    assert sum(after.phases.values_list("share_bp", flat=True)) == 10_000
    assert after.phases.get(number=1).share_bp == 3226
    assert after.curve_kind == CurveKind.FLAT
    entry = AuditEntry.objects.filter(action="campaign.edit_target").get()
    assert entry.actor == actor
    assert entry.before["phase_targets"][0] == 1_550_000_000
    assert entry.after["phase_targets"][0] == 2_000_000_000


def test_raising_the_total_grows_the_figures(sale):
    after = services.edit_target(campaign=sale, actor=None, version=1, node=PHASE_1, value_minor=2_550_000_000, raise_total=True)
    assert after.revenue_target_minor == 7_200_000_000
    assert value_of(sale, PHASE_2) == 1_240_000_000
    slots = queries.target_slots(campaign=after)
    assert sum(s.visitors for s in slots) == after.visitors_target == 6_259_781
    assert sum(s.paid_orders for s in slots) == after.paid_orders_target == 338_028


def test_a_lock_holds_through_edits_of_others_and_a_new_total(sale):
    services.edit_target(campaign=sale, actor=None, version=1, node=HOUR_0, value_minor=1_200_000_000, lock=True)
    sale.refresh_from_db()
    assert sale.curve_kind == CurveKind.BY_HAND
    services.edit_target(campaign=sale, actor=None, version=2, node=PHASE_2, value_minor=0)
    services.change_campaign(
        campaign=sale, actor=None, version=3, draft=draft_of(sale, curve_kind="by_hand", revenue_target_minor=9_000_000_000)
    )
    assert value_of(sale, HOUR_0) == 1_200_000_000
    assert value_of(sale, PHASE_2) == 0
    assert value_of(sale, TOTAL) == 9_000_000_000
    with pytest.raises(PlanError, match="node_locked"):
        services.edit_target(campaign=sale, actor=None, version=4, node=HOUR_0, value_minor=1)
    services.unlock_target(campaign=sale, actor=None, version=4, node=HOUR_0)
    services.edit_target(campaign=sale, actor=None, version=5, node=HOUR_0, value_minor=1)
    assert value_of(sale, HOUR_0) == 1


def test_a_target_below_what_is_locked_is_refused_and_nothing_changes(sale):
    services.lock_target(campaign=sale, actor=None, version=1, node=PHASE_1)
    with pytest.raises(PlanError, match="locks_exceed"):
        services.change_campaign(campaign=sale, actor=None, version=2, draft=draft_of(sale, revenue_target_minor=1_000_000_000))
    sale.refresh_from_db()
    assert (sale.version, sale.revenue_target_minor) == (2, 6_200_000_000)


def test_the_second_editor_is_shown_the_first_ones_change(sale, person):
    first = person(first_name="Lin", last_name="Yue")
    services.change_campaign(campaign=sale, actor=first, version=1, draft=draft_of(sale, name="Singles Day"))
    with pytest.raises(StalePlanError) as stale:
        services.change_campaign(campaign=sale, actor=None, version=1, draft=draft_of(sale, inquiries_target=1))
    assert stale.value.changes == {"name": ("Double 11 2026", "Singles Day")}
    assert stale.value.by == "Lin Yue"
    with pytest.raises(StalePlanError):
        services.edit_target(campaign=sale, actor=None, version=1, node=PHASE_1, value_minor=1)


def test_a_change_that_changes_nothing_leaves_no_version(sale):
    after = services.change_campaign(campaign=sale, actor=None, version=1, draft=draft_of(sale))
    assert after.version == 1
    assert AuditEntry.objects.filter(action="campaign.change").count() == 0


def test_undo_goes_back_change_by_change(sale):
    services.edit_target(campaign=sale, actor=None, version=1, node=PHASE_1, value_minor=2_000_000_000)
    services.edit_target(campaign=sale, actor=None, version=2, node=PHASE_1, value_minor=3_000_000_000, lock=True)
    services.undo_change(campaign=sale, actor=None, version=3)
    assert value_of(sale, PHASE_1) == 2_000_000_000
    assert not sale.locks.exists()
    services.undo_change(campaign=sale, actor=None, version=4)
    assert value_of(sale, PHASE_1) == 1_550_000_000
    with pytest.raises(PlanError, match="nothing_to_undo"):
        services.undo_change(campaign=sale, actor=None, version=5)
    services.edit_target(campaign=sale, actor=None, version=5, node=PHASE_1, value_minor=10)
    services.undo_change(campaign=sale, actor=None, version=6)
    assert value_of(sale, PHASE_1) == 1_550_000_000
    with pytest.raises(PlanError, match="nothing_to_undo"):
        services.undo_change(campaign=sale, actor=None, version=7)


def test_own_phases_and_what_is_refused(sale):
    own = [
        PhaseDraft("Burst", "", MIDNIGHT, MIDNIGHT + 12, 4_000),
        PhaseDraft("Night", "", MIDNIGHT + 12, MIDNIGHT + 54, 500),
        PhaseDraft("Day", "", MIDNIGHT + 54, MIDNIGHT + 144, 5_500),
    ]
    after = services.set_phases(campaign=sale, actor=None, version=1, template=Template.CUSTOM, phases=own)
    assert [span.target_minor for span in queries.phase_spans(campaign=after)] == [2_480_000_000, 310_000_000, 3_410_000_000]
    wrong = [PhaseDraft("A", "", MIDNIGHT, MIDNIGHT + 12, 4_000), PhaseDraft("B", "", MIDNIGHT + 6, MIDNIGHT + 150, 5_000)]
    with pytest.raises(PlanError) as refused:
        services.set_phases(campaign=sale, actor=None, version=2, template=Template.CUSTOM, phases=wrong)
    assert problems_of(refused) == {"phases_overlap", "shares_not_whole", "phase_outside_sale"}


def test_locks_on_phases_that_are_gone_are_released_and_said(sale):
    services.lock_target(campaign=sale, actor=None, version=1, node=PHASE_1)
    services.set_phases(campaign=sale, actor=None, version=2, template=Template.FLAT)
    assert not sale.locks.exists()
    assert PlanVersion.objects.get(campaign=sale, number=3).said["locks_released"] == [["phase", MIDNIGHT, MIDNIGHT + 9]]


def test_own_phases_move_with_the_start(sale):
    own = [PhaseDraft("All", "", MIDNIGHT, MIDNIGHT + 72, 10_000)]
    services.set_phases(campaign=sale, actor=None, version=1, template=Template.CUSTOM, phases=own)
    moved = draft_of(sale, template="custom", starts_at=START + timedelta(days=1), ends_at=START + timedelta(days=2))
    after = services.change_campaign(campaign=sale, actor=None, version=2, draft=moved)
    assert list(after.phases.values_list("start_slot", "end_slot")) == [(MIDNIGHT + 144, MIDNIGHT + 216)]
    assert queries.target_slots(campaign=after)[0].slot == MIDNIGHT + 144


def test_the_curve_of_an_earlier_sale(sale, make_sale, sold):
    last_year = START - timedelta(days=364)
    earlier = make_sale(name="Last year", starts_at=last_year, ends_at=last_year + timedelta(days=1))
    sold(last_year, [900_000] * 3 + [100_000] * 141)
    fallback = services.choose_curve(campaign=sale, actor=None, version=1, kind="last_sale", compare_with=earlier)
    assert fallback == ""
    slots = queries.target_slots(campaign=sale)
    assert slots[0].revenue_minor > 5 * slots[8].revenue_minor
    assert value_of(sale, PHASE_1) == 1_550_000_000


def test_visitors_follow_those_of_the_earlier_sale_where_they_are_known(sale, make_sale, sold, shop):
    last_year = START - timedelta(days=365)
    earlier = make_sale(name="Last year", starts_at=last_year, ends_at=last_year + timedelta(days=1))
    sold(last_year, [900] + [100] * 143)
    first = slot_of(last_year)
    known = Provenance.objects.create(layers="[]", spoken=0, facts=24)
    TrafficHour.objects.bulk_create(
        TrafficHour(shop=shop, provenance_id=known.pk, hour=first + 6 * n, channel="all", visitors=300 if n == 12 else 100)
        for n in range(24)
    )
    services.choose_curve(campaign=sale, actor=None, version=1, kind="flat", compare_with=earlier)
    sale.refresh_from_db()
    slots = queries.target_slots(campaign=sale)
    hours = [sum(slot.visitors for slot in slots[n : n + 6]) for n in range(0, 144, 6)]
    assert sum(hours) == sale.visitors_target
    assert max(hours) == hours[12]
    assert hours[0] < sale.visitors_target * 0.05, "the revenue of the first phase is a quarter; its visitors are not"
    assert sum(slot.paid_orders for slot in slots[:6]) > sale.paid_orders_target * 0.15
    assert sum(slot.inquiries for slot in slots) == sale.inquiries_target


def test_a_curve_without_data_is_flat_and_says_so(sale, make_sale):
    assert services.choose_curve(campaign=sale, actor=None, version=1, kind="last_sale") == "no_sale"
    assert services.choose_curve(campaign=sale, actor=None, version=2, kind="same_weekday") == "no_weekdays"
    slots = queries.target_slots(campaign=sale)
    assert len({slot.revenue_minor for slot in slots[:9]}) <= 2


def test_the_same_weekday_is_the_mean_of_four_weeks(sale, sold):
    for week in (1, 2):
        sold(START - timedelta(weeks=week), [0] * 72 + [week * 100] * 72)
    assert services.choose_curve(campaign=sale, actor=None, version=1, kind="same_weekday") == ""
    assert value_of(sale, NodeRef("hour", MIDNIGHT + 66, MIDNIGHT + 72)) == 0
    assert value_of(sale, TOTAL) == 6_200_000_000


def test_hours_by_hand(sale):
    services.choose_curve(campaign=sale, actor=None, version=1, kind="by_hand", hours=[2, 1] + [1] * 22)
    assert value_of(sale, HOUR_0) == pytest.approx(1_240_000_000, abs=6)


def test_a_running_sale_can_be_edited(make_sale, person):
    running = make_sale(starts_at=START - timedelta(days=1), ends_at=START + timedelta(days=1))
    node = NodeRef("day", MIDNIGHT - 144, MIDNIGHT)
    services.edit_target(campaign=running, actor=person(), version=1, node=node, value_minor=4_200_000_000)
    assert value_of(running, NodeRef("day", MIDNIGHT, MIDNIGHT + 144)) == 2_000_000_000


def test_another_curve_by_the_form_keeps_what_was_edited(sale, make_sale, sold):
    last_year = START - timedelta(days=364)
    earlier = make_sale(name="Last year", starts_at=last_year, ends_at=last_year + timedelta(days=1))
    sold(last_year, [900_000] * 3 + [100_000] * 141)
    services.edit_target(campaign=sale, actor=None, version=1, node=PHASE_1, value_minor=2_000_000_000)
    changed = draft_of(sale, curve_kind="last_sale", compare_with=earlier)
    after = services.change_campaign(campaign=sale, actor=None, version=2, draft=changed)
    assert value_of(after, PHASE_1) == 2_000_000_000
    assert queries.target_slots(campaign=after)[0].revenue_minor > 5 * queries.target_slots(campaign=after)[8].revenue_minor


def test_an_unknown_node_is_refused(sale):
    for ref in (NodeRef("phase", MIDNIGHT, MIDNIGHT + 8), NodeRef("week", MIDNIGHT, MIDNIGHT + 9)):
        with pytest.raises(PlanError, match="node_unknown"):
            services.edit_target(campaign=sale, actor=None, version=1, node=ref, value_minor=1)
