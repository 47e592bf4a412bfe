"""Where a plan begins: occasions, clones, an empty form."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.models import Campaign
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db


def test_begin_offers_every_way(client_as, sale, travel):
    travel(START)
    page = client_as(Role.OPERATIONS).get(reverse("campaigns:begin")).text
    for words in ("Double 12", "12 Dec 2026", "New Year goods festival", "26 Jan 2027", "Spring trade fair"):
        assert words in page
    assert reverse("campaigns:clone", args=[sale.pk]) in page
    assert page.index("Black Friday") < page.index("Double 12") < page.index("618")


def test_begin_without_a_shop_says_what_to_do(client_as, db):
    assert "First make a shop" in client_as(Role.OPERATIONS).get(reverse("campaigns:begin")).text


@pytest.mark.parametrize(
    ("occasion", "day", "phases"),
    [("black_friday", "2026-11-27", "flat"), ("june_18", "2027-06-18", "double_11"), ("nonsense", "2027-11-11", "double_11")],
)
def test_an_occasion_fills_the_form(client_as, shop, travel, occasion, day, phases):
    travel(START)
    form = client_as(Role.OPERATIONS).get(reverse("campaigns:create"), {"occasion": occasion}).context["form"]
    assert form.initial["starts_on"].isoformat() == day
    assert form.initial["template"] == phases


def test_an_occasion_is_kept_with_its_gates(client_as, typed, travel):
    travel(START.replace(month=7))
    client_as(Role.OPERATIONS).post(reverse("campaigns:create"), typed | {"occasion": "fair_autumn"})
    sale = Campaign.objects.get()
    assert sale.occasion == "fair_autumn"
    assert sale.gate_points.filter(key="stand_booked").exists()


def test_an_empty_plan(client_as, shop, travel):
    travel(START)
    form = client_as(Role.OPERATIONS).get(reverse("campaigns:create"), {"occasion": "own"}).context["form"]
    assert (form.initial["name"], form.initial["template"]) == ("", "flat")
    assert form.initial["preparation_on"] < form.initial["warm_up_on"] < form.initial["starts_on"]


def test_cloning_by_browser(client_as, make_sale, travel):
    travel(START.replace(day=25))
    sale = make_sale(occasion="double_11")
    client = client_as(Role.OPERATIONS)
    page = client.get(reverse("campaigns:clone", args=[sale.pk]))
    assert page.context["form"].initial["starts_on"].isoformat() == "2027-11-11"
    assert page.context["form"].initial["name"] == "Double 11 2027"
    said = {"name": "Double 11 2027", "starts_on": "2027-11-11", "growth": "10", "begin_from": "target", "follow_curve": "on"}
    answer = client.post(reverse("campaigns:clone", args=[sale.pk]), said)
    clone = Campaign.objects.exclude(pk=sale.pk).get()
    assert answer["Location"] == reverse("campaigns:detail", args=[clone.pk])
    assert clone.revenue_target_minor == 6_820_000_000
    assert clone.versions.get().actor == client.user
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"starts_on": "never"}, "Enter a valid date"),
        ({"growth": "-200"}, "greater than or equal to"),
        ({"begin_from": "hope"}, "hope is not one of the available choices"),
    ],
)
def test_a_clone_refused_keeps_what_was_typed(client_as, sale, wrong, words):
    said = {"name": "Next", "starts_on": "2027-11-11", "growth": "10", "begin_from": "target"} | wrong
    answer = client_as(Role.OPERATIONS).post(reverse("campaigns:clone", args=[sale.pk]), said)
    assert answer.status_code == 422
    assert words in answer.text
    if "name" not in wrong:
        assert 'value="Next"' in answer.text
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("name", ["begin", "clone"])
def test_strangers_and_those_who_only_look(client_as, client, sale, name):
    url = reverse(f"campaigns:{name}", args=[sale.pk] if name == "clone" else [])
    assert client.get(url).status_code == 302
    assert client_as(Role.WAREHOUSE).get(url).status_code == 403
