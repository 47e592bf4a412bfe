"""Pages and REST of contacts, of the look-up log and of what a shop keeps."""

import io
import json

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from accounts.roles import Role
from customers.models import Benefit, Buyer, BuyerLabel, Contact, ContactReveal, Label, PrivacySetting
from customers.queries.tiers import tiers_of
from customers.rules.contacts import Values
from customers.services import keep_contacts, merge_persons, set_privacy
from orders.models import Shop
from tests.customers.conftest import AT, order, told_once

pytestmark = pytest.mark.django_db
ANN = Values("王小明", "13800138000", "浙江省 杭州市 西湖区 文三路 1 号")
CLEAR = ("王小明", "13800138000", "文三路")
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def kept(filled: Shop, person) -> Shop:
    set_privacy(actor=person(username="setter"), shop=filled, at=AT, keep_contacts=True)
    keep_contacts(shop=filled, import_no=1, as_of=AT, told=told_once({"ann": ANN}))
    return filled


@pytest.fixture
def service(client_as):
    return client_as(Role.SERVICE)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def address(name: str, *args) -> str:
    return reverse(f"customers:{name}", args=args)


def given(answer) -> dict:
    """The conditions of a label's rule that are given."""
    return {name: value for name, value in answer.json()["rule"].items() if value is not None}


class TestTheBlock:
    def test_masked_on_the_page_of_the_buyer_and_asked_for_by_who_may(self, kept: Shop, ann: Buyer, service, client_as) -> None:
        text = text_of(service.get(address("buyer", ann.pk)))
        for masked in ("王**", "138****8000", "浙江省杭州市***", "Show it for a minute"):
            assert masked in text
        boss = text_of(client_as(Role.BOSS).get(address("buyer", ann.pk)))
        assert "138****8000" in boss
        assert "Show it for a minute" not in boss
        for clear in CLEAR:
            assert clear not in text + boss

    def test_shown_for_a_minute_then_it_asks_for_itself_masked(self, kept: Shop, ann: Buyer, service) -> None:
        answer = service.post(address("contact-reveal", ann.pk), {"reason": "parcel came back"}, headers=HTMX)
        text = text_of(answer)
        assert answer["Cache-Control"] == "no-store"
        assert all(clear in text for clear in CLEAR)
        assert 'hx-trigger="load delay:60s"' in text
        assert address("contact", ann.pk) in text
        again = text_of(service.get(address("contact", ann.pk), headers=HTMX))
        assert "138****8000" in again
        assert "delay:60s" not in again
        row = ContactReveal.objects.get()
        assert (row.buyer, row.reason, row.by.role) == (ann, "parcel came back", Role.SERVICE)

    def test_without_a_script_it_is_a_page_that_leaves_by_itself(self, kept: Shop, ann: Buyer, service) -> None:
        answer = service.post(address("contact-reveal", ann.pk), {"reason": "x"})
        assert answer["Refresh"].startswith("60;")
        assert "13800138000" in text_of(answer)

    def test_no_reason_no_contact(self, kept: Shop, ann: Buyer, service) -> None:
        answer = service.post(address("contact-reveal", ann.pk), {"reason": " "}, headers=HTMX)
        assert answer.status_code == 422
        assert "Say why" in text_of(answer)
        assert "13800138000" not in text_of(answer)
        assert not ContactReveal.objects.exists()

    def test_who_may_not_gets_nothing(self, kept: Shop, ann: Buyer, client_as) -> None:
        for role in (Role.BOSS, Role.WAREHOUSE):
            assert client_as(role).post(address("contact-reveal", ann.pk), {"reason": "x"}).status_code == 403
        assert not ContactReveal.objects.exists()

    def test_nothing_kept_nothing_shown(self, filled: Shop, ann: Buyer, service) -> None:
        assert 'id="contact"' not in text_of(service.get(address("buyer", ann.pk)))
        assert service.post(address("contact-reveal", ann.pk), {"reason": "x"}).status_code == 422


