"""The pages of asking through the door: happy paths, strangers, bad input, files, both languages."""

import pytest
import time_machine
from django.utils import translation

from accounts.models import AuditEntry
from accounts.roles import Role
from customers.services import set_acquisitions
from desk.models import Audience, BuyerReview, Chase, ChaseRule, Consent, Contact, CoreBuyer, DoNotContact, WorkRule
from desk.services import freeze_audience, run_round, set_chase_rule
from orders.models import Shop
from tests.desk.asking.conftest import AT, order, paid

pytestmark = pytest.mark.django_db
DAY = 1_440
PAGES = ("chase/", "chase/effect/", "chase/rules/", "not-to-contact/", "work/", "audiences/")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def agent(client_as):
    return client_as(Role.SERVICE, username="chen")


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS, username="lin")


@pytest.fixture
def filled(shop: Shop, bring) -> Shop:
    rows = {f"A{n}": paid("ann", (90 + n) * DAY, 20_000) for n in range(3)}
    bring(shop, rows | {"U1": order("ann", 30, 30_000), "U2": order("ben", 30, 20_000), "U3": order("ben", 31, 1_000)})
    bring(shop, {f"D{n}": paid("dan", (90 + n) * DAY, 20_000) for n in range(3)})
    set_chase_rule(actor=None, shop=shop, told={"held_bp": 0})
    run_round(shop=shop, at=AT)
    return shop


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_empty_full_and_in_chinese(page, ops, shop, request):
    address = f"/desk/{page}"
    assert ops.get(address).status_code == 200
    request.getfixturevalue("filled")
    assert ops.get(address, {"shop": shop.pk}).status_code == 200
    with translation.override("zh-hans"):
        ops.post("/language/", {"language": "zh-hans", "next": "/"})
        assert ops.get(address).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_no_shop_no_error(page, ops):
    assert "There is no shop yet." in ops.get(f"/desk/{page}").text


def test_strangers_and_rights(client, client_as, agent, filled):
    boss = client_as(Role.BOSS)
    for page in PAGES:
        assert client.get(f"/desk/{page}").status_code == 302
        assert boss.get(f"/desk/{page}").status_code == 403
    for page in ("chase/rules/", "audiences/", "chase/export/", "work/export/", "not-to-contact/export/", "chase/effect/export/"):
        assert agent.get(f"/desk/{page}").status_code == 403


def test_a_chase_worked_by_its_page(agent, filled, bring):
    page = agent.get("/desk/chase/").text
    assert "¥510 waits from 2 buyers" in page
    assert "Take the next buyer" in page
    page = agent.post("/desk/chase/next/", {"shop": filled.pk}, follow=True).text
    assert "I saw your order for" not in page, "no product is known, so no script that names one"
    ann = Chase.objects.get(buyer_key="ann")
    assert f"/desk/chase/{ann.pk}/report/" in page
    page = agent.post(f"/desk/chase/{ann.pk}/report/", {"result": "promised"}, follow=True).text
    assert "Take back: ann, promised to pay" in page
    ben = Chase.objects.get(buyer_key="ben")
    assert f"/desk/chase/{ben.pk}/report/" in page, "the next is in hand at once"
    page = agent.post("/desk/chase/undo/", {"shop": filled.pk}, follow=True).text
    assert "Taken back: ann" in page
    assert Contact.objects.get().undone_at is not None
    bring(filled, {"U1": paid("ann", 30, after=29)})
    page = agent.post(f"/desk/chase/{ann.pk}/report/", {"result": "asked"}, follow=True).text
    assert "This buyer has paid" in page
    assert "Choose one of the results" in agent.post(f"/desk/chase/{ben.pk}/report/", {"result": "x"}, follow=True).text
    assert agent.post(f"/desk/chase/{ben.pk}/take/", follow=True).status_code == 200
    Chase.objects.filter(pk=ben.pk).update(is_held=True)
    assert agent.post(f"/desk/chase/{ben.pk}/take/").status_code == 404, "those left out cannot be found out"
    assert agent.post(f"/desk/chase/{ben.pk}/report/", {"result": "asked"}).status_code == 404
    assert "Nobody waits to be asked now." in agent.get("/desk/chase/").text
    assert "nothing of the last hour" in agent.post("/desk/chase/undo/", follow=True).text


