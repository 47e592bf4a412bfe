"""The card: what it says of three buyers, their baskets and offers, and in how many questions."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from common.once import asked_once
from customers.models import Benefit, Buyer, Label, TierChange
from customers.queries.tiers import tiers_of
from customers.services import erase_buyers
from desk.pages.card import card_page
from desk.pages.values import said_now
from desk.queries.card import buyer_card
from desk.rules.uses import OfferUse
from desk.words.card import first_line, problem_words, uses_words
from inventory.models import StockLevel, Substitute
from tests.customers.conftest import order
from tests.desk.conftest import NOW, with_lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_what_is_open_comes_first(ann: Buyer) -> None:
    card = buyer_card(ann, at=NOW)
    assert [(str(one.kind), one.order_no[-4:]) for one in card.problems] == [("refund", "8812"), ("late", "9140")]
    assert first_line(card) == "ann is a Gold buyer with ¥699.00 asked back."
    assert problem_words(card.problems[1], NOW, "CNY", "Asia/Shanghai") == (
        "Order …9140 should have left by 10:45, 10 Nov: 1\xa0d late."
    )
    assert card.order is not None
    assert (card.order.order_no[-4:], card.title) == ("8812", "Wool coat")


def test_the_scripts_of_the_moment_have_their_values(ann: Buyer, offers) -> None:
    tier = tiers_of(ann.shop_id)[-1]
    Benefit.objects.create(tier=tier, kind="free_shipping", text_en="Free shipping.", text_zh="全店包邮。")
    card = buyer_card(ann, at=NOW)
    said = said_now(card, agent="Chen Jie", language="en")
    assert said[0].situation == "refund"
    assert "for Wool coat" in said[0].text
    assert "¥699.00 for order …8812" in said[1].text
    assert [one.key for one in said[:9]] == list(range(1, len(said[:9]) + 1))
    texts = {one.title: one.text for one in said}
    assert texts["Is it free shipping? What do I get?"] == "You are our Gold customer, so you get: Free shipping."
    assert not any("{" in one.text for one in said)
    chinese = {one.title: one.text for one in said_now(card, agent="陈洁", language="zh-hans")}
    assert (
        chinese["包邮吗？会员有什么"] == "亲，您是我们的金卡会员，享有：全店包邮。"
        or "会员，享有：全店包邮。" in chinese["包邮吗？会员有什么"]
    )


def test_offers_without_a_basket_count_by_buyer_alone(ann: Buyer, offers) -> None:
    found = buyer_card(ann, at=NOW).offers
    assert {one.rule.name: one.counts for one in found.standings} == {
        "Steps": True,
        "Gold ships free": True,
        "Thirty off": False,
        "Platinum only": False,
    }
    assert found.priced is None


def test_the_unpaid_order_is_the_basket(cid: Buyer, offers) -> None:
    card = buyer_card(cid, at=NOW)
    assert card.basket.order_no == "330441234500007001"
    assert card.offers.priced is not None
    assert (card.offers.priced.list_minor, card.offers.priced.freight_minor) == (49_800, 1_000)
    step = card.offers.step
    assert step is not None
    assert (step.rule.name, step.outcome.next_step.missing_minor, step.outcome.next_step.saves_minor) == ("Steps", 100, 10_000)
    # the tee reaches the step and makes the whole a cent-exact amount cheaper
    assert next((one.sku, one.difference_minor) for one in card.offers.fillers) == ("TEE", 9_900 - 10_000)
    said = {one.title: one.text for one in said_now(card, agent="Chen", language="en")}
    assert said["Discount: what is missing"].startswith(
        "For Steps your basket is not there yet: It asks for ¥499, there is ¥498. Add ¥1 and you save ¥100."
    )
    assert "Cable knit (¥498.00)" in said["Unpaid: is anything unclear?"]


def test_a_typed_basket_takes_the_place_of_the_unpaid_order(cid: Buyer, offers) -> None:
    card = buyer_card(cid, at=NOW, basket="coat, striped tee x2, wool, nonsense")
    assert [(one.sku, one.units) for one in card.basket.wanted] == [("COAT", 1), ("TEE", 2)]
    unclear = {one.typed.name: len(one.candidates) for one in card.basket.unclear}
    assert unclear == {"wool": 2, "nonsense": 0}
    assert card.offers.priced is not None
    assert card.offers.priced.total_minor == 129_900 + 2 * 9_900 - 20_000


def test_a_coupon_counts_once_the_buyer_says_to_have_it(cid: Buyer, offers) -> None:
    without = buyer_card(cid, at=NOW)
    coupon = next(one.rule.key for one in without.offers.standings if one.rule.name == "Thirty off")
    held = buyer_card(cid, at=NOW, coupons=[coupon])
    assert without.offers.priced is not None
    assert held.offers.priced is not None
    assert without.offers.priced.total_minor - held.offers.priced.total_minor == 3_000


def test_an_offer_limited_a_buyer_is_used_up_where_the_orders_of_the_sale_tell_it(filled, load, add) -> None:
    ben = Buyer.objects.get(shop=filled, buyer_key="ben")
    add("amount_off", "Ten off a knit", value_minor=1_000, skus=("KNIT",), limit_per_buyer=1)

    def bought(order_no: str, total: int) -> None:
        at = NOW - timedelta(hours=2)
        load(filled, {order_no: order("ben", 0, total, placed_at=at, paid_at=at)})
        with_lines(filled, order_no, ("KNIT", "Cable knit", 1, 24_900))

    def standing(**typed: str):
        return buyer_card(ben, at=NOW, **typed).offers.standings[0]

    assert (standing().counts, uses_words(standing())) == (True, "not used by this buyer yet")
    bought("S1", 20_000)
    assert uses_words(standing()) == "whether this buyer used it is not known: 1 order does not tell it"
    bought("S2", 23_900)
    shown = card_page(buyer_card(ben, at=NOW, basket="KNIT"), agent="Chen", language="en", asked={}, path="/")
    assert [(line.name, line.reason) for line in shown["others"]] == [("Ten off a knit", "The buyer has used it 1 of 1 times.")]
    assert not standing(basket="no such thing").counts


def test_an_order_counts_by_the_tier_its_buyer_stood_on_when_it_was_placed(filled, load, add) -> None:
    ben = Buyer.objects.get(shop=filled, buyer_key="ben")
    gold = tiers_of(filled)[-1]
    add("amount_off", "Gold ten", value_minor=1_000, skus=("KNIT",), limit_per_buyer=1, buyer_tiers=("gold",))
    at = NOW - timedelta(hours=2)
    load(filled, {"S1": order("ben", 0, 23_900, placed_at=at, paid_at=at)})
    with_lines(filled, "S1", ("KNIT", "Cable knit", 1, 24_900))
    TierChange.objects.filter(buyer=ben).delete()

    def use():
        return buyer_card(ben, at=NOW).offers.standings[0].use

    assert use() == OfferUse(times=0, untold=1), "one who never was gold cannot have paid that"
    TierChange.objects.create(buyer=ben, at=at - timedelta(hours=1), after=gold, after_name="gold", cause="rules")
    TierChange.objects.create(buyer=ben, at=at + timedelta(hours=1), before=gold, before_name="gold", cause="hand_end")
    assert use() == OfferUse(times=1, untold=0)


def test_a_forgotten_buyer_is_said_to_be_one_and_nothing_is_said_to_them(ann: Buyer, person) -> None:
    erase_buyers(actor=person(), buyers=[ann], reason="asked for", at=NOW)
    card = buyer_card(Buyer.objects.get(pk=ann.pk), at=NOW)
    tail = card.buyer.buyer_key[-6:]
    assert first_line(card) == f"A forgotten buyer (…{tail}): the sums of 8 orders are kept, a name is not."
    assert said_now(card, agent="Chen", language="en") == []


def test_a_forgotten_buyer_climbs_no_more(filled, person, client_as) -> None:
    ben = Buyer.objects.get(shop=filled, buyer_key="ben")
    agent = client_as(Role.SERVICE)
    pages = [
        reverse("desk:card", args=[ben.pk]),
        reverse("desk:panel-card", args=[ben.pk]),
        reverse("customers:buyer", args=[ben.pk]),
    ]
    climbing = re.compile(r" to Regular\s*</h2>|Missing for Regular")
    assert all(climbing.search(agent.get(page).content.decode()) for page in pages)
    erase_buyers(actor=person(), buyers=[ben], reason="asked for", at=NOW)
    assert not any(climbing.search(agent.get(page).content.decode()) for page in pages)
    assert agent.get(f"/api/v1/buyers/{ben.pk}/").json()["next"] is None


def test_who_never_paid_is_not_told_of_the_lowest_tier(cid: Buyer) -> None:
    card = buyer_card(cid, at=NOW)
    assert card.standing.tier is None
    assert "next_tier" not in {one.situation for one in said_now(card, agent="Chen", language="en")}


def test_what_is_bought_most_is_the_same_read_off_the_orders_and_asked_for(ann: Buyer) -> None:
    for number, skus in enumerate((("TEE", "KNIT"), ("TEE", "COAT"), ("TEE",))):
        with_lines(ann.shop, f"A{number}", *((sku, sku.title(), 1 + number, 9_900) for sku in skus))
    card = buyer_card(ann, at=NOW)
    assert card.favourites == card.summary.favourites()
    assert [(one.name, one.units) for one in card.favourites] == [("Tee", 6), ("Coat", 2), ("Knit", 1)]


def test_what_is_sold_out_names_what_stands_in(cid: Buyer, offers) -> None:
    StockLevel.objects.create(shop=cid.shop, sku="COAT", on_hand=0, available=0, refreshed_at=NOW)
    Substitute.objects.create(shop=cid.shop, sku="COAT", other_sku="KNIT")
    card = buyer_card(cid, at=NOW, basket="COAT")
    assert [(one.sku, one.substitute) for one in card.sold_out] == [("COAT", "Cable knit")]
    said = [one for one in said_now(card, agent="Chen", language="en") if one.situation == "out_of_stock"]
    assert "Cable knit is close to it" in said[0].text


def test_no_sale_is_said_and_a_coming_one_named(ann: Buyer, sale) -> None:
    before = NOW - (NOW - sale.stages.get(kind="warm_up").starts_at) * 2
    found = buyer_card(ann, at=before).offers
    assert (found.campaign, found.coming) == (None, sale)


def test_a_reseller_is_labelled_by_the_rules_of_the_shop(filled, load) -> None:
    load(filled, {f"R{number:03}": order("trader", 1 + number / 10, 9_900) for number in range(120)})
    trader = Buyer.objects.get(buyer_key="trader")
    card = buyer_card(trader, at=NOW)
    assert str(Label.objects.get(code="reseller")) in {str(one.label) for one in card.labels}
    assert len(card.orders) == 7


def test_problems_of_a_buyer_with_many_orders_are_not_lost(filled, load) -> None:
    rows = {f"R{number:03}": order("trader", 1 + number / 10, 9_900) for number in range(120)}
    rows["OLD"] = order("trader", 300, 9_900, refund_state=20)
    load(filled, rows)
    card = buyer_card(Buyer.objects.get(buyer_key="trader"), at=NOW)
    assert [(str(one.kind), one.order_no) for one in card.problems] == [("refund", "OLD")]
    assert card.order is not None
    assert card.order.order_no == "OLD"


@pytest.mark.parametrize("most", [30])
def test_the_card_is_made_in_a_bounded_number_of_questions(cid: Buyer, offers, most: int) -> None:
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        asked_once(),
    ):
        card = buyer_card(Buyer.objects.select_related("shop", "tier", "hand_tier", "person").get(pk=cid.pk), at=NOW)
        said_now(card, agent="Chen", language="en")
    assert len(asked) <= most, "\n".join(one["sql"][:150] for one in asked)
