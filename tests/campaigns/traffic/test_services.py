"""Writes of the traffic plan: what is kept, refused, undone, copied, remembered."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from campaigns import services
from campaigns.models import Channel, ChannelName, PlanVersion, TrafficLine
from campaigns.queries.channels import channel_of_names, channels
from campaigns.queries.pages import changes_between
from campaigns.queries.traffic import traffic_plan
from campaigns.rules.problems import PlanError
from campaigns.services import LineDraft, StalePlanError
from campaigns.words.trail import lines_of
from orders.models import Shop
from tests.campaigns.conftest import START
from tests.campaigns.traffic.conftest import DRAWN

pytestmark = pytest.mark.django_db


def test_the_plan_adds_up(planned):
    plan = traffic_plan(planned)
    assert [line.kind.key for line in plan.lines] == [draft.channel for draft in DRAWN]
    assert plan.sums.visitors == 5_280_000
    assert plan.sums.revenue_minor == 6_091_954_000
    assert plan.difference_minor == -108_046_000
    assert not plan.closes
    by_key = {line.kind.key: line for line in plan.lines}
    assert by_key["keyword_ads"].plan.cost_minor == 210_000_000
    assert by_key["display_ads"].plan.cost_minor == 93_999_984
    assert by_key["affiliates"].plan.cost_minor == 70_156_800
    assert by_key["search"].plan.cost_minor == 0
    assert plan.sums.cost_minor == sum(line.plan.cost_minor for line in plan.lines) == 451_156_784
    assert plan.repair.kind.key == "live"
    assert plan.repair.change == 88_014


def test_each_save_is_a_version_that_can_be_taken_back(planned, fresh):
    assert planned.version == 2
    fewer = [replace(DRAWN[0], visitors=600_000), *DRAWN[2:]]
    services.save_traffic(campaign=planned, actor=None, version=2, lines=fewer)
    assert traffic_plan(planned).lines[0].plan.visitors == 600_000
    entry = AuditEntry.objects.latest("pk")
    assert entry.action == "campaign.edit_traffic"
    services.undo_change(campaign=fresh(planned), actor=None, version=3)
    assert traffic_plan(planned).sums.revenue_minor == 6_091_954_000
    assert [line.kind.key for line in traffic_plan(planned).lines] == [draft.channel for draft in DRAWN]
    services.undo_change(campaign=fresh(planned), actor=None, version=4)
    assert traffic_plan(planned).lines == ()


def test_the_trail_says_what_changed(planned):
    changed = [replace(DRAWN[0], visitors=600_000, note="twice"), *DRAWN[2:], LineDraft("offline", 100, Decimal("0.1"), 10_000)]
    services.save_traffic(campaign=planned, actor=None, version=2, lines=changed)
    versions = PlanVersion.objects.order_by("number")

    class Entry:
        changes = changes_between(planned, versions[1], versions[2])

    assert lines_of(Entry(), planned) == [
        ("Traffic, Old buyers by SMS", "620,000 visitors", "600,000 visitors, note “twice”"),
        ("Traffic, Offline", "", "100 visitors, conversion 10.00%, order value ¥100.00"),
        ("Traffic, Search", "1,640,000 visitors, conversion 4.10%, order value ¥205.00", ""),
    ]


def test_the_same_lines_again_make_no_version(planned):
    assert services.save_traffic(campaign=planned, actor=None, version=2, lines=DRAWN).version == 2


def test_a_second_editor_of_the_same_part_is_refused_and_of_another_is_not(planned):
    services.save_traffic(campaign=planned, actor=None, version=2, lines=DRAWN[:3])
    with pytest.raises(StalePlanError) as stale:
        services.save_traffic(campaign=planned, actor=None, version=2, lines=DRAWN[:4])
    assert set(stale.value.changes) == {"traffic"}
    assert TrafficLine.objects.filter(campaign=planned).count() == 3
    services.lock_target(
        campaign=planned,
        actor=None,
        version=3,
        node=services.NodeRef("total", planned.start_slot, planned.end_slot),
    )
    assert services.save_traffic(campaign=planned, actor=None, version=3, lines=DRAWN).version == 5


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (LineDraft("nobody", 1, Decimal("0.1"), 1), "channel_unknown"),
        (LineDraft("live", -1, Decimal("0.1"), 1), "traffic_below_zero"),
        (LineDraft("live", 1, Decimal("1.1"), 1), "traffic_share"),
        (LineDraft("live", 1, Decimal("0.1"), 1, commission=Decimal("-0.1")), "traffic_share"),
        (LineDraft("live", 10**16, Decimal("0.1"), 1), "value_too_high"),
        (LineDraft("search", 1, Decimal("0.1"), 1), "channel_twice"),
    ],
)
def test_what_cannot_stand_is_refused_whole(sale, line, code):
    with pytest.raises(PlanError) as refused:
        services.save_traffic(campaign=sale, actor=None, version=1, lines=[DRAWN[1], line])
    assert {problem.code for problem in refused.value.problems} == {code}
    assert not TrafficLine.objects.exists()


def test_the_table_itself_refuses_what_no_service_would_write(planned):
    with pytest.raises(IntegrityError), transaction.atomic():
        TrafficLine.objects.filter(campaign=planned, channel="live").update(visitors=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrafficLine.objects.filter(campaign=planned, channel="live").update(channel="search")


def test_own_channels_are_the_house_s_or_a_shop_s(sale, shop):
    other = Shop.objects.create(name="Silk House")
    house = services.add_channel(actor=None, name="Radio", is_paid=True)
    own = services.add_channel(actor=None, name="Leaflet", is_paid=False, shop=shop)
    services.add_channel(actor=None, name="Leaflet", is_paid=False, shop=other)
    keys = [kind.key for kind in channels(campaign=sale)]
    assert keys[-2:] == [own.key, house.key]
    assert Channel.objects.count() == 3
    with pytest.raises(PlanError) as refused:
        services.add_channel(actor=None, name=" radio ", is_paid=False)
    assert refused.value.problems[0].code == "channel_exists"
    services.save_traffic(campaign=sale, actor=None, version=1, lines=[LineDraft(house.key, 10, Decimal("0.5"), 200)])
    assert traffic_plan(sale).lines[0].kind.name == "Radio"
    assert AuditEntry.objects.filter(action="channel.create").count() == 3


def test_a_name_of_a_file_is_known_or_taught_and_remembered(sale, person):
    names = ["搜索", "直通车", "all", "Blue Radio", "Livestream "]
    kinds = channels(campaign=sale)
    assert channel_of_names(names, among=kinds) == {"搜索": "search", "直通车": "keyword_ads", "Livestream ": "live"}
    actor = person()
    services.match_channel(actor=actor, name="Blue Radio", channel="offline")
    services.match_channel(actor=actor, name="搜索", channel="")
    assert channel_of_names(names, among=kinds) == {"直通车": "keyword_ads", "Livestream ": "live", "Blue Radio": "offline"}
    services.match_channel(actor=actor, name="Blue Radio", channel="offline")
    assert ChannelName.objects.count() == 2
    assert AuditEntry.objects.filter(action="channel.match").count() == 2


def test_a_clone_takes_the_lines_along(planned, make_sale):
    clone = make_sale(name="Double 12", starts_at=START + timedelta(days=31), ends_at=START + timedelta(days=32))
    services.clone_traffic(planned, clone, 31 * 86_400)
    assert traffic_plan(clone).sums == traffic_plan(planned).sums
    assert [line.note for line in traffic_plan(clone).lines] == [line.note for line in traffic_plan(planned).lines]
    assert TrafficLine.objects.filter(campaign=planned).count() == len(DRAWN)
