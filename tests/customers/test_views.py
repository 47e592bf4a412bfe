"""The pages of buyers: what they show, what they keep, who may, bad input."""

import io
import json

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from customers.models import (
    Acquisition,
    Benefit,
    Buyer,
    BuyerLabel,
    Label,
    Note,
    PersonAct,
    PersonProposal,
    PrivacySetting,
    TierRun,
)
from customers.queries.tiers import tiers_of
from customers.services import run_tiers
from orders.models import Shop
from orders.services import create_shop
from tests.customers.conftest import AT, order

pytestmark = pytest.mark.django_db
PAGES = ["list", "tiers", "benefits", "labels", "persons", "returning"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"customers:{name}", args=args), query)
    assert answer.status_code == 200
    return text_of(answer)


class TestWhoMay:
    @pytest.mark.parametrize("name", PAGES)
    def test_pages_without_a_shop_and_without_a_buyer(self, ops, name: str) -> None:
        page(ops, name)
        create_shop(actor=None, name="Empty")
        page(ops, name)

    @pytest.mark.parametrize("name", PAGES)
    def test_service_reads_the_warehouse_does_not(self, client, client_as, filled: Shop, name: str) -> None:
        assert client.get(reverse(f"customers:{name}")).status_code == 302
        assert client_as(Role.WAREHOUSE).get(reverse(f"customers:{name}")).status_code == 403
        assert "<form" in page(client_as(Role.SERVICE), name)

    def test_service_edits_buyers_but_no_rules(self, client_as, ann: Buyer) -> None:
        service = client_as(Role.SERVICE)
        assert service.post(reverse("customers:note", args=[ann.pk]), {"text": "kind"}).status_code == 302
        for name, args in (("tiers-save", []), ("tier", [ann.pk]), ("erase", [ann.pk]), ("benefit-save", []), ("label-save", [])):
            assert service.post(reverse(f"customers:{name}", args=args)).status_code == 403
        boss = client_as(Role.BOSS)
        assert boss.get(reverse("customers:buyer", args=[ann.pk])).status_code == 200
        assert boss.post(reverse("customers:note", args=[ann.pk]), {"text": "x"}).status_code == 403
        assert boss.get(reverse("customers:everything", args=[ann.pk])).status_code == 403


class TestTheList:
    def test_the_sentence_and_the_rows(self, ops, filled: Shop) -> None:
        shown = page(ops, "list")
        assert "5 buyers of Lamp House; 1 Gold buyer brings 97% of what was kept." in shown
        assert "¥4,500.00" in shown

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["ann", "ben", "t**8", "tom_1998", "cid"]),
            ({"q": "ann"}, ["ann"]),
            ({"q": "A3"}, ["ann"]),
            ({"q": "nobody"}, []),
            ({"tier": "none"}, ["cid"]),
            ({"last": "30"}, ["ann", "t**8", "tom_1998"]),
            ({"last": "over365"}, ["ben"]),
            ({"sort": "last"}, ["ben", "tom_1998", "ann", "t**8", "cid"]),
            ({"sort": "-orders"}, ["ann", "ben", "t**8", "tom_1998", "cid"]),
            ({"sort": "rubbish", "tier": "99999999", "label": "x", "page": "-3"}, ["cid", "ben", "t**8", "tom_1998", "ann"]),
        ],
    )
    def test_filters_and_sorts(self, ops, filled: Shop, query: dict, found: list[str]) -> None:
        rows = ops.get(reverse("customers:list"), query).context["rows"]
        names = [row.buyer.buyer_key for row in rows]
        assert names == found or ("sort" not in query and sorted(names) == sorted(found))

    def test_by_label(self, ops, filled: Shop) -> None:
        rows = ops.get(reverse("customers:list"), {"label": Label.objects.get(code="sleeping").pk}).context["rows"]
        assert [row.buyer.buyer_key for row in rows] == ["ben"]

    def test_the_export_names_nobody(self, ops, filled: Shop) -> None:
        answer = ops.get(reverse("customers:export"), {"format": "csv"})
        text = answer.content.decode("utf-8-sig")
        assert text.splitlines()[0].startswith("Number,Buyer tier,Paid orders,Spent and kept")
        assert "Gold,6,4500.00" in text
        assert not any(name in text for name in ("ann", "ben", "tom_1998", "t**8"))
        assert ops.get(reverse("customers:export"), {"format": "pdf"}).status_code == 404

    def test_who_won_them_from_a_file(self, ops, filled: Shop) -> None:
        def send(content: bytes):
            file = SimpleUploadedFile("won.csv", content)
            return ops.post(reverse("customers:acquisitions"), {"shop": filled.pk, "file": file}, follow=True)

        assert "Kept who won 2 buyers." in text_of(send("买家,归属\nann,徐芳\nnew@example.com,live\n".encode("gb18030")))
        assert Acquisition.objects.get(buyer_key="ann").tag == "徐芳"
        assert not Acquisition.objects.filter(buyer_key__contains="@").exists(), "an e-mail is kept by its hash"
        assert "line 2 has no tag" in text_of(send(b"ann,x\nben\n"))
        assert "the file has no rows" in text_of(send(b"account,won by\n"))
        assert "Choose a CSV file" in text_of(ops.post(reverse("customers:acquisitions"), {"shop": filled.pk}, follow=True))