class TestTheSearch:
    def test_by_phone_and_name_for_who_may(self, kept: Shop, ann: Buyer, service, client_as) -> None:
        for text in ("13800138000", "8000", "王小明"):
            assert "ann" in text_of(service.get(address("list"), {"q": text}))
            assert [one["id"] for one in service.get("/api/v1/buyers/", {"q": text}).json()] == [ann.pk]

    def test_a_phone_in_the_box_of_somebody_without_the_right(self, kept: Shop, client_as) -> None:
        boss = client_as(Role.BOSS)
        text = text_of(boss.get(address("list"), {"q": "13800138000"}))
        assert "only by who may see contacts in clear" in text
        assert boss.get("/api/v1/buyers/", {"q": "8000"}).json() == []


class TestTheLog:
    @pytest.fixture
    def looked(self, kept: Shop, ann: Buyer, service, person) -> Shop:
        set_privacy(actor=person(username="setter2"), shop=kept, reveals_an_hour=2)
        for number in range(4):
            service.post(address("contact-reveal", ann.pk), {"reason": f"reason {number}"}, headers=HTMX)
        return kept

    def test_the_unusual_is_marked_filtered_and_exported(self, looked: Shop, client_as) -> None:
        boss = client_as(Role.BOSS)
        text = text_of(boss.get(address("reveals"), {"shop": looked.pk}))
        assert "4 contacts were shown in clear, 2 of them beyond what is usual in an hour." in text
        assert text.count("chip--watch") == 2
        only = text_of(boss.get(address("reveals"), {"unusual": "on"}))
        assert "reason 3" in only
        assert "reason 1" not in only
        assert "reason 3" not in text_of(boss.get(address("reveals"), {"until": "2026-11-10"}))
        assert "reason 3" in text_of(boss.get(address("reveals"), {"since": "2026-11-11", "until": "2026-11-11", "who": "x"}))
        lines = boss.get(address("reveals-export"), {"unusual": "on"}).content.decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert "reason 3" in lines[1]
        assert boss.get(address("reveals-export"), {"format": "xlsx"}).status_code == 200
        rows = boss.get(f"/api/v1/buyers/reveals/?shop={looked.pk}&unusual=true").json()
        assert [(row["reason"], row["in_hour"], row["unusual"]) for row in rows] == [("reason 3", 4, True), ("reason 2", 3, True)]

    def test_empty_and_for_auditors_alone(self, kept: Shop, client_as, service) -> None:
        assert "No contact was shown in clear." in text_of(client_as(Role.BOSS).get(address("reveals")))
        assert service.get(address("reveals")).status_code == 403
        assert service.get(f"/api/v1/buyers/reveals/?shop={kept.pk}").status_code == 403


class TestWhatIsKept:
    def test_set_and_turned_off(self, kept: Shop, client_as) -> None:
        ops = client_as(Role.OPERATIONS)
        page = text_of(ops.get(address("privacy"), {"shop": kept.pk}))
        assert "1 contact is kept now." in page
        told = {"shop": kept.pk, "keep_contacts": "on", "contact_days": "90", "upload_days": "30", "log_days": "365",
                "keep_days": "", "reveals_an_hour": "5"}  # fmt: skip
        assert ops.post(address("privacy"), told).status_code == 302
        row = PrivacySetting.objects.get()
        assert (row.keep_contacts, row.contact_days, row.upload_days, row.log_days, row.reveals_an_hour) == (True, 90, 30, 365, 5)
        assert Contact.objects.count() == 1
        assert ops.post(address("privacy"), {**told, "log_days": "3"}).status_code == 422
        del told["keep_contacts"]
        ops.post(address("privacy"), told)
        assert not Contact.objects.exists()
        assert "No name, phone or street is kept" in text_of(ops.get(address("privacy")))

    def test_by_rest(self, kept: Shop, client_as, service) -> None:
        ops, there = client_as(Role.OPERATIONS), f"/api/v1/buyers/privacy/?shop={kept.pk}"
        assert ops.get(there).json()["keep_contacts"] is True
        answer = ops.put(there, {"upload_days": 10}, content_type="application/json")
        assert (answer.json()["upload_days"], answer.json()["keep_contacts"]) == (10, True)
        assert ops.put(there, {"keep_days": 3}, content_type="application/json").status_code == 400
        ops.put(there, {"keep_contacts": False}, content_type="application/json")
        assert not Contact.objects.exists()
        assert service.get(there).status_code == 403


