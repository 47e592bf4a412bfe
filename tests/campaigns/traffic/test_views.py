"""The pages of the traffic plan: the happy path, a stranger, bad input, a second editor, files in and out, REST."""

import csv
import io
import json
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from campaigns import services
from campaigns.models import Channel, ChannelName, TrafficLine
from campaigns.queries.traffic import traffic_plan
from orders.models import Provenance, TrafficHour
from tests.campaigns.conftest import MIDNIGHT
from tests.campaigns.traffic.conftest import DRAWN

pytestmark = pytest.mark.django_db

PAGES = ("traffic", "traffic-edit", "traffic-read", "traffic-channel", "traffic-match", "traffic-export")


def page(response):
    return response.content.decode()


def address(sale, name="traffic"):
    return reverse(f"campaigns:{name}", args=[sale.pk])


@pytest.fixture
def manager(client_as):
    return client_as(Role.OPERATIONS)


@pytest.fixture
def typed():
    return {
        "version": "1",
        "live-visitors": "2,000,000",
        "live-conversion": "6.2",
        "live-order_value": "198",
        "live-fixed": "600,000",
        "affiliates-visitors": "540000",
        "affiliates-conversion": "6.4%",
        "affiliates-order_value": "¥203.00",
        "affiliates-commission": "10",
        "affiliates-note": "ten partners",
        "keyword_ads-visitors": "1",
        "keyword_ads-conversion": "5",
        "keyword_ads-order_value": "100",
        "keyword_ads-per_visitor": "0.385",
        "search-conversion": "4.1",
        "search-order_value": "205",
    }


def test_from_an_empty_page_to_a_plan(manager, sale, typed):
    empty = page(manager.get(address(sale)))
    assert "No traffic is planned yet." in empty
    assert address(sale, "traffic-edit") in empty
    form = page(manager.get(address(sale, "traffic-edit")))
    assert form.count("<tr data-line") == 11
    answer = manager.post(address(sale, "traffic-edit"), typed)
    assert answer.url == address(sale)
    plan = traffic_plan(sale)
    assert [line.kind.key for line in plan.lines] == ["live", "keyword_ads", "affiliates"]
    live, keyword, affiliates = (line.plan for line in plan.lines)
    assert (live.visitors, live.revenue_minor, live.cost_minor) == (2_000_000, 2_455_200_000, 60_000_000)
    assert keyword.per_visitor_minor == Decimal("38.5")
    assert (affiliates.commission_minor, plan.lines[2].note) == (70_156_800, "ten partners")
    shown = page(manager.get(answer.url))
    assert "¥30.4\u00a0M short of the target" in shown
    assert "¥31.6\u00a0M" in shown
    whole = page(manager.get(reverse("campaigns:detail", args=[sale.pk])))
    assert "¥30.4\u00a0M short of the target" in whole
    trail = page(manager.get(reverse("campaigns:trail", args=[sale.pk])))
    assert "Changed the traffic plan" in trail
    assert "2,000,000 visitors, conversion 6.20%, order value ¥198.00, fixed cost ¥600,000.00" in trail


def test_the_form_shows_what_stands_and_saves_it_unchanged(manager, planned):
    form = page(manager.get(address(planned, "traffic-edit")))
    for value in ("980,000", "6.2", "198.00", "600,000.00", "three evenings", "1.958333"):
        assert f'value="{value}"' in form
    assert "1,067,976 close it" not in form
    assert "1.07\u00a0M close it" in form


