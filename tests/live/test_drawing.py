"""The worker draws a board ahead: what it drew is what the page would have drawn, and another board is drawn anew."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.template import engines
from django.urls import reverse

from accounts.roles import Role
from live import services, tasks
from live.models import BoardDrawing, BoardSnapshot
from live.page import drawing
from live.queries.shown import board_state
from tests.live.conftest import NOW
from tests.live.scenario import HOUR

pytestmark = pytest.mark.django_db


def shown(client, campaign, language: str, *, whole: bool) -> str:
    cache.clear()
    headers = {"Accept-Language": language} | ({} if whole else {"HX-Request": "true"})
    html = client.get(reverse("live:board", args=[campaign.pk]), headers=headers).content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value=|csrf-token" content=|"X-CSRFToken": )"[^"]*"', r"\1", html)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("role", [Role.OPERATIONS, Role.BOSS])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_the_worker_drew_is_what_the_page_draws(client_as, sale, role, language, whole):
    client = client_as(role)
    before = shown(client, sale.campaign, language, whole=whole)
    assert drawing.draw_ahead(sale.campaign.pk, at=NOW) == 4
    BoardDrawing.objects.update(parts={**BoardDrawing.objects.first().parts, "board": "<p>drawn ahead</p>"})
    assert "<p>drawn ahead</p>" in shown(client, sale.campaign, language, whole=whole)
    BoardDrawing.objects.all().delete()
    drawing.draw_ahead(sale.campaign.pk, at=NOW)
    assert shown(client, sale.campaign, language, whole=whole) == before


def test_a_web_process_that_is_ready_loads_no_template_for_its_first_reader(client_as, sale):
    drawing.make_ready()
    loaded = engines["django"].engine.template_loaders[0].get_template_cache
    before = set(loaded)
    client = client_as(Role.OPERATIONS)
    for name in ("board", "tiers", "plays", "incidents-banner"):
        assert client.get(reverse(f"live:{name}", args=[sale.campaign.pk]), headers={"HX-Request": "true"}).status_code == 200
    assert client.get(reverse("live:board", args=[sale.campaign.pk])).status_code == 200
    assert set(loaded) - before == set()


def test_drawn_twice_is_drawn_once(sale):
    assert drawing.draw_ahead(sale.campaign.pk, at=NOW) == 4
    assert drawing.draw_ahead(sale.campaign.pk, at=NOW) == 0
    assert BoardDrawing.objects.count() == 4


def test_the_drawings_of_an_older_board_go_and_are_not_shown(client_as, sale, travel):
    drawing.draw_ahead(sale.campaign.pk, at=NOW)
    old = set(BoardDrawing.objects.values_list("key", flat=True))
    type(sale.campaign).objects.filter(pk=sale.campaign.pk).update(version=2)
    tasks.recompute_one(sale.campaign.pk)
    assert not old & set(BoardDrawing.objects.values_list("key", flat=True))
    assert BoardDrawing.objects.count() == 4


def test_a_board_behind_its_plan_is_one_body_however_far_behind(sale):
    def key_at(version: int) -> str:
        type(sale.campaign).objects.filter(pk=sale.campaign.pk).update(version=version)
        return board_state(campaign_id=sale.campaign.pk).body_key(at=NOW)

    counted = sale.campaign.version
    assert key_at(counted) != key_at(counted + 1) == key_at(counted + 2)


def test_a_board_that_was_never_counted_is_not_drawn(sale):
    BoardSnapshot.objects.all().delete()
    assert drawing.draw_ahead(sale.campaign.pk, at=NOW) == 0


def test_boards_counted_lately_are_drawn(sale):
    built = BoardSnapshot.objects.get().built_at
    assert services.draw_boards(at=built + dt.timedelta(minutes=30)) == 0
    assert services.draw_boards(at=built + dt.timedelta(minutes=3)) == 4


def test_old_boards_from_before_the_sale_are_thinned_to_the_last_of_each_hour(sale):
    newest = BoardSnapshot.objects.get()
    kept = {name: getattr(newest, name) for name in ("campaign_id", "version", "data_as_of", "digest", "board")}
    start = newest.built_at.replace(minute=0) - dt.timedelta(days=3)
    minutes = [0, 10, 50, 60, 70, 3 * 24 * 60 - 60, 3 * 24 * 60 - 50]
    made = [BoardSnapshot.objects.create(**kept, built_at=start + dt.timedelta(minutes=minute)) for minute in minutes]
    last = BoardSnapshot.objects.create(**kept, built_at=newest.built_at + HOUR)
    assert services.thin_boards(at=NOW) == 3
    assert set(BoardSnapshot.objects.values_list("pk", flat=True)) == {each.pk for each in [newest, *made[2:3], *made[4:], last]}
    assert services.thin_boards(at=NOW + dt.timedelta(days=60)) == 0, "the minutes of the sale can be seen again"
    assert BoardSnapshot.objects.latest("pk") == last