def test_the_script_names_product_and_amount_by_tier(agent, filled):
    from orders.models import OrderLine

    OrderLine.objects.create(shop=filled, order_no="U1", line_no="1", sku="C", title="Wool coat", units=1, provenance_id=0)
    page = agent.post("/desk/chase/next/", {"shop": filled.pk}, follow=True).text
    assert "Wool coat" in page
    assert "¥300.00" in page
    assert 'data-hotkey="c"' in page


def test_the_rules_by_their_page(ops, filled):
    told = {
        "chase-is_on": "on", "chase-from_minutes": 20, "chase-close_minutes": 120, "chase-stop_minutes": 5, "chase-least": "9.90",
        "chase-most": "", "chase-held": "12.5", "chase-lease_minutes": 5, "chase-again_minutes": 30, "chase-most_asks": 3,
    }  # fmt: skip
    send = {"shop": filled.pk} | told
    assert ops.post("/desk/chase/rules/", send).status_code == 302
    rule = ChaseRule.objects.get()
    assert (rule.from_minutes, rule.least_minor, rule.most_minor, rule.held_bp) == (20, 990, None, 1_250)
    for wrong in ({"chase-from_minutes": 118}, {"chase-most": "1"}, {"chase-held": "60"}, {"chase-most_asks": ""}):
        answer = ops.post("/desk/chase/rules/", send | wrong)
        assert answer.status_code == 422
        assert "field--error" in answer.text
    work = {"about": "work", "work-rest_days": 7, "work-silent_days": 30, "work-loyal_orders": 2, "work-most_stars": 2}
    assert ops.post("/desk/chase/rules/", {"shop": filled.pk} | work).status_code == 302
    assert WorkRule.objects.get().rest_days == 7
    assert ops.post("/desk/chase/rules/", {"shop": filled.pk} | work | {"work-most_stars": 9}).status_code == 422


def test_not_to_contact_by_its_page(agent, ops, filled):
    told = {"shop": filled.pk, "account": "ann", "reason": "asked us"}
    assert agent.post("/desk/not-to-contact/", told).status_code == 302
    assert "asked us" in agent.get("/desk/not-to-contact/").text
    assert agent.post("/desk/not-to-contact/", told | {"account": "nobody"}).status_code == 422
    assert agent.post("/desk/not-to-contact/", told | {"until": "2020-01-01"}).status_code == 422
    assert b"asked us" in ops.get("/desk/not-to-contact/export/", {"shop": filled.pk}).content
    entry = DoNotContact.objects.get()
    assert agent.post(f"/desk/not-to-contact/{entry.pk}/drop/", follow=True).status_code == 200
    assert "Everybody may be contacted" in agent.get("/desk/not-to-contact/").text


def test_the_quiet_hour_by_its_page(agent, ops, filled):
    review = BuyerReview.objects.create(shop=filled, review_no="R1", stars=1, text="fell apart", product="Coat", as_of=AT)
    set_acquisitions(actor=None, shop=filled, told={"dan": "Li"}, at=AT)
    page = agent.get("/desk/work/").text
    assert "To reach in a quiet hour: 1 bad review, 1 loyal buyer." in page
    assert "won by Li" in page
    assert "1 star for Coat: fell apart" in page
    page = agent.post("/desk/work/next/", {"shop": filled.pk}, follow=True).text
    assert 'name="account" value="dan"' in page
    told = {"shop": filled.pk, "kind": "call", "account": "dan", "result": "reached"}
    page = agent.post("/desk/work/report/", told, follow=True).text
    assert "Take back: dan, spoken to" in page
    assert "to be left alone" in agent.post("/desk/work/report/", told, follow=True).text
    assert "to be left alone" in agent.post("/desk/work/next/", {"shop": filled.pk, "account": "dan"}, follow=True).text
    assert "Taken back: dan" in agent.post("/desk/work/undo/", {"shop": filled.pk}, follow=True).text
    answered = {"shop": filled.pk, "kind": "review", "review": review.pk, "result": "reached"}
    assert "fell apart" not in agent.post("/desk/work/report/", answered, follow=True).text
    assert "Choose one" in agent.post("/desk/work/report/", told | {"kind": "x"}, follow=True).text
    assert b"dan" in ops.get("/desk/work/export/", {"shop": filled.pk, "format": "csv"}).content