def test_a_button_closes_the_plan_and_saves_nothing_yet(manager, planned, typed):
    shown = page(manager.get(address(planned, "traffic-edit"), {"repair": "live"}))
    assert 'value="1,068,014"' in shown
    assert "closes to the target</output>" in shown.replace("\n", "")
    closed = page(manager.post(address(planned, "traffic-edit"), typed | {"version": "2", "repair": "live"}))
    assert 'value="4,479,009"' in closed
    assert "Closed below, not saved yet." in closed
    assert 'name="version" value="2"' in closed
    scaled = page(manager.get(address(planned, "traffic-edit"), {"repair": "all"}))
    assert 'value="1,669,087"' in scaled
    assert traffic_plan(planned).difference_minor == -108_046_000
    assert "not saved yet" not in page(manager.get(address(planned, "traffic-edit"), {"repair": "nobody"}))


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"live-visitors": "many"}, "Enter a whole number."),
        ({"live-visitors": "-5"}, "greater than or equal to 0"),
        ({"live-conversion": "154"}, "This lies between 0 and 100 per cent."),
        ({"live-conversion": ""}, "Visitors need a conversion and an order value."),
        ({"live-order_value": "a lot"}, "Write an amount like"),
        ({"live-order_value": "-1"}, "This cannot be below zero."),
        ({"keyword_ads-per_visitor": "cheap"}, "Write an amount like 2.50 or 0.385."),
        ({"affiliates-commission": "101"}, "This lies between 0 and 100 per cent."),
        ({"live-visitors": "9" * 16}, "less than or equal to"),
    ],
)
def test_bad_input_is_named_and_kept(manager, sale, typed, change, words):
    shown = manager.post(address(sale, "traffic-edit"), typed | change)
    assert shown.status_code == 422
    text = page(shown)
    assert words in text
    assert "Not saved yet: something must be mended." in text
    assert 'value="ten partners"' in text
    assert not TrafficLine.objects.exists()


def test_an_amount_no_table_holds_is_refused_in_words(manager, sale, typed):
    shown = manager.post(address(sale, "traffic-edit"), typed | {"live-fixed": "9" * 18})
    assert shown.status_code == 422
    assert "check the number of zeros" in page(shown)


