"""Where the desk meets dispatch and receivers: holds on the card, phones by right, a receiver a key away, phones of lists."""

from datetime import timedelta

import pyarrow as pa
import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from customers.models import Buyer, ContactReveal
from customers.rules.contacts import Values
from customers.services import keep_contacts, set_privacy
from desk.models import Channel, LookUp
from desk.queries.card import buyer_card
from desk.queries.found import find
from desk.rules.audiences import Criteria
from desk.services import ask_audience, freeze_audience, set_consents
from desk.services.audiences.phones import phones_of
from desk.words.card import first_line, problem_words
from dispatch.models import Parcel
from dispatch.queries import holds_on
from dispatch.services import hold_order, refresh_holds, release_order
from tests.customers.conftest import told_once
from tests.desk.conftest import NOW

pytestmark = pytest.mark.django_db
ASKED, LATE = "330441234500008812", "330441234500009140"
ANN = Values("王小明", "13800138000", "浙江省 杭州市 文三路 1 号")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def book(ann: Buyer, person) -> Buyer:
    set_privacy(actor=person(username="setter"), shop=ann.shop, at=NOW, keep_contacts=True)
    keep_contacts(shop=ann.shop, import_no=1, as_of=NOW, told=told_once({"ann": ANN}))
    return ann


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


class TestHolds:
    def test_a_hold_by_hand_shows_on_the_card_and_on_the_orders(self, ann: Buyer, person, client_as) -> None:
        hold_order(actor=person(), shop=ann.shop, order_no=LATE, reason="fraud?", at=NOW)
        assert holds_on(shop=ann.shop_id, order_nos=[LATE, "A1", "none"]) == {LATE: "held by hand"}
        card = buyer_card(ann, at=NOW)
        assert [(str(one.kind), one.order_no[-4:]) for one in card.problems] == [("refund", "8812"), ("held", "9140")]
        assert problem_words(card.problems[1], NOW, "CNY", "Asia/Shanghai") == (
            "Order …9140 is held and does not leave: held by hand."
        )
        service = client_as(Role.SERVICE)
        text = text_of(service.get(reverse("desk:card", args=[ann.pk])))
        assert "on hold: held by hand" in text
        there = f"{reverse('dispatch:order')}?shop={ann.shop_id}&amp;number={LATE}"
        assert there in text
        assert service.get(there.replace("&amp;", "&")).status_code == 200
        page = text_of(service.get(reverse("customers:buyer", args=[ann.pk])))
        assert f'hx-get="{reverse("desk:held", args=[ann.pk])}"' in page
        assert f"number={LATE}" in page
        part = text_of(service.get(reverse("desk:held", args=[ann.pk]), headers={"HX-Request": "true"}))
        assert "on hold: held by hand</span> …9140" in part

    def test_released_it_is_gone(self, ann: Buyer, person, client_as) -> None:
        hold_order(actor=person(), shop=ann.shop, order_no=LATE, reason="fraud?", at=NOW)
        release_order(actor=person(), shop=ann.shop, order_no=LATE, reason="called", at=NOW + timedelta(minutes=1))
        assert holds_on(shop=ann.shop_id, order_nos=[LATE]) == {}
        assert [str(one.kind) for one in buyer_card(ann, at=NOW).problems] == ["refund", "late"]
        assert text_of(client_as(Role.SERVICE).get(reverse("desk:held", args=[ann.pk]))) == ""

    def test_where_a_refund_is_open_that_is_the_matter(self, ann: Buyer) -> None:
        refresh_holds(shop=ann.shop, order_nos=pa.array([ASKED]), at=NOW)
        assert holds_on(shop=ann.shop_id, order_nos=[ASKED]) == {ASKED: "refund asked"}
        card = buyer_card(ann, at=NOW)
        assert first_line(card) == "ann is a Gold buyer with ¥699.00 asked back."
        assert problem_words(card.problems[0], NOW, "CNY", "Asia/Shanghai") == (
            "Answer the refund first: order …8812, ¥699.00 asked back. It is held and does not leave."
        )

    def test_an_order_in_one_parcel_with_a_held_one_is_held_with_it(self, ann: Buyer) -> None:
        refresh_holds(shop=ann.shop, order_nos=pa.array([ASKED]), at=NOW)
        for number in (ASKED, LATE):
            Parcel.objects.create(shop=ann.shop, order_no=number, waybill="SF1", as_of=1, told_by=1, digest="d")
        assert holds_on(shop=ann.shop_id, order_nos=[LATE]) == {LATE: "in one parcel with an order that is held"}
        Parcel.objects.create(shop=ann.shop, order_no=LATE, waybill="SF2", as_of=2, told_by=1, digest="e")
        assert holds_on(shop=ann.shop_id, order_nos=[LATE]) == {}

    def test_who_does_not_see_dispatch_gets_no_link(self, ann: Buyer, client_as, monkeypatch) -> None:
        from accounts import roles
        from common.permissions import Permission

        mine = roles.PERMISSIONS[Role.SERVICE] - {Permission.VIEW_DISPATCH}
        monkeypatch.setitem(roles.PERMISSIONS, Role.SERVICE, mine)
        service = client_as(Role.SERVICE)
        for name in ("desk:card", "customers:buyer"):
            text = text_of(service.get(reverse(name, args=[ann.pk])))
            assert reverse("dispatch:order") not in text
            assert LATE[-4:] in text


