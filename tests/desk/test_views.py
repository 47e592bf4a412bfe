"""The pages of the desk: the box, the card, the side panel, notes and labels; who may, bad input."""

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from customers.models import Buyer, BuyerLabel, Note
from desk.models import LookUp
from tests.desk.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chen(client_as):
    return client_as(Role.SERVICE, username="chen")


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"desk:{name}", args=args), query)
    assert answer.status_code == 200
    return text_of(answer)


def test_service_begins_at_the_desk_and_others_where_they_did(client_as, chen) -> None:
    assert chen.get("/").headers["Location"] == reverse("desk:home")
    assert client_as(Role.OPERATIONS).get("/").headers["Location"] == reverse("live:current")


def test_the_box_stands_on_every_page_of_those_who_see_buyers(client_as, chen) -> None:
    assert 'id="find-topbar"' in text_of(chen.get(reverse("customers:list")))
    warehouse = client_as(Role.WAREHOUSE)
    assert "find-topbar" not in text_of(warehouse.get(reverse("accounts:me")))
    for name, args in (("home", []), ("found", []), ("panel", []), ("card", [1]), ("scripts", [])):
        assert warehouse.get(reverse(f"desk:{name}", args=args)).status_code == 403


def test_an_exact_match_leads_to_its_card_with_its_order(chen, ann: Buyer) -> None:
    answer = chen.get(reverse("desk:home"), {"q": "330441234500009140"})
    assert answer.headers["Location"] == reverse("desk:card", args=[ann.pk]) + "?order=330441234500009140"
    shown = text_of(chen.get(answer.headers["Location"]))
    assert "ann is a Gold buyer with ¥699.00 asked back." in shown
    assert "Order …9140 should have left by" in shown
    row = LookUp.objects.get()
    assert (row.buyer, row.text, row.who) == (ann, "", chen.user)
    assert page(chen, "home").count(reverse("desk:card", args=[ann.pk])) == 1


def test_results_while_typing(chen, ann: Buyer) -> None:
    shown = page(chen, "found", q="a")
    assert "1 buyer begins with “a”." in shown
    assert f'role="option" aria-selected="false" href="{reverse("desk:card", args=[ann.pk])}"' in shown
    assert page(chen, "found", q="") == ""
    assert "2 buyers may be “t**8”." in page(chen, "home", q="t**8")
    assert "Nobody is called “<b>”.".replace("<b>", "&lt;b&gt;") in page(chen, "found", q="<b>")
    assert "“nobody”" in page(chen, "home", q="nobody")


def test_a_phone_is_refused_in_words_without_the_right(client_as, ann: Buyer) -> None:
    boss = client_as(Role.BOSS)
    shown = page(boss, "home", q="13800138000")
    assert "This is a phone: searching by phone needs a right you do not have." in shown
    assert LookUp.objects.get().refused


def test_a_basket_and_a_coupon_in_the_address(chen, cid: Buyer, offers) -> None:
    shown = page(chen, "card", cid.pk)
    assert "The basket comes to ¥508" in shown
    assert "The basket is the last unpaid order" in shown
    assert "¥1 more saves ¥100" in shown
    assert "It is for Gold buyers only." in shown
    assert "the buyer has it" in shown
    assert "The basket comes to ¥1,298 " not in shown
    shown = page(chen, "card", cid.pk, basket="COAT, what is this", say="zh-hans")
    assert "The basket comes to ¥1,099" in shown
    assert "No product is called “what is this”." in shown
    assert '<div lang="zh-hans">' in shown
    for wrong in ("\x00", "x" * 2000, "@@@ x0", "COAT x9999"):
        assert (
            chen.get(reverse("desk:card", args=[cid.pk]), {"basket": wrong, "coupon": "99999", "order": wrong}).status_code == 200
        )


def test_notes_and_labels_by_name(chen, client_as, ann: Buyer) -> None:
    chen.post(reverse("desk:note", args=[ann.pk]), {"text": "in cm, not S/M/L"})
    answer = chen.post(reverse("desk:label", args=[ann.pk]), {"label": "pick"}, follow=True)
    assert Note.objects.get().text == "in cm, not S/M/L"
    assert str(BuyerLabel.objects.get(buyer=ann, by_rule=False).label) == "Picky"
    assert "“Picky” is on." in text_of(answer)
    answer = chen.post(reverse("desk:label", args=[ann.pk]), {"label": "zzz"}, follow=True)
    assert "No label is called “zzz”. There are:" in text_of(answer)
    chen.post(reverse("desk:label", args=[ann.pk]), {"take": BuyerLabel.objects.get(by_rule=False).label_id})
    assert not BuyerLabel.objects.filter(by_rule=False).exists()
    chen.post(reverse("desk:note", args=[ann.pk]), {"text": " "})
    assert Note.objects.count() == 1
    assert client_as(Role.BOSS).post(reverse("desk:note", args=[ann.pk]), {"text": "x"}).status_code == 403
    for nobody in (999_999, 10**25):
        assert chen.get(reverse("desk:card", args=[nobody])).status_code == 404


def test_the_panel_may_be_framed_by_the_named_origins_alone(chen, ann: Buyer, settings) -> None:
    def policy(address: str) -> tuple[str, str | None]:
        answer = chen.get(address)
        told = answer.headers["Content-Security-Policy"]
        return next(part.strip() for part in told.split(";") if "frame-ancestors" in part), answer.headers.get("X-Frame-Options")

    panel, card = reverse("desk:panel"), reverse("desk:panel-card", args=[ann.pk])
    assert policy(panel) == policy(card) == ("frame-ancestors 'none'", "DENY")
    settings.PANEL_ORIGINS = ["https://chat.example.com"]
    assert policy(panel) == policy(card) == ("frame-ancestors https://chat.example.com", None)
    assert policy(reverse("desk:home")) == ("frame-ancestors 'none'", "DENY")
    answer = chen.get(panel, {"q": "ann"})
    assert answer.headers["Location"] == card
    assert 'class="is-panel"' in text_of(chen.get(card))
    assert reverse("desk:panel-card", args=[ann.pk]) in page(chen, "panel-found", q="an")
    assert chen.post(reverse("desk:panel-note", args=[ann.pk]), {"text": "x"}).headers["Location"] == card
    assert LookUp.objects.first().door == "panel"


def test_the_log_is_for_those_who_read_trails(client_as, chen, ann: Buyer) -> None:
    page(chen, "card", ann.pk)
    assert chen.get(reverse("desk:lookups")).status_code == 403
    boss = client_as(Role.BOSS)
    shown = page(boss, "lookups", who=chen.user.pk)
    assert "1 look-up is kept." in shown
    assert "ann" in shown
    assert "Nobody was looked up yet." in page(boss, "lookups", who=boss.user.pk)
    table = boss.get(reverse("desk:lookups-export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert f",chen,opened from a list,page,,1,,{ann.pk}" in table
