"""The page: the same parts at first and at each refresh, 304 without a change, words for each state, nobody unasked."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.services import create_campaign
from live.models import BoardSnapshot
from live.services import recompute_board
from tests.live.conftest import NOW
from tests.live.scenario import AT, HOUR, START, Paid, Sale, double_11, load_orders, shop_named
from tests.live.test_services import flat_sale

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale(db, travel) -> Sale:
    """A sale of each test's own: others of this module build sales beside it."""
    return double_11(scale=1000)


HTMX = {"HX-Request": "true"}


def kind_of(html: str) -> str:
    class Finder(HTMLParser):
        kind = ""

        def handle_starttag(self, tag, attributes):
            self.kind = dict(attributes).get("data-kind") or self.kind

    finder = Finder()
    finder.feed(html)
    return finder.kind


def page(client, campaign, **headers):
    return client.get(reverse("live:board", args=[campaign.pk]), headers=headers)


def text_of(client, campaign) -> str:
    return page(client, campaign, **HTMX).content.decode()


def test_the_page_says_the_sentence_first(client_as, sale):
    answer = page(client_as(Role.OPERATIONS), sale.campaign)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert kind_of(html) == "behind"
    assert html.index("behind plan") < html.index("figure__label")
    assert "Conversion is the cause" in html
    assert "as of 10:42, 3" in html
    assert "no-store" in answer["Cache-Control"]


def test_first_paint_and_refresh_are_the_same_parts(client_as, sale):
    client = client_as(Role.BOSS)
    first = page(client, sale.campaign).content.decode()
    again = text_of(client, sale.campaign)
    board, age = again.rsplit("<span", 1)
    assert board.strip() in first
    assert 'hx-swap-oob="true"' in age