class TestPhones:
    def test_found_by_who_may_refused_to_who_may_not(self, book: Buyer, client_as) -> None:
        service, boss = client_as(Role.SERVICE), client_as(Role.BOSS)
        for typed in ("138-0013-8000", "8000"):
            answer = service.get(reverse("desk:home"), {"q": typed})
            assert answer["Location"] == reverse("desk:card", args=[book.pk])
        text = text_of(boss.get(reverse("desk:home"), {"q": "13800138000"}))
        assert "searching by phone needs a right you do not have" in text
        assert LookUp.objects.filter(refused=True).get().text == ""
        assert find("王小明", may_phone=True).only == book
        assert find("王小明", may_phone=False).hits == ()

    def test_the_card_shows_it_masked_and_reveals_a_key_away(self, book: Buyer, client_as) -> None:
        service, address = client_as(Role.SERVICE), reverse("desk:card", args=[book.pk])
        text = text_of(service.get(address))
        assert "138****8000" in text
        assert 'data-desk-key="r"' in text
        assert "13800138000" not in text
        panel = text_of(service.get(reverse("desk:panel-card", args=[book.pk])))
        assert 'data-desk-key="r"' in panel
        there = reverse("customers:contact-reveal", args=[book.pk])
        assert f'hx-post="{there}?order={ASKED}"' in text
        shown = text_of(service.post(there, {"reason": "parcel came back"}, headers={"HX-Request": "true"}))
        assert "13800138000" in shown
        assert ContactReveal.objects.get().reason == "parcel came back"
        boss = text_of(client_as(Role.BOSS).get(address))
        assert "138****8000" in boss
        assert 'data-desk-key="r"' not in boss

    def test_no_receiver_no_block(self, ann: Buyer, client_as) -> None:
        assert 'id="contact"' not in text_of(client_as(Role.SERVICE).get(reverse("desk:card", args=[ann.pk])))

    def test_the_phones_of_a_list_stand_in_its_file_for_who_may_and_each_is_logged(self, book: Buyer, client_as, person) -> None:
        maker = person(username="maker", role=Role.OPERATIONS)
        ben = Buyer.objects.get(shop=book.shop, buyer_key="ben")
        keep_contacts(shop=book.shop, import_no=1, as_of=NOW, told=told_once({"ben": Values("", "13900139000", "")}))
        set_consents(actor=maker, shop=book.shop, channel=Channel.SMS, told={"ben": True, "ann": True}, at=NOW)
        row = ask_audience(
            actor=maker, shop=book.shop, name="News", channel="sms", criteria=Criteria(), held_bp=0, days=7, at=NOW
        )
        freeze_audience(audience_id=row.pk, at=NOW)
        address = reverse("desk:audience-export", args=[row.pk])
        seen = client_as(Role.OPERATIONS).get(address, {"format": "csv"}).content.decode("utf-8-sig")
        assert "13900139000" in seen
        assert "13800138000" not in seen  # a refund of ann's is open: she is on no list
        assert [one.buyer for one in ContactReveal.objects.all()] == [ben]
        assert phones_of(user=person(username="boss2", role=Role.BOSS), audience=row, buyers=[ben]) == {}
