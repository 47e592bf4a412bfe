"""The playbook on a real board: the right card opens, taking it sets tasks, undo takes them back, its hours are counted."""

import datetime as dt

import pytest

from accounts.departments import Department
from accounts.roles import Role
from campaigns.models import Task
from live.models import PlaybookAction, PlayCard
from live.plays import BUILT_IN
from live.queries.hand import card_of, hand_of
from live.queries.plays import cards, priors_of
from live.services import UndoneError, measure_plays, recompute_board, take_card, undo_card, write_card
from tests.live.conftest import NOW
from tests.live.scenario import AT, HOUR, Sale, double_11, load_orders, orders_along


@pytest.fixture
def sale(db, travel) -> Sale:
    """A sale of each test's own: others of this module build sales beside it."""
    return double_11(scale=1000)


OWN = {
    "title": "Read the chats", "cause": "any", "metric": "inquiries", "side": "above", "basis": "value", "threshold": 1,
    "hours": 1, "department": "service", "steps": "Read\noperations: mend", "script": "", "cost": "", "undo": "",
    "is_active": True,
}  # fmt: skip


@pytest.fixture
def busy(db, travel):
    """The same sale with enough orders an hour for a lost third to stand out."""
    return double_11(scale=100)


@pytest.fixture
def hand(sale):
    return hand_of(campaign_id=sale.campaign.pk, at=NOW)


def _take(hand, code="read_inquiries", owners=None, at=NOW):
    card = card_of(code=code, currency="CNY")
    told = hand.chosen(card).told
    return take_card(
        campaign=hand.campaign, card=card, actor=None, owners=owners or {}, told=told, numbers="why", why=hand.why, at=at
    )


def test_conversion_lost_opens_the_cards_of_conversion(busy):
    hand = hand_of(campaign_id=busy.campaign.pk, at=NOW)
    opened = [each.card.code for each in hand.opened]
    assert opened[:2] == ["read_inquiries", "check_page"]
    assert not {"more_promotion", "bundle", "release_reserve"} & set(opened)
    assert hand.opened[0].told.part == "conversion"


def test_no_card_opens_on_old_data_or_after_the_sale(sale):
    assert hand_of(campaign_id=sale.campaign.pk, at=AT + 5 * HOUR).opened == ()
    assert hand_of(campaign_id=sale.campaign.pk, at=AT + 20 * HOUR).opened == ()
    assert hand_of(campaign_id=987654, at=NOW) is None


def test_taking_sets_a_task_a_step_with_its_owner_and_once(hand, person):
    agent = person(role=Role.SERVICE)
    action, is_new = _take(hand, owners={0: agent})
    tasks = list(action.tasks.order_by("pk"))
    assert is_new
    assert [task.department for task in tasks] == [Department.SERVICE, Department.OPERATIONS]
    assert [task.owner for task in tasks] == [agent, None]
    assert "why" in tasks[0].what
    again, is_new = _take(hand, at=NOW + HOUR)
    assert (again, is_new) == (action, False)
    assert Task.objects.filter(campaign=hand.campaign).count() == 2


def test_undo_restores_the_open_tasks_and_is_done_once(hand):
    before = set(Task.objects.filter(campaign=hand.campaign).open().values_list("pk", flat=True))
    action, _new = _take(hand)
    assert undo_card(action=action, actor=None, at=NOW) == 2
    assert set(Task.objects.filter(campaign=hand.campaign).open().values_list("pk", flat=True)) == before
    with pytest.raises(UndoneError):
        undo_card(action=action, actor=None, at=NOW)
    assert _take(hand)[1], "what was taken back can be taken again"


def test_the_hours_after_are_counted_against_what_was_projected(sale, hand):
    action, _new = _take(hand)
    cut = action.seen["cut"]
    assert measure_plays(campaign=sale.campaign, cut=cut + 2) == 1
    action.refresh_from_db()
    assert action.effect == {}, "half an hour is needed"
    until = AT + 4 * HOUR
    orders = orders_along(sale.campaign, until=until, value_minor=212_00, factor=lambda hour: 1.1 if hour > 10.7 else 0)
    load_orders(sale.shop, [order for order in orders if order.at >= AT], as_of=until)
    recompute_board(campaign=sale.campaign, at=until)
    action.refresh_from_db()
    assert action.is_settled
    assert action.effect["slots"] == 18
    assert action.effect["share"] > 0
    assert action.effect["low"] < action.effect["share"] < action.effect["high"]
    assert priors_of([])["read_inquiries"].uses == 1
    assert priors_of([])["read_inquiries"].mean > 0