class TestEverything:
    def test_both_files_name_all_and_leave_a_trace(self, kept: Shop, ann: Buyer, client_as, person) -> None:
        tom = Buyer.objects.get(buyer_key="tom_1998")
        merge_persons(actor=person(username="merger"), buyers=[ann, tom], at=AT)
        ops = client_as(Role.OPERATIONS)
        told = json.loads(ops.get(address("everything", ann.pk)).content)
        assert told["accounts"][0]["contacts"] == [
            {"as_of": AT.isoformat(), "name": ANN.name, "phone": ANN.phone, "address": ANN.address}
        ]
        assert told["accounts"][0]["persons"][0]["kind"] == "merge"
        answer = ops.get(address("everything", ann.pk), {"format": "xlsx"})
        assert answer["Cache-Control"] == "no-store"
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
        assert sheets["Contacts"][1][:4] == ["Lamp House", "ann", AT.isoformat(), "王小明"]
        assert len(sheets["Orders"]) == 8
        assert len(sheets["Accounts"]) == 3
        assert sheets["Look-ups"][1][-1] == "everything kept, to take home"
        assert [row.buyer for row in ContactReveal.objects.all()] == [ann, ann], "taken twice, of the account with a contact"
        assert AuditEntry.objects.filter(action="buyer.export").count() == 2