class TestOneBuyer:
    def test_the_sentence_says_tier_and_what_is_missing(self, ops, filled: Shop, ann: Buyer) -> None:
        shown = page(ops, "buyer", ann.pk)
        assert "ann is a Gold buyer: the highest tier." in shown
        assert "Because: ¥3,000.00 spent and kept, an order in the last 365 days, at most 50% of the orders refunded." in shown
        ben = page(ops, "buyer", Buyer.objects.get(buyer_key="ben").pk)
        assert "ben is a New buyer; 1 more order to Regular." in ben
        cid = page(ops, "buyer", Buyer.objects.get(buyer_key="cid").pk)
        assert "cid has not paid for an order yet." in cid
        assert ops.get(reverse("customers:buyer", args=[10**9])).status_code == 404

    def test_a_masked_name_shows_whom_it_may_be(self, ops, filled: Shop) -> None:
        shown = page(ops, "buyer", Buyer.objects.get(buyer_key="t**8").pk)
        assert "tom_1998" in shown
        assert "it is never merged by itself" in shown

    def test_notes_labels_and_who_won_them(self, ops, ann: Buyer) -> None:
        def send(name: str, **data):
            return ops.post(reverse(f"customers:{name}", args=[ann.pk]), data)

        label = Label.objects.get(code="picky")
        assert send("note", text="<b>size L</b>").status_code == 302
        assert send("note", text="  ").status_code == 422
        send("label", label=label.pk)
        send("acquisition", tag="Xu Fang")
        shown = page(ops, "buyer", ann.pk)
        assert "&lt;b&gt;size L&lt;/b&gt;" in shown
        assert "Picky" in shown
        assert 'value="Xu Fang"' in shown
        send("label", take=label.pk)
        assert not BuyerLabel.objects.filter(buyer=ann).exists()
        assert send("label", label="x").status_code == 404
        send("acquisition", tag="y" * 61)
        assert Acquisition.objects.get().tag == "Xu Fang"
        assert Note.objects.count() == 1

    def test_a_tier_by_hand(self, ops, ann: Buyer) -> None:
        new = tiers_of(ann.shop)[0]
        address = reverse("customers:tier", args=[ann.pk])
        assert ops.post(address, {"tier": new.pk, "until": "2026-11-10", "reason": "x"}).status_code == 422
        assert ops.post(address, {"tier": new.pk, "until": "2026-11-11", "reason": "a test"}).status_code == 302
        shown = page(ops, "buyer", ann.pk)
        assert "Set by hand: a test" in shown
        assert "until 0:00, 12 Nov 2026" in shown
        assert "Leave it to the rules: Gold" in shown
        ops.post(address, {"free": "1"})
        assert "ann is a Gold buyer" in page(ops, "buyer", ann.pk)

    def test_persons_from_the_page(self, ops, filled: Shop, ann: Buyer) -> None:
        address = reverse("customers:person", args=[ann.pk])
        assert "this finds 0" in text_of(ops.post(address, {"act": "merge", "account": "nobody"}, follow=True))
        ops.post(address, {"act": "merge", "account": "tom_1998"})
        ops.post(address, {"act": "name", "name": "Ann Lee"})
        assert "One person (Ann Lee) with 1 other account" in page(ops, "buyer", ann.pk)
        ops.post(address, {"act": "split"})
        assert "none known" in page(ops, "buyer", ann.pk)
        assert ops.post(reverse("customers:act-undo", args=[PersonAct.objects.first().pk])).status_code == 302
        assert "was taken back before" in text_of(
            ops.post(reverse("customers:act-undo", args=[PersonAct.objects.first().pk]), follow=True)
        )
        assert "taken back" in page(ops, "persons")

    def test_everything_home_and_forgotten(self, ops, ann: Buyer) -> None:
        told = json.loads(ops.get(reverse("customers:everything", args=[ann.pk])).content)
        assert told["accounts"][0]["account"] == "ann"
        assert AuditEntry.objects.filter(action="buyer.export", actor=ops.user).exists()
        assert "1 account was forgotten." in text_of(ops.post(reverse("customers:erase", args=[ann.pk]), follow=True))
        assert "forgotten buyer …" in page(ops, "list")
        assert "1 buyer was forgotten so far." in page(ops, "privacy")


