"""The page of a year."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.models import YearTarget
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db
URL = "campaigns:calendar"


def test_a_year_with_its_target(client_as, sale, travel):
    travel(START)
    client = client_as(Role.OPERATIONS)
    assert "the sales are planned to bring ¥62.0" in client.get(reverse(URL)).text
    said = {"year": "2026", "currency": "CNY", "seen": "", "revenue": "248,000,000"}
    answer = client.post(reverse("campaigns:calendar-target"), said)
    assert answer["Location"] == reverse(URL) + "?year=2026&currency=CNY"
    page = client.get(answer["Location"]).text
    assert "sales carry 25.0% of the target" in page
    assert reverse("campaigns:detail", args=[sale.pk]) in page
    assert page.count('class="y-live"') == 2  # once wide, once narrow


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"revenue": "a lot"}, 422),
        ({"revenue": "0"}, 422),
        ({"year": "1066"}, 422),
        ({"currency": "yuan"}, 422),
        ({"seen": "5"}, 409),
    ],
)
def test_a_target_refused(client_as, sale, said, status):
    YearTarget.objects.create(year=2026, currency="CNY", revenue_minor=7)
    answer = client_as(Role.OPERATIONS).post(
        reverse("campaigns:calendar-target"), {"year": "2026", "currency": "CNY", "seen": "7", "revenue": "100"} | said
    )
    assert answer.status_code == status
    assert YearTarget.objects.get().revenue_minor == 7


def test_nonsense_in_the_address_shows_this_year(client_as, sale, travel):
    travel(START)
    page = client_as(Role.OPERATIONS).get(reverse(URL), {"year": "soon", "currency": "XXX"})
    assert page.context["found"].year == 2026
    assert page.context["found"].currency == "CNY"


def test_files(client_as, sale):
    client = client_as(Role.BOSS)
    text = client.get(reverse("campaigns:calendar-export"), {"year": 2026, "format": "csv"}).content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Double 11 2026,2026-09-17,2026-11-11,2026-11-11,1,62000000.00")
    book = client.get(reverse("campaigns:calendar-export"), {"year": 2026, "format": "xlsx"})
    assert book.content[:2] == b"PK"
    assert client.get(reverse("campaigns:calendar-export"), {"format": "exe"}).status_code == 404


def test_an_empty_year_and_a_stranger(client_as, client, db):
    assert "No sale touches this year yet." in client_as(Role.BOSS).get(reverse(URL), {"year": 2031}).text
    assert client.get(reverse(URL)).status_code == 302
    viewer = client_as(Role.WAREHOUSE)
    assert viewer.post(reverse("campaigns:calendar-target"), {}).status_code == 403
    assert "Keep the target" not in viewer.get(reverse(URL)).text


def test_the_sale_in_hand_stands_in_the_navigation(client_as, sale, make_sale, travel):
    travel(START)
    later = make_sale(name="Later", starts_at=START.replace(month=12), ends_at=START.replace(month=12, day=12))
    client = client_as(Role.OPERATIONS)
    assert f'href="/campaigns/{sale.pk}/target/"' in client.get(reverse(URL)).text
    client.get(reverse("campaigns:detail", args=[later.pk]))
    assert f'href="/campaigns/{later.pk}/target/"' in client.get(reverse(URL)).text
    later.delete()
    assert f'href="/campaigns/{sale.pk}/target/"' in client.get(reverse(URL)).text