class TestRest:
    def test_reveal(self, kept: Shop, ann: Buyer, service, client_as) -> None:
        there = f"/api/v1/buyers/{ann.pk}/reveal/"
        told = service.post(there, {"reason": "parcel"}, content_type="application/json")
        assert told.json() == {"name": ANN.name, "phone": ANN.phone, "address": ANN.address}
        assert service.post(there, {"reason": ""}, content_type="application/json").status_code == 400
        ben = Buyer.objects.get(buyer_key="ben")
        assert (
            service.post(f"/api/v1/buyers/{ben.pk}/reveal/", {"reason": "x"}, content_type="application/json").status_code == 404
        )
        assert client_as(Role.BOSS).post(there, {"reason": "x"}, content_type="application/json").status_code == 403
        assert ContactReveal.objects.count() == 1
        card = service.get(f"/api/v1/buyers/{ann.pk}/").json()
        assert card["contact"]["phone"] == "138****8000"

    def test_erase_a_person(self, kept: Shop, ann: Buyer, client_as, person, service) -> None:
        tom = Buyer.objects.get(buyer_key="tom_1998")
        merge_persons(actor=person(username="merger"), buyers=[ann, tom], at=AT)
        there = f"/api/v1/buyers/{ann.pk}/erase/"
        assert service.post(there, {"reason": "x"}, content_type="application/json").status_code == 403
        ops = client_as(Role.OPERATIONS)
        assert ops.post(there, {"reason": "asked"}, content_type="application/json").json() == {"accounts": 2}
        assert not Contact.objects.exists()
        assert not Buyer.objects.filter(buyer_key__in=["ann", "tom_1998"]).exists()

    def test_tier_by_hand(self, filled: Shop, ann: Buyer, client_as) -> None:
        ops, there = client_as(Role.OPERATIONS), f"/api/v1/buyers/{ann.pk}/tier/"
        lowest = tiers_of(filled)[0]
        told = ops.put(there, {"tier": lowest.pk, "reason": "agreed"}, content_type="application/json")
        assert told.json() == {"tier": "New", "by_hand": True}
        past = {"tier": lowest.pk, "reason": "agreed", "until": "2020-01-01T00:00:00Z"}
        assert ops.put(there, past, content_type="application/json").status_code == 400
        assert ops.put(there, {"tier": 10**6, "reason": "x"}, content_type="application/json").status_code == 404
        assert ops.delete(there).json() == {"tier": "Gold", "by_hand": False}

    def test_benefits(self, filled: Shop, client_as, service) -> None:
        ops, best = client_as(Role.OPERATIONS), tiers_of(filled)[-1]
        coupon = {"tier": best.pk, "kind": "coupon", "holds": "always", "amount": "20.00", "from_amount": "199"}
        told = ops.put("/api/v1/tiers/benefits/", coupon, content_type="application/json").json()
        assert (told["amount"], told["from_amount"]) == ("20.00", "199.00")
        assert service.put("/api/v1/tiers/benefits/", coupon, content_type="application/json").status_code == 403
        for wrong in ({"amount": "x"}, {"amount": "-5"}, {}):
            sent = {"tier": best.pk, "kind": "coupon", "holds": "sale", **wrong}
            assert ops.put("/api/v1/tiers/benefits/", sent, content_type="application/json").status_code == 400
        empty = {"tier": best.pk, "kind": "coupon", "holds": "sale"}
        assert ops.put("/api/v1/tiers/benefits/", empty, content_type="application/json").status_code == 400
        listed = ops.get(f"/api/v1/tiers/benefits/?shop={filled.pk}").json()
        assert told["id"] in {one["id"] for one in listed}
        assert ops.delete(f"/api/v1/tiers/benefits/{told['id']}/").status_code == 204
        assert not Benefit.objects.filter(pk=told["id"]).exists()

    def test_labels(self, filled: Shop, client_as, service) -> None:
        ops = client_as(Role.OPERATIONS)
        told = {"name": "Hoards", "nature": "static", "rule": {"phone_orders_from": 10, "phone_accounts_from": 3}}
        made = ops.post("/api/v1/labels/", told, content_type="application/json")
        assert (made.status_code, given(made)) == (201, told["rule"])
        there = f"/api/v1/labels/{made.json()['id']}/"
        assert ops.post("/api/v1/labels/", told, content_type="application/json").status_code == 400
        changed = ops.put(there, {"name": "Hoarder", "rule": {"orders_from": 5}}, content_type="application/json")
        assert given(changed) == {"orders_from": 5}
        assert "Hoarder" in {one["name"] for one in service.get("/api/v1/labels/").json()}
        assert service.delete(there).status_code == 403
        assert ops.delete(there).status_code == 204
        assert not Label.objects.filter(name="Hoarder").exists()

    def test_a_merge_of_who_is_merged_already_helps(self, filled: Shop, ann: Buyer, service) -> None:
        tom, there = Buyer.objects.get(buyer_key="tom_1998"), f"/api/v1/buyers/{ann.pk}/person/"
        told = service.post(there, {"buyer": tom.pk}, content_type="application/json").json()
        assert told["accounts"] == sorted([ann.pk, tom.pk])
        again = service.post(there, {"buyer": tom.pk}, content_type="application/json")
        assert again.status_code == 400
        assert "the same person already" in again.json()["detail"]
        assert service.post(there, {"buyer": ann.pk}, content_type="application/json").status_code == 400
        assert service.delete(there).json() == {"person": None, "accounts": [ann.pk]}

    def test_the_page_says_so_too(self, filled: Shop, ann: Buyer, service) -> None:
        for _ in range(2):
            answer = service.post(address("person", ann.pk), {"act": "merge", "account": "tom_1998"}, follow=True)
        assert "tom_1998 is the same person already" in text_of(answer)


def test_a_masked_nickname_is_shown_as_a_possibility_and_never_merged(filled: Shop, service, load) -> None:
    masked = Buyer.objects.get(buyer_key="t**8")
    load(filled, {"T9": order("tim08", 1), "T7": order("sam", 1)})
    text = text_of(service.get(address("buyer", masked.pk)))
    assert "tom_1998" in text
    assert "tim08" in text
    assert "sam" not in text.replace("same", "")
    assert Buyer.objects.exclude(person=None).count() == 0
    assert BuyerLabel.objects.filter(buyer=masked).count() == 0
