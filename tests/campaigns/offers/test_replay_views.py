"""The page of the replay: asked for, shown, old, exported; its steps become an offer."""

import io

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.models import Offer, ReplayReport, ReportState
from campaigns.queries.replay import latest_replay
from common.charts import painted
from tests.campaigns.offers.test_replay import DAY, replay, sold_baskets

pytestmark = pytest.mark.django_db
__all__ = ["sold_baskets"]
TYPED = {
    "from_on": "2026-10-09",
    "to_on": "2026-10-19",
    "claimed": "on",
    "buyer_tier": "",
    "within": "20",
    "lift": "30",
    "off": "20",
}


def page(response):
    return " ".join(response.content.decode().split())


def where(sale, name="replay"):
    return reverse(f"campaigns:{name}", args=[sale.pk])


def test_asked_for_and_shown(client_as, sale, products, add, sold_baskets):
    add("spend_and_save", "Steps", steps=((49_900, 10_000), (89_900, 20_000)))
    sold_baskets([[("KNIT", 3)], [("TEE", 2)], [("COAT", 1)]])
    client = client_as(Role.OPERATIONS)
    assert "Not replayed yet" in page(client.get(where(sale)))
    answer = client.post(where(sale), TYPED)
    assert answer.url == where(sale)
    shown = page(client.get(answer.url))
    assert "On 3 past baskets the offers cost ¥300: ¥100 an order, 13.4% of the list value." in shown
    assert "They touch 67% of the baskets; half get ¥100 off or less" in shown
    assert "cost known for 100% of the list value" in shown
    assert "Use these steps" in shown
    assert latest_replay(sale).likely_minor == 10_000
    Offer.objects.update(steps=[[49_900, 12_000]])
    assert "This is old: offers or prices have changed since version 2" in page(client.get(where(sale)))


def test_its_steps_become_an_offer(client_as, sale, products, sold_baskets):
    sold_baskets([[("KNIT", n)] for n in (1, 2, 3, 4)] + [[("COAT", n)] for n in (1, 2)])
    found = replay(sale).found
    steps = found["steps"]["chosen"]["steps"]
    assert len(steps) >= 2
    client = client_as(Role.OPERATIONS)
    query = ",".join(f"{start}-{off}" for start, off in steps)
    assert f"s={query}" in page(client.get(where(sale)))
    form = page(client.get(reverse("campaigns:offer-new", args=[sale.pk]), {"kind": "spend_and_save", "s": query}))
    assert f'name="step_1_from" value="{steps[0][0] // 100}"' in form


def test_many_baskets_wait_for_a_worker(client_as, sale, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("campaigns.views.replay.AT_ONCE", -1)
    client = client_as(Role.OPERATIONS)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(where(sale), TYPED)
    assert ReplayReport.objects.get().state == ReportState.QUEUED
    shown = page(client.get(where(sale)))
    assert "waiting its turn" in shown
    assert 'hx-trigger="every 2s' in shown


def test_bad_input_is_named_and_kept(client_as, sale):
    client = client_as(Role.OPERATIONS)
    for change, words in (
        ({"to_on": "2026-10-01"}, "It must end after it begins."),
        ({"from_on": "2020-01-01"}, "At most 400 days at once."),
        ({"lift": "130"}, "Write a per cent from 0 to 100."),
        ({"from_on": ""}, "This field is required."),
    ):
        answer = client.post(where(sale), TYPED | change)
        assert answer.status_code == 422
        assert words in page(answer)
    assert not ReplayReport.objects.exists()


def test_files(client_as, sale, products, add, sold_baskets):
    add("spend_and_save", "=Steps", steps=((49_900, 10_000),))
    sold_baskets([[("KNIT", 3)], [("TEE", 2)]])
    client = client_as(Role.BOSS)
    assert client.get(where(sale, "replay-export")).content.decode("utf-8-sig").count("\n") == 1
    replay(sale, at=DAY)
    text = client.get(where(sale, "replay-export") + "?format=csv").content.decode("utf-8-sig")
    assert "'=Steps,100.00,1,0.5" in text
    book = client.get(where(sale, "replay-export") + "?format=xlsx").content
    assert io.BytesIO(book).read(2) == b"PK"
    assert client.get(where(sale, "replay-export") + "?format=exe").status_code == 404


def test_figures_are_such_as_plotly_knows(client_as, sale, products, add, sold_baskets):
    import plotly.graph_objects as go

    sold_baskets([[("KNIT", 3)], [("TEE", 2)]])
    add("spend_and_save", "Steps", steps=((49_900, 10_000),))
    replay(sale)
    shown = client_as(Role.BOSS).get(where(sale)).context
    for name in ("discount_figure", "values_figure"):
        go.Figure(painted(shown[name], "light")).to_dict()


def test_who_may_only_look_asks_for_none(client_as, sale):
    assert client_as(Role.BOSS).post(where(sale), TYPED).status_code == 403
    assert not ReplayReport.objects.exists()


def test_a_stranger_signs_in_first(client, sale):
    assert client.get(where(sale)).url.startswith("/login/")
    assert client.get(where(sale, "replay-export")).url.startswith("/login/")