def test_the_second_editor_sees_the_first_ones_change_and_keeps_the_own_words(manager, planned, person, typed):
    first = person(first_name="Zhao", last_name="Min")
    services.save_traffic(campaign=planned, actor=first, version=2, lines=DRAWN[:5])
    shown = manager.post(address(planned, "traffic-edit"), typed | {"version": "2"})
    text = page(shown)
    assert shown.status_code == 409
    assert "Zhao Min changed this plan meanwhile: version 3" in text
    assert "Traffic, Affiliates" in text
    assert 'value="ten partners"' in text
    assert 'name="version" value="3"' in text
    assert traffic_plan(planned).sums.visitors == 4_260_000
    manager.post(address(planned, "traffic-edit"), typed | {"version": "3"})
    assert [line.kind.key for line in traffic_plan(planned).lines] == ["live", "keyword_ads", "affiliates"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_signs_in_first(client, planned, name):
    assert client.get(address(planned, name)).url == f"/login/?{urlencode({'next': address(planned, name)})}"


def test_who_may_only_look_cannot_write(client_as, planned):
    boss = client_as(Role.BOSS)
    assert boss.get(address(planned)).status_code == 200
    assert "Change the traffic" not in page(boss.get(address(planned)))
    assert boss.get(address(planned, "traffic-export")).status_code == 200
    for name in ("traffic-edit", "traffic-read", "traffic-channel", "traffic-match"):
        assert boss.post(address(planned, name), {}).status_code == 403
    assert client_as(Role.OPERATIONS).get(reverse("campaigns:traffic", args=[999])).status_code == 404


def test_the_table_goes_out_and_comes_back_the_same(manager, planned):
    out = manager.get(address(planned, "traffic-export"), {"format": "csv"}).content
    rows = list(csv.reader(io.StringIO(out.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Channel", "Visitors", "Conversion, %"]
    assert sum(Decimal(row[8]) for row in rows[1:]) == Decimal("60919540.00")
    before = traffic_plan(planned)
    book = manager.get(address(planned, "traffic-export"), {"format": "xlsx"}).content
    for sent in (
        {"text": out.decode("utf-8-sig")},
        {"file": SimpleUploadedFile("plan.csv", out)},
        {"file": SimpleUploadedFile("plan.xlsx", book)},
    ):
        shown = manager.post(address(planned, "traffic-read"), {"version": "2", **sent})
        assert shown.status_code == 200
        assert "Read from the table, not saved yet." in page(shown)
        filled = {
            f"{form.add_prefix(name)}": form[name].value() or ""
            for form, _line, _closing in shown.context["rows"]
            for name in form.fields
        }
        assert manager.post(address(planned, "traffic-edit"), {"version": "2", **filled}).status_code == 302
        planned.refresh_from_db()
        assert planned.version == 2
        assert traffic_plan(planned) == before


def test_a_pasted_chinese_table(manager, sale):
    text = "channel\tvisitors\tconversion, %\torder value\n直播\t1000\t5\t200\n淘宝客\t500\t5%\t100.5\n"
    shown = page(manager.post(address(sale, "traffic-read"), {"version": "1", "text": text}))
    assert 'name="live-visitors" value="1000"' in shown
    assert 'name="affiliates-order_value" value="100.5"' in shown
    assert "¥10.0\u00a0k" in shown


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "there is nothing to read yet"),
        ({"text": "a\tb\n1\t2"}, "The first row does not name Channel, Visitors."),
        ({"text": "Channel,Visitors\nMoon ads,5"}, "Row 2: there is no channel Moon ads."),
        ({"file": ("broken.xlsx", b"PK\x03\x04 nothing")}, "broken.xlsx cannot be read as a workbook"),
        ({"file": ("huge.csv", b"a" * 2_000_001)}, "This file is larger than a traffic plan can be."),
    ],
)
def test_a_table_that_cannot_be_read_says_why(manager, planned, sent, words):
    if "file" in sent:
        sent = {"file": SimpleUploadedFile(*sent["file"])}
    shown = manager.post(address(planned, "traffic-read"), {"version": "2", **sent})
    assert shown.status_code == 422
    assert words in page(shown)
    assert 'value="980,000"' in page(shown)


def test_no_cell_of_an_export_is_a_formula(manager, sale):
    own = services.add_channel(actor=None, name="=cmd|' /C calc'!A0", is_paid=True)
    services.save_traffic(
        campaign=sale, actor=None, version=1, lines=[services.LineDraft(own.key, 1, Decimal("0.1"), 1, note="@sum")]
    )
    text = manager.get(address(sale, "traffic-export")).content.decode("utf-8-sig")
    assert "\n'=cmd" in text
    assert ",'@sum," in text
    shown = manager.post(address(sale, "traffic-read"), {"version": "2", "text": text})
    assert shown.status_code == 200
    assert 'value="@sum"' in page(shown)


def test_the_hourly_budget_as_a_file(manager, planned):
    text = manager.get(address(planned, "traffic-export"), {"table": "hours"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 25
    assert sum(Decimal(row[-2]) for row in rows[1:]) == Decimal(rows[-1][-1]) == Decimal("4511567.84")
    assert manager.get(address(planned, "traffic-export"), {"format": "exe"}).status_code == 404


def test_an_own_channel(manager, sale, shop):
    answer = manager.post(address(sale, "traffic-channel"), {"name": "Radio", "is_paid": "on", "shop": shop.pk})
    assert answer.url == address(sale, "traffic-edit")
    assert (Channel.objects.get().name, Channel.objects.get().shop) == ("Radio", shop)
    assert "Radio" in page(manager.get(address(sale, "traffic-edit")))
    again = manager.post(address(sale, "traffic-channel"), {"name": "radio", "shop": shop.pk})
    assert again.status_code == 422
    assert "There is a channel radio already." in page(again)
    assert manager.post(address(sale, "traffic-channel"), {"name": ""}).status_code == 422


def test_what_arrives_stands_beside_the_plan_and_a_name_is_taught(manager, planned, shop):
    provenance = Provenance.objects.create(layers="[]", spoken=0, facts=0)
    for channel, visitors, spend in (("直播", 200_000, 900_000), ("老客回访", 50, None), ("all", 9, None)):
        TrafficHour.objects.create(
            shop=shop, hour=MIDNIGHT, channel=channel, visitors=visitors, spend_minor=spend, provenance_id=provenance.pk
        )
    text = page(manager.get(address(planned)))
    assert "Arrived so far: 200.1\u00a0k visitors" in text
    assert "老客回访" in text
    assert "all channels together" in text
    manager.post(address(planned, "traffic-match"), {"name": "老客回访", "channel": "old_sms"})
    assert ChannelName.objects.get().channel == "old_sms"
    assert '<option value="">' not in page(manager.get(address(planned)))
    manager.post(address(planned, "traffic-match"), {"name": "x", "channel": "nothing"})
    assert ChannelName.objects.count() == 1


def test_a_proposal_fills_the_form(manager, sale, shop):
    provenance = Provenance.objects.create(layers="[]", spoken=0, facts=0)
    TrafficHour.objects.create(
        shop=shop, hour=MIDNIGHT - 30 * 144, channel="搜索", visitors=10, spend_minor=0, provenance_id=provenance.pk
    )
    assert "?propose=1" in page(manager.get(address(sale)))
    shown = page(manager.get(address(sale, "traffic-edit"), {"propose": "1"}))
    assert "28 days before the warm-up, not saved yet" in shown
    assert "closes to the target</output>" in shown.replace("\n", "")
    assert not TrafficLine.objects.exists()


def test_every_page_in_chinese_and_markup_stays_text(client_as, planned):
    services.add_channel(actor=None, name="<script>alert(1)</script>", is_paid=False)
    client = client_as(Role.OPERATIONS, language="zh-hans")
    client.cookies["django_language"] = "zh-hans"
    for name in ("traffic", "traffic-edit"):
        answer = client.get(address(planned, name))
        assert answer.status_code == 200
        assert "<script>alert(1)" not in page(answer)


def test_the_rest_interface(client_as, planned):
    manager, boss = client_as(Role.OPERATIONS), client_as(Role.BOSS)
    url = f"/api/v1/campaigns/{planned.pk}/traffic/"
    found = boss.get(url).json()
    assert (found["revenue"], found["cost"], found["difference"]) == ("60919540.00", "4511567.84", "-1080460.00")
    assert sum(Decimal(line["revenue"]) for line in found["lines"]) == Decimal(found["revenue"])
    hours = boss.get(url + "hours/").json()
    assert sum(Decimal(hour["cost"]) for hour in hours) == Decimal(found["cost"])
    assert all(sum(map(Decimal, hour["channels"].values())) == Decimal(hour["cost"]) for hour in hours)

    def put(client, said):
        return client.put(url, json.dumps(said), content_type="application/json")

    kept = {"version": found["version"], "lines": found["lines"]}
    assert put(boss, kept).status_code == 403
    same = put(manager, kept)
    assert (same.status_code, same.json()) == (200, found)
    fewer = put(manager, {"version": 2, "lines": found["lines"][:2]})
    assert (fewer.json()["version"], len(fewer.json()["lines"])) == (3, 2)
    late = put(manager, kept)
    assert late.status_code == 409
    assert "version 2 was seen, 3 stands" in late.json()["detail"]
    wrong = dict(found["lines"][0], channel="nobody")
    assert put(manager, {"version": 3, "lines": [wrong]}).status_code == 400
    assert put(manager, {"version": 3, "lines": [dict(found["lines"][0], visitors=-1)]}).status_code == 400
    assert traffic_plan(planned).sums.visitors == 2_260_000


def test_the_rest_interface_asks_who_is_there(client, planned):
    assert client.get(f"/api/v1/campaigns/{planned.pk}/traffic/").status_code in {401, 403}