def typed(form) -> dict[str, str]:
    """Return the rules as the browser would send them."""
    data = {}
    for tier in form.tiers:
        data |= {f"{tier.prefix}-id": tier.number, f"{tier.prefix}-place": tier.place, f"{tier.prefix}-name": tier.name}
        data |= {name: text for way in tier.ways for _field, name, text, _error in way.cells}
    return data


class TestTiers:
    def rules(self, ops, shop: Shop, **changes) -> dict[str, str]:
        shown = ops.get(reverse("customers:tiers"), {"shop": shop.pk})
        return {"shop": str(shop.pk)} | typed(shown.context["form"]) | {k.replace("__", "-"): v for k, v in changes.items()}

    def test_what_stands_is_what_is_sent_back(self, ops, filled: Shop) -> None:
        before = [(str(tier), tier.ways) for tier in tiers_of(filled)]
        assert ops.post(reverse("customers:tiers-save"), self.rules(ops, filled)).status_code == 302
        assert [(str(tier), tier.ways) for tier in tiers_of(filled)] == before
        assert not AuditEntry.objects.filter(action="tiers.save").exists()

    def test_trying_moves_nobody_saving_does(self, ops, filled: Shop) -> None:
        change = {"tier-1-way-0-orders_from": "1"}
        shown = text_of(ops.post(reverse("customers:tiers-save"), self.rules(ops, filled) | change | {"try": "1"}))
        assert "With these rules 3 of 5 buyers move." in shown
        assert "<td>New</td> <td>Regular</td>" in shown
        assert not TierRun.objects.exists()
        assert ops.post(reverse("customers:tiers-save"), self.rules(ops, filled) | change).status_code == 302
        run = TierRun.objects.get()
        assert "Everybody is judged anew: 0 of 5 so far." in page(ops, "tiers")
        run_tiers(run_id=run.pk, now=AT)
        assert {str(row.tier) for row in Buyer.objects.exclude(tier=None)} == {"Regular", "Gold"}

    def test_a_tier_more_and_one_less(self, ops, filled: Shop) -> None:
        more = {"tier-4-name": "Black", "tier-4-way-0-spent_from_minor": "10,000", "tier-1-drop": "1"}
        ops.post(reverse("customers:tiers-save"), self.rules(ops, filled) | more)
        assert [str(tier) for tier in tiers_of(filled)] == ["New", "Silver", "Gold", "Black"]
        assert tiers_of(filled)[3].ways == [{"spent_from_minor": 1_000_000}]

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"tier-1-way-0-orders_from": "many"}, "This number is not possible here."),
            ({"tier-3-way-0-spent_from_minor": "-5"}, "This is no amount."),
            ({"tier-3-way-0-refund_most": "101"}, "A share in per cent lies between 0 and 100."),
            ({"tier-1-name": "Silver"}, "Two tiers have this name."),
            ({"tier-1-name": ""}, "Give the tier a name"),
            ({"tier-1-way-0-orders_from": ""}, "Say at least one condition"),
            ({"tier-1-way-0-orders_from": "9" * 30}, "This number is not possible here."),
        ],
    )
    def test_what_cannot_stand_is_explained_and_kept(self, ops, filled: Shop, change: dict, words: str) -> None:
        before = [(str(tier), tier.ways) for tier in tiers_of(filled)]
        answer = ops.post(reverse("customers:tiers-save"), self.rules(ops, filled) | change)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert f'value="{next(iter(change.values()))}"' in text_of(answer)
        assert [(str(tier), tier.ways) for tier in tiers_of(filled)] == before

    def test_a_shop_without_tiers_begins_with_four(self, ops, shop: Shop) -> None:
        assert "Begin with these four" in page(ops, "tiers")
        ops.post(reverse("customers:tiers-save"), {"shop": shop.pk, "begin": "1"})
        assert [str(tier) for tier in tiers_of(shop)] == ["New", "Regular", "Silver", "Gold"]