def test_an_unchanged_board_answers_304_without_reading_it(client_as, sale, django_assert_max_num_queries):
    client = client_as(Role.OPERATIONS)
    etag = page(client, sale.campaign, **HTMX)["ETag"]
    with django_assert_max_num_queries(3) as asked:
        answer = page(client, sale.campaign, **HTMX, **{"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert all('"board"' not in query["sql"].split(" FROM ")[0] for query in asked.captured_queries)
    assert all("metrics_" not in query["sql"] for query in asked.captured_queries)


def test_the_whole_page_reads_no_rollup(client_as, sale, django_assert_max_num_queries):
    client = client_as(Role.OPERATIONS)
    with django_assert_max_num_queries(11) as asked:
        page(client, sale.campaign)
    assert all("metrics_" not in query["sql"] and "orders_order" not in query["sql"] for query in asked.captured_queries)


def test_a_page_seen_before_asks_for_session_person_board_and_what_waits_alone(client_as, sale, django_assert_num_queries):
    client = client_as(Role.OPERATIONS)
    page(client, sale.campaign)
    with django_assert_num_queries(5):  # what waits: tasks and abnormal orders; incidents are asked once in a while
        assert page(client, sale.campaign).status_code == 200


def test_the_etag_changes_with_data_age_plan_language_and_person(client_as, sale, travel):
    client = client_as(Role.OPERATIONS)
    seen = [page(client, sale.campaign, **HTMX)["ETag"]]
    seen.append(page(client_as(Role.BOSS), sale.campaign, **HTMX)["ETag"])
    seen.append(page(client, sale.campaign, **HTMX, **{"Accept-Language": "zh-hans"})["ETag"])
    travel(NOW + dt.timedelta(minutes=1))
    seen.append(page(client, sale.campaign, **HTMX)["ETag"])
    load_orders(sale.shop, [Paid("x", AT, 5_00)], as_of=AT + HOUR)
    recompute_board(campaign=sale.campaign, at=AT + HOUR)
    seen.append(page(client, sale.campaign, **HTMX)["ETag"])
    type(sale.campaign).objects.filter(pk=sale.campaign.pk).update(version=9)
    seen.append(page(client, sale.campaign, **HTMX)["ETag"])
    assert len(set(seen)) == len(seen)


def test_a_changed_plan_shows_the_old_board_and_says_so(client_as, sale):
    type(sale.campaign).objects.filter(pk=sale.campaign.pk).update(version=2)
    html = text_of(client_as(Role.OPERATIONS), sale.campaign)
    assert "The plan was changed" in html
    assert kind_of(html) == "behind"


def test_a_sale_never_counted_yet(client_as, sale):
    BoardSnapshot.objects.all().delete()
    html = text_of(client_as(Role.OPERATIONS), sale.campaign)
    assert kind_of(html) == "uncounted"
    assert page(client_as(Role.OPERATIONS), sale.campaign).status_code == 200


@pytest.mark.parametrize(
    ("at", "kind", "level"),
    [
        (AT + dt.timedelta(minutes=3), "behind", "age"),
        (AT + dt.timedelta(minutes=50), "behind", "age age--late"),
        (AT + dt.timedelta(hours=3), "stale_behind", "age age--stale"),
        (START + 25 * HOUR, "over", "age age--stale"),
    ],
)
def test_old_data_are_said_to_be_old(client_as, sale, travel, at, kind, level):
    client = client_as(Role.OPERATIONS)
    travel(at)
    html = text_of(client, sale.campaign)
    assert kind_of(html) == kind
    assert f'class="{level}"' in html


def states():
    """Yield what is known of a flat day of 144,000: name, orders, as_of, now, plan, kind."""
    hour = [Paid(f"o{n}", START + dt.timedelta(minutes=n), 100_00) for n in range(60)]
    end = START + 24 * HOUR
    yield "not_started", [], None, START - HOUR, {}, "not_started"
    yield "no_data", [], None, START + HOUR, {}, "no_data"
    yield "on_pace", hour, START + HOUR, START + HOUR, {}, "on_pace"
    yield "ahead", [*hour, Paid("big", START, 900_00)], START + HOUR, START + HOUR, {}, "ahead"
    yield "reached", [Paid("big", START, 200_000_00)], START + HOUR, START + HOUR, {}, "reached"
    yield "made", [Paid("big", START, 200_000_00)], end, end, {}, "made"
    yield "missed", hour, end, end + 99 * HOUR, {}, "missed"
    yield "no_target", hour, START + HOUR, START + HOUR, {"target": 0}, "no_target"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("name", "orders", "as_of", "now", "plan", "kind"), list(states()), ids=[state[0] for state in states()])
def test_every_state_has_its_sentence(client_as, travel, settings, name, orders, as_of, now, plan, kind, language):
    travel(now)
    shop = shop_named()
    campaign = flat_sale([shop])
    if plan:  # no form lets a sale without a target through; an old or foreign plan may have none
        campaign.target.delete()
    if orders:
        load_orders(shop, orders, as_of=as_of)
    recompute_board(campaign=campaign, at=now)
    client = client_as(Role.OPERATIONS, language=language)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert kind_of(text_of(client, campaign)) == kind


def test_a_long_sale_shows_a_day_at_a_time(client_as, travel):
    shop = shop_named()
    campaign = flat_sale([shop], ends_at=START + 72 * HOUR)
    load_orders(shop, [Paid("a", START + 25 * HOUR, 100_00)], as_of=START + 30 * HOUR)
    travel(START + 30 * HOUR)
    recompute_board(campaign=campaign, at=START + 30 * HOUR)
    client = client_as(Role.OPERATIONS)
    latest = client.get(reverse("live:board", args=[campaign.pk]))
    first = client.get(reverse("live:board", args=[campaign.pk]), {"day": "2026-11-11"})
    wrong = client.get(reverse("live:board", args=[campaign.pk]), {"day": "yesterday"})
    assert 'href="?day=2026-11-12" aria-current="date"' in latest.content.decode()
    assert 'href="?day=2026-11-11" aria-current="date"' in first.content.decode()
    assert 'href="?day=2026-11-12" aria-current="date"' in wrong.content.decode()
    board_url = reverse("live:board", args=[campaign.pk])
    assert f'hx-get="{board_url}?day=2026-11-11"' in first.content.decode()


def test_the_board_at_hand(client_as, sale, travel):
    client = client_as(Role.OPERATIONS)
    assert client.get(reverse("live:current")).url == reverse("live:board", args=[sale.campaign.pk])
    travel(START + 26 * HOUR)
    assert client.get(reverse("live:current")).url == reverse("live:board", args=[sale.campaign.pk])
    travel(START + 99 * HOUR)
    assert "Plan a sale" in client.get(reverse("live:current")).content.decode()


def test_the_next_sale_is_at_hand_before_it_starts(client_as, travel):
    campaign = flat_sale([shop_named()])
    travel(START - 48 * HOUR)
    client = client_as(Role.BOSS)
    assert client.get(reverse("live:current")).url == reverse("live:board", args=[campaign.pk])


def test_strangers_and_people_without_the_right(client, client_as, sale):
    assert page(client, sale.campaign).status_code == 302
    assert page(client, sale.campaign, **HTMX).status_code == 401
    for role in Role:
        assert page(client_as(role), sale.campaign).status_code == (200 if client_as(role).user.may("view_board") else 403)


def test_only_who_may_import_is_sent_to_the_imports(client_as, sale, travel):
    travel(AT + 3 * HOUR)
    assert reverse("imports:list") in text_of(client_as(Role.OPERATIONS), sale.campaign)
    assert reverse("imports:list") not in text_of(client_as(Role.BOSS), sale.campaign)


def test_a_board_that_is_not_there(client_as):
    assert client_as(Role.OPERATIONS).get(reverse("live:board", args=[404])).status_code == 404


def test_names_are_written_as_text(client_as, sale):
    shop = shop_named("<script>alert(1)</script>")
    campaign = create_campaign(
        actor=None,
        name="</script><b>sale</b>",
        shops=[shop],
        starts_at=START,
        ends_at=START + 24 * HOUR,
        revenue_target_minor=1_000_00,
        visitors_target=100,
        conversion_target=sale.campaign.conversion_target,
        compare_with=sale.campaign,
    )
    recompute_board(campaign=campaign, at=AT)
    html = page(client_as(Role.OPERATIONS), campaign).content.decode()
    assert "<b>sale</b>" not in html
    assert "<script>alert(1)" not in html