def test_two_cards_in_the_same_hours_cannot_be_told_apart(sale, hand):
    first, _new = _take(hand)
    _take(hand, "check_page", at=NOW + dt.timedelta(minutes=20))
    measure_plays(campaign=sale.campaign, cut=first.seen["cut"] + 18)
    first.refresh_from_db()
    assert not first.effect or (first.effect["together"] and not first.effect["can_tell"])
    assert priors_of([]) == {}


def test_cards_of_the_house_stand_beside_and_over_the_built_in_ones(hand):
    write_card(actor=None, code="", values=OWN)
    write_card(actor=None, code="check_page", values={**OWN, "title": "Ours", "is_active": False})
    found = {card.code: card for card in cards(currency="CNY")}
    assert len(found) == len(BUILT_IN) + 1
    assert found["check_page"].title == "Ours"
    assert [step.department for step in found["own-1"].steps] == ["service", "operations"]
    opened = [each.card.code for each in hand_of(campaign_id=hand.campaign.pk, at=NOW).opened]
    assert "own-1" in opened
    assert "check_page" not in opened


def test_any_defined_metric_opens_a_card(hand):
    write_card(actor=None, code="", values={**OWN, "metric": "placed_orders", "title": "Placed"})
    assert "own-1" in [each.card.code for each in hand_of(campaign_id=hand.campaign.pk, at=NOW).opened]


def test_the_page_takes_and_takes_back(busy, client_as):
    ops, number = client_as(Role.OPERATIONS), busy.campaign.pk
    page = ops.get(f"/board/{number}/plays/").content.decode()
    assert "Do now: Read the inquiries" in page
    part = ops.get(f"/board/{number}/plays/", headers={"hx-request": "true"}).content.decode()
    assert "card--act" in part
    assert "<html" not in part
    assert ops.post(f"/board/{number}/plays/read_inquiries/take/").status_code == 302
    action = PlaybookAction.objects.get()
    assert action.said["part"] == "conversion"
    assert "Too early" in ops.get(f"/board/{number}/plays/").content.decode()
    ops.post(f"/board/{number}/plays/{action.pk}/undo/")
    assert "taken back" in ops.get(f"/board/{number}/plays/").content.decode()
    assert ops.post(f"/board/{number}/plays/nothing/take/").status_code == 404


def test_rest_takes_and_takes_back(busy, client_as):
    ops, path = client_as(Role.OPERATIONS), f"/api/v1/campaigns/{busy.campaign.pk}/plays/"
    told = ops.get(path).json()
    assert told["open"][0]["code"] == "read_inquiries"
    made = ops.post(f"{path}read_inquiries/take/", {"owners": {"1": ops.user.pk}}, content_type="application/json")
    assert made.status_code == 201
    assert Task.objects.get(pk=made.json()["tasks"][1]).owner == ops.user
    wrong = ops.post(f"{path}check_page/take/", {"owners": {"9": 1}}, content_type="application/json")
    assert wrong.status_code == 400
    number = made.json()["id"]
    assert ops.post(f"{path}{number}/undo/").status_code == 200
    assert ops.post(f"{path}{number}/undo/").status_code == 409


def test_writing_a_card_by_hand(client_as, db):
    ops = client_as(Role.OPERATIONS)
    assert "cards tell what to do" in ops.get("/board/playbook/").content.decode()
    assert ops.post("/board/playbook/new/", {**OWN, "basis": "plan", "metric": "spend"}).status_code == 422
    assert ops.post("/board/playbook/new/", OWN).status_code == 302
    assert ops.get("/board/playbook/own-1/").status_code == 200
    assert "Spend more where" in ops.get("/board/playbook/more_promotion/").content.decode()
    ops.post("/board/playbook/own-1/drop/")
    assert not PlayCard.objects.exists()
    assert client_as(Role.SERVICE).get("/board/playbook/new/").status_code == 403


def test_a_small_shop_is_not_told_a_cause_that_chance_alone_can_make(hand):
    assert hand.why.now.part == "conversion"
    assert not hand.why.now.is_clear
    assert hand.opened == []