class TestBenefitsLabelsPrivacy:
    def test_a_benefit_is_given_shown_and_taken_away(self, ops, filled: Shop, ann: Buyer) -> None:
        gold = tiers_of(filled)[3]
        told = {"shop": filled.pk, "tier": gold.pk, "kind": "coupon", "holds": "sale", "text_zh": "亲是金卡会员"}
        address = reverse("customers:benefit-save")
        assert "This is no amount." in text_of(ops.post(address, told | {"amount": "x"}))
        assert "Say how much" in text_of(ops.post(address, told))
        assert ops.post(address, told | {"amount": "30", "from_amount": "300"}).status_code == 302
        assert "Gold buyers are entitled to 1 things." in page(ops, "benefits")
        assert "¥30.00 off from ¥300.00 on" in page(ops, "buyer", ann.pk)
        ops.post(reverse("customers:benefit-drop", args=[Benefit.objects.get().pk]))
        assert not Benefit.objects.exists()

    def test_a_label_with_a_rule_goes_on_by_itself(self, ops, filled: Shop) -> None:
        address = reverse("customers:label-save")
        told = {"name": "Zhejiang", "nature": "static", "provinces": "Zhejiang， Jiangsu"}
        assert ops.post(address, told).status_code == 302
        for run in TierRun.objects.all():
            run_tiers(run_id=run.pk, now=AT)
        assert BuyerLabel.objects.filter(label__name="Zhejiang").count() == 4
        assert "This name is taken." in text_of(ops.post(address, told))
        assert "in Zhejiang, Jiangsu" in page(ops, "labels")
        label = Label.objects.get(name="Zhejiang")
        assert 'value="Zhejiang, Jiangsu"' in page(ops, "labels", change=label.pk)
        ops.post(address, {"name": "Zhejiang", "nature": "static", "label": label.pk})
        assert not BuyerLabel.objects.filter(label=label).exists(), "without a rule nobody has it by one"
        assert ops.post(reverse("customers:label-drop", args=[label.pk])).status_code == 302

    def test_how_long_buyers_are_kept(self, ops, filled: Shop) -> None:
        address = reverse("customers:privacy")
        assert ops.post(address, {"shop": filled.pk, "keep_days": "3"}).status_code == 422
        assert ops.post(address, {"shop": filled.pk, "keep_days": "730"}).status_code == 302
        assert PrivacySetting.objects.get().keep_days == 730
        assert "forgotten 730 days after their last order" in page(ops, "privacy")

    def test_pairs_are_decided(self, ops, filled: Shop, load) -> None:
        load(create_shop(actor=None, name="Outlet", platform="taobao"), {"S1": order("ann", 1), "S2": order("ben", 1)})
        assert "2 pairs of accounts may be one person." in page(ops, "persons")
        one, two = PersonProposal.objects.order_by("pk")
        ops.post(reverse("customers:proposal-decide", args=[one.pk]), {"is": "one"})
        ops.post(reverse("customers:proposal-decide", args=[two.pk]), {"is": "two"})
        assert "No two accounts look like one person now." in page(ops, "persons")


class TestReturning:
    def test_the_number_the_curve_and_the_table(self, ops, filled: Shop, load) -> None:
        load(filled, {"B2": order("ben", 0.1), "T2": order("tom_1998", 0.1)})
        shown = page(ops, "returning", **{"from": "2026-11-01", "to": "2026-11-11"})
        assert "75% of 4 old buyers were won or came back in the three months before." in shown, "ann twice and tom, not ben"
        csv = ops.get(reverse("customers:returning-export"), {"from": "2026-11-01", "to": "2026-11-11"}).content.decode(
            "utf-8-sig"
        )
        assert len(csv.splitlines()) == 12

    @pytest.mark.parametrize(
        "query",
        [
            {"from": "x", "to": "y"},
            {"from": "2026-11-11"},
            {"from": "2026-11-11", "to": "2026-11-01"},
            {"from": "2020-01-01", "to": "2026-01-01"},
        ],
    )
    def test_days_that_cannot_be(self, ops, filled: Shop, query: dict) -> None:
        answer = ops.get(reverse("customers:returning"), query)
        assert answer.status_code == 422
        assert 'role="alert"' in text_of(answer)


def test_a_file_is_streamed_as_text(ops, filled: Shop) -> None:
    answer = ops.get(reverse("customers:export"), {"format": "xlsx"})
    assert io.BytesIO(answer.content).read(2) == b"PK"
