"""The screen on a wall: a secret address and nothing behind it, shares where amounts are hidden, 304 where nothing changed."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.roles import Role
from live.models import WallScreen
from live.page.wall.body import release
from live.services import make_wall, recompute_board, revoke_wall
from live.views.wall import GUESSES_A_MINUTE, LOOKS_A_MINUTE
from tests.live.conftest import NOW
from tests.live.scenario import AT, HOUR, START, Paid, load_orders

pytestmark = pytest.mark.django_db


def made(campaign=None, **values):
    told = {"name": "War room", "campaign": campaign, "language": "en", **values}
    return make_wall(actor=None, values=told, at=timezone.now())


def page(client, token, **headers):
    return client.get(reverse("live:wall", args=[token]), headers=headers)


def now(client, token, **headers):
    return client.get(reverse("live:wall-now", args=[token]), headers=headers)


def words(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_stranger_with_the_address_sees_the_sale(client, sale):
    fresh = made(sale.campaign)
    answer = page(client, fresh.token)
    html = words(answer)
    assert answer.status_code == 200
    assert "behind plan" in html
    assert re.search(r"¥[\d.,]+\s*k? behind plan", html)
    assert "Why 9:00 is short" in html or "Why 10:00 is short" in html
    assert 'class="actual"' in html
    assert "Double 11 2026" in html


def test_no_cookie_no_referrer_no_cache_no_search(client, sale):
    fresh = made(sale.campaign)
    for answer in (page(client, fresh.token), now(client, fresh.token), page(client, "x" * 43)):
        assert answer.cookies == {}
        assert "Cookie" not in answer.get("Vary", "")
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]
    assert "sessionid" not in client.cookies


def test_only_the_digest_is_kept(sale):
    fresh = made(sale.campaign)
    kept = WallScreen.objects.values().get()
    assert fresh.token not in str(kept)
    assert len(fresh.token) == 43
    assert AuditEntry.objects.filter(action="wall.make").count() == 1
    assert fresh.token not in str(list(AuditEntry.objects.values()))


def test_the_address_opens_nothing_else(client, sale):
    fresh = made(sale.campaign)
    page(client, fresh.token)
    assert client.get(reverse("live:board", args=[sale.campaign.pk])).status_code == 302
    assert client.get(f"/api/v1/campaigns/{sale.campaign.pk}/board/").status_code == 401
    assert client.post(reverse("live:wall", args=[fresh.token])).status_code == 405
    api = client.get(f"/api/v1/campaigns/{sale.campaign.pk}/board/", headers={"Authorization": f"Token {fresh.token}"})
    assert api.status_code == 401


def test_a_screen_taken_away_and_a_wrong_address_answer_alike(client, sale):
    fresh = made(sale.campaign)
    assert revoke_wall(actor=None, screen_id=fresh.screen.pk, at=NOW)
    assert not revoke_wall(actor=None, screen_id=fresh.screen.pk, at=NOW)
    gone, wrong = page(client, fresh.token), page(client, "y" * 43)
    assert gone.status_code == wrong.status_code == now(client, fresh.token).status_code == 404
    assert gone.content == wrong.content


def test_a_private_wall_never_holds_an_amount(client, sale):
    """Every figure of money the board knows, in any of its writings, is absent from page and body."""
    fresh = made(sale.campaign, hides_amounts=True)
    html = words(page(client, fresh.token)) + words(now(client, fresh.token))
    assert not re.search(r"¥|CNY|元|万|\d\s*[kM]\b", html)
    assert "behind plan" in html
    assert "of the gap" in html
    assert "per cent of the target" in html
    target = sale.campaign.revenue_target_minor
    assert str(target) not in html
    assert str(target // 100) not in html
    shown = words(page(client, made(sale.campaign).token))
    assert re.search(r"¥", shown), "the same page with amounts has them"


def test_a_private_wall_without_a_target_says_no_number_of_money(client, sale):
    type(sale.campaign).objects.filter(pk=sale.campaign.pk).update(revenue_target_minor=0)
    board = sale.campaign.boards.latest("id")
    kept = board.board
    kept["sentence"] = {**kept["sentence"], "kind": "no_target"}
    kept["so_far"]["revenue"]["target"] = 0
    kept["series"]["target"] = [0] * len(kept["series"]["target"])
    type(board).objects.filter(pk=board.pk).update(board=kept)
    html = words(page(client, made(sale.campaign, hides_amounts=True).token))
    assert "without a target" in html
    assert not re.search(r"¥|CNY", html)


def test_an_unchanged_wall_answers_304_cheaply(client, sale, django_assert_max_num_queries):
    fresh = made(sale.campaign)
    etag = now(client, fresh.token)["ETag"]
    with django_assert_max_num_queries(5) as asked:
        answer = now(client, fresh.token, **{"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert answer["X-Release"] == release()
    assert all("session" not in query["sql"] and "accounts_user" not in query["sql"] for query in asked.captured_queries)


def test_the_body_changes_with_the_data_and_not_with_the_minute(client, sale, travel):
    fresh = made(sale.campaign)
    travel(NOW.replace(second=0))
    etag = now(client, fresh.token)["ETag"]
    travel(NOW + dt.timedelta(minutes=2))
    assert now(client, fresh.token, **{"If-None-Match": etag}).status_code == 304
    load_orders(sale.shop, [Paid("x", AT, 5_00)], as_of=AT + HOUR)
    recompute_board(campaign=sale.campaign, at=AT + HOUR)
    assert now(client, fresh.token, **{"If-None-Match": etag}).status_code == 200


def test_two_screens_of_one_kind_share_one_body(client, sale, django_assert_max_num_queries):
    first, second = made(sale.campaign), made(sale.campaign, name="Kitchen")
    etag = now(client, first.token)["ETag"]
    with django_assert_max_num_queries(5):
        other = now(client, second.token)
    assert other["ETag"] == etag
    assert now(client, made(sale.campaign, hides_amounts=True).token)["ETag"] != etag


def test_old_data_are_grey_from_the_first_paint(client, sale, travel):
    fresh = made(sale.campaign, grey_after=15)
    assert 'class="wall"' in words(page(client, fresh.token))
    travel(AT + dt.timedelta(minutes=47))
    answer = page(client, fresh.token)
    assert 'class="wall is-stale"' in words(answer)
    assert "47 min" in words(answer)
    assert now(client, fresh.token)["X-Data-Base"] == str(int(AT.timestamp()))


@pytest.mark.parametrize(("at", "base"), [(START - HOUR, False), (START + 5 * HOUR, True)])
def test_before_the_start_nothing_is_old(client, sale, travel, at, base):
    travel(at)
    assert bool(now(client, made(sale.campaign).token)["X-Data-Base"]) == base


def test_a_screen_without_a_sale_of_its_own_shows_the_one_at_hand(client, sale, travel):
    fresh = made(language="zh-hans")
    html = words(page(client, fresh.token))
    assert "Double 11 2026" in html
    assert 'lang="zh-hans"' in html
    travel(START + 99 * HOUR)
    assert page(client, fresh.token).status_code == 200


def test_guessing_is_stopped_and_those_who_know_are_not(client, sale, travel):
    fresh = made(sale.campaign)
    travel(NOW.replace(second=1))
    answers = [page(client, f"{number:043}").status_code for number in range(GUESSES_A_MINUTE + 2)]
    assert answers == [404] * GUESSES_A_MINUTE + [429] * 2
    travel(NOW + dt.timedelta(minutes=1))
    assert page(client, fresh.token).status_code == 200


def test_one_address_cannot_be_asked_without_end(client, sale, travel, django_assert_max_num_queries):
    fresh = made(sale.campaign)
    travel(NOW.replace(second=1))
    etag = now(client, fresh.token)["ETag"]
    answers = [now(client, fresh.token, **{"If-None-Match": etag}).status_code for _ in range(LOOKS_A_MINUTE)]
    assert (answers[0], answers[-1]) == (304, 429)


def test_what_cannot_be_a_secret_asks_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert page(client, "short").status_code == 404


def test_the_page_of_the_screens(client_as, client, sale):
    boss = client_as(Role.OPERATIONS)
    address = reverse("live:wall-screens")
    sent = {"name": "War room", "campaign": sale.campaign.pk, "language": "en", "grey_after": 15, "hides_amounts": "on"}
    answer = boss.post(address, sent)
    token = re.search(r"/board/wall/([\w-]{43})/", answer.content.decode())[1]
    assert page(client, token).status_code == 200
    assert token not in boss.get(address).content.decode()
    assert boss.post(address, {**sent, "night_from": "23:00"}).status_code == 422
    screen = WallScreen.objects.get()
    assert (screen.grey_after, screen.hides_amounts, screen.made_by) == (15, True, boss.user)
    boss.post(reverse("live:wall-revoke", args=[screen.pk]))
    assert page(client, token).status_code == 404
    assert client_as(Role.WAREHOUSE).post(address, sent).status_code == 403


@pytest.mark.parametrize("minutes", [0, 7, 25])
def test_the_wall_and_the_past_page_say_the_same_odds(client, client_as, sale, travel, minutes):
    """A minute of the past shows the board that stood at its end: what a wall showed since the last change in it."""
    at = NOW + dt.timedelta(minutes=minutes)
    travel(at)
    load_orders(sale.shop, [Paid("one more", AT, 300_00)], as_of=at)
    recompute_board(campaign=sale.campaign, at=at)
    shown = re.search(r"(\d+%) likely", words(now(client, made(sale.campaign).token)))
    past = client_as(Role.OPERATIONS).get(reverse("live:at", args=[sale.campaign.pk]), {"minute": int(at.timestamp()) // 60})
    board = client_as(Role.OPERATIONS).get(reverse("live:board", args=[sale.campaign.pk]))
    told = [re.search(r"(\d+%) likely", re.sub(r"<[^>]+>", "", words(page))) for page in (past, board)]
    assert shown is not None
    assert [found and found[1] for found in told] == [shown[1], shown[1]]
