"""Why: by channel and tier on a real board, on its page, in its file and over REST."""

import csv
import io

import pytest

from accounts.roles import Role
from campaigns.models import TrafficLine
from live.models import TierBoard
from live.queries.shown import board_state
from live.queries.why import why_of_board
from live.rules.split import PARTS
from live.services import recompute_board
from orders.models import TrafficHour
from tests.live.conftest import NOW
from tests.live.scenario import AT


@pytest.fixture
def by_channel(sale):
    """The sale with two channels planned, of which keyword ads bring 30% less since nine, and the file's channels told apart."""
    TrafficLine.objects.bulk_create(
        TrafficLine(campaign=sale.campaign, channel=key, visitors=visitors, conversion="0.06", order_value_minor=21_200)
        for key, visitors in (("search", 3_000), ("keyword_ads", 1_870))
    )
    fresh = []
    nine = sale.campaign.start_slot + 54
    for row in TrafficHour.objects.filter(shop=sale.shop, hour__gte=sale.campaign.start_slot):
        ads = round(row.visitors * 1870 / 4870)
        for name, visitors in (("手淘搜索", row.visitors - ads), ("直通车", ads * (0.3 if row.hour >= nine else 1))):
            fresh.append(
                TrafficHour(shop=row.shop, hour=row.hour, channel=name, visitors=round(visitors), provenance_id=row.provenance_id)
            )
    TrafficHour.objects.filter(shop=sale.shop, hour__gte=sale.campaign.start_slot).delete()
    TrafficHour.objects.bulk_create(fresh)
    recompute_board(campaign=sale.campaign, at=AT)
    return sale


def _why(sale):
    return why_of_board(state=board_state(campaign_id=sale.campaign.pk))


def test_channels_add_up_and_the_short_one_is_named(by_channel):
    why = _why(by_channel)
    assert [row["kind"] for row in why.rows].count("hour") == 11
    for row in why.rows:
        assert sum(row["channels"]) == row["split"]["traffic"]
        assert sum(row["split"][part] for part in PARTS) == row["revenue"]["gap"]
    hours = [row for row in why.rows if row["kind"] == "hour"]
    assert [sum(cells) for cells in zip(*(row["channels"] for row in hours), strict=True)] == why.sale["channels"]
    assert why.now.part == "traffic", "the traffic of one channel fell further than conversion rose"
    assert why.now.channel == "keyword_ads"
    assert why.now.channel_seen < 0.4 * why.now.channel_due


def test_a_board_without_channels_says_what_it_cannot_know(sale):
    why = _why(sale)
    assert not why.board["causes"]["is_planned"]
    assert why.so_far.part == "conversion"
    assert all(row["channels"] == [row["split"]["traffic"]] for row in why.rows)


def test_a_name_of_no_channel_is_named_and_hides_no_other(by_channel):
    TrafficHour.objects.filter(shop=by_channel.shop, channel="直通车").update(channel="Brand zone")
    recompute_board(campaign=by_channel.campaign, at=AT)
    why = _why(by_channel)
    assert "?Brand zone" in why.channels
    assert why.names["?Brand zone"] == "Brand zone"
    assert (why.now.channel, why.now.blind) == (None, "unmatched")


def test_tiers_split_the_order_value_where_they_are_counted(by_channel):
    hours = len(_why(by_channel).board["hours"])
    TierBoard.objects.create(campaign=by_channel.campaign, built_at=NOW, board={"rows": [], "mix": [-0.05] * hours})
    why = _why(by_channel)
    for row in why.rows:
        assert row["mix"] + row["within"] == row["split"]["order_value"]
    assert why.sale["mix"] < 0
    assert sum(row["mix"] for row in why.rows if row["kind"] == "hour") == why.sale["mix"]


def test_the_page_its_file_and_rest_say_the_same(by_channel, client_as, travel):
    ops = client_as(Role.OPERATIONS)
    number = by_channel.campaign.pk
    page = ops.get(f"/board/{number}/why/").content.decode()
    assert "Keyword ads" in page
    assert "behind plan." in page
    rows = list(csv.reader(io.StringIO(ops.get(f"/board/{number}/why/export.csv").content.decode("utf-8-sig"))))
    told = ops.get(f"/api/v1/campaigns/{number}/why/").json()
    assert len(rows) == len(told["rows"]) + 1
    assert told["now"]["channel"] == "keyword_ads"
    assert "Keyword ads" in told["now"]["sentence"]
    for row in told["rows"]:
        assert sum(each["minor"] for each in row["channels"]) == row["split"]["traffic"]
    assert ops.get(f"/board/{number}/why/export.pdf").status_code == 404
    assert ops.get("/board/987654/why/").status_code == 404
    board = ops.get(f"/board/{number}/").content.decode()
    assert "Every hour, by channel and tier" in board


def test_a_stranger_sees_no_causes(sale, client):
    assert client.get(f"/board/{sale.campaign.pk}/why/").status_code == 302