def test_core_buyers_by_the_page(agent, filled):
    told = {
        "shop": filled.pk,
        "account": "dan",
        "name": "Brother Dan",
        "every_days": 14,
        "next_on": "2026-11-11",
        "owner": agent.user.pk,
    }
    agent.post("/desk/work/core/", told)
    assert CoreBuyer.objects.get().owner == agent.user
    assert "Brother Dan" in agent.get("/desk/work/").text
    assert "finds no buyer" in agent.post("/desk/work/core/", told | {"account": "nobody"}, follow=True).text
    assert "toast--error" in agent.post("/desk/work/core/", told | {"next_on": "x"}, follow=True).text
    agent.post(f"/desk/work/core/{CoreBuyer.objects.get().pk}/drop/")
    assert not CoreBuyer.objects.exists()


def test_an_audience_by_its_page(ops, filled, bring):
    told = {"shop": filled.pk, "name": "Come back", "channel": "sms", "consent": "not_refused", "held": "0", "days": "7"}
    page = ops.post("/desk/audiences/", told | {"act": "count"}).text
    assert "2 buyers, before anybody is left out." in page
    assert ops.post("/desk/audiences/", told | {"silent_from": "9", "silent_to": "3"}).status_code == 422
    assert ops.post("/desk/audiences/", told | {"name": ""}).status_code == 422
    answer = ops.post("/desk/audiences/", told | {"act": "freeze"})
    row = Audience.objects.get()
    assert answer.url == f"/desk/audiences/{row.pk}/"
    assert "is being frozen" in ops.get(answer.url).text
    assert ops.get(f"{answer.url}export/", follow=True).text.count("not frozen yet") == 1
    freeze_audience(audience_id=row.pk, at=AT)
    assert "2 buyers; 0 more left out" in ops.get(answer.url).text
    for ending in ("csv", "xlsx"):
        assert ops.get(f"{answer.url}export/", {"format": ending}).status_code == 200
    lines = ops.get(f"{answer.url}export/", {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Account,Buyer tier"
    assert {line.split(",")[0] for line in lines[1:]} == {"ann", "dan"}
    assert AuditEntry.objects.filter(action="audience.export").count() == 3
    assert ops.post(f"{answer.url}count/", follow=True).status_code == 200
    assert "Come back" in ops.get("/desk/audiences/").text


def test_who_agreed_out_of_a_file(ops, filled):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send(content: bytes):
        told = {"shop": filled.pk, "channel": "sms", "file": SimpleUploadedFile("c.csv", content)}
        return ops.post("/desk/audiences/consents/", told, follow=True).text

    assert "Kept what 2 buyers said." in send("account,agrees\nann,yes\ndan,否\n".encode())
    assert dict(Consent.objects.values_list("buyer_key", "is_given")) == {"ann": True, "dan": False}
    assert "line 3 says neither" in send(b"account,agrees\nann,yes\ndan,perhaps\n")
    assert "has no rows" in send(b"\n")
    assert "Choose a CSV file" in ops.post("/desk/audiences/consents/", {"shop": filled.pk}, follow=True).text


def test_files_of_the_chase(ops, filled):
    for page in ("chase", "chase/effect"):
        for ending in ("csv", "xlsx"):
            assert ops.get(f"/desk/{page}/export/", {"shop": filled.pk, "format": ending}).status_code == 200
    lines = ops.get("/desk/chase/export/", {"shop": filled.pk}).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Buyer", "ann", "ben"]
    assert ops.get("/desk/chase/effect/", {"from": "x", "to": "y"}).status_code == 422
    assert ops.get("/desk/chase/effect/", {"from": "2026-11-11", "to": "2026-11-10"}).status_code == 422
