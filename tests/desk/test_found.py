"""Whom a text means: exact first, then what begins so; phones by right; masked names never chosen; each look-up logged."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from customers.models import Buyer, Person
from customers.rules.phones import phone_of
from customers.services import set_privacy
from desk.models import LookUp, LookUpDoor
from desk.queries.found import find
from desk.rules.sought import Sought, kind_of, may_be_kept
from desk.services import forget_lookups, note_card, note_search
from desk.tasks import forget_old_lookups
from orders.services import create_shop
from tests.desk.conftest import NOW

DESK = LookUpDoor.DESK


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["{}", "+86{}", "86 {}", " {} "]), st.integers(1, 9))
def test_no_way_to_write_a_phone_is_kept(number, shape, place):
    text = shape.format(number[:place] + "-" + number[place:])
    assert phone_of(text) == number
    assert kind_of(text) is Sought.PHONE
    assert not may_be_kept(text)


@pytest.mark.django_db
class TestFinding:
    def test_the_nickname_the_order_and_the_person(self, ann: Buyer) -> None:
        for text, how in (("ann", "account"), ("A3", "order"), (" ANN".strip().lower(), "account")):
            found = find(text, may_phone=False)
            assert (found.only, found.hits[0].how) == (ann, how)
        person = Person.objects.create(name="Xu Fang", made_at=NOW)
        Buyer.objects.filter(pk=ann.pk).update(person=person)
        assert find("Xu Fang", may_phone=False).only == ann
        assert find("330441234500008812", may_phone=False).order_no == "330441234500008812"

    def test_what_begins_so_is_never_opened_by_itself(self, ann: Buyer) -> None:
        found = find("an", may_phone=False)
        assert [hit.buyer for hit in found.hits] == [ann]
        assert found.only is None

    def test_a_masked_name_shows_possible_matches_and_chooses_none(self, ann: Buyer) -> None:
        found = find("t**8", may_phone=True)
        assert [(hit.buyer.buyer_key, hit.how) for hit in found.hits] == [("t**8", "account"), ("tom_1998", "masked")]
        assert found.only is None
        assert [hit.buyer.buyer_key for hit in find("to*98", may_phone=True).hits] == ["tom_1998"]
        assert find("**zz", may_phone=True).hits == ()

    def test_a_phone_without_the_right_is_not_searched(self, ann: Buyer, django_assert_num_queries) -> None:
        with django_assert_num_queries(0):
            found = find("138-0013-8000", may_phone=False)
        assert (found.refused, found.hits) == (True, ())

    def test_four_digits_are_an_order_without_the_right(self, filled, load) -> None:
        from tests.customers.conftest import order

        load(filled, {"2291": order("dora", 3)})
        assert find("2291", may_phone=False).only == Buyer.objects.get(buyer_key="dora")

    def test_where_no_phone_book_is_kept_it_is_said(self, ann: Buyer, person) -> None:
        assert find("13800138000", may_phone=True).no_book
        set_privacy(actor=person(), shop=ann.shop, keep_contacts=True)
        assert not find("13800138000", may_phone=True).no_book

    def test_nothing_is_found_in_nothing(self, db) -> None:
        assert find("  ", may_phone=True).hits == ()


@pytest.mark.django_db
class TestTheLog:
    @pytest.fixture
    def chen(self, person):
        return person(Role.SERVICE, username="chen")

    def look(self, chen, text, *, may_phone=False, seconds=0):
        return note_search(who=chen, found=find(text, may_phone=may_phone), door=DESK, at=NOW + timedelta(seconds=seconds))

    def test_letters_of_a_word_are_one_look_up_that_ends_at_the_card(self, chen, ann: Buyer) -> None:
        for number, text in enumerate(("a", "an", "ann")):
            self.look(chen, text, seconds=number)
        row = LookUp.objects.get()
        assert (row.text, row.found, row.buyer) == ("ann", 1, None)
        note_card(who=chen, buyer=ann, door=DESK, at=NOW + timedelta(seconds=4))
        row = LookUp.objects.get()
        assert (row.text, row.buyer) == ("", ann)

    def test_two_words_are_two_look_ups_and_so_is_a_card_from_a_list(self, chen, ann: Buyer) -> None:
        self.look(chen, "ann")
        self.look(chen, "ben", seconds=5)
        note_card(who=chen, buyer=ann, door=DESK, at=NOW + timedelta(seconds=90))
        assert [row.kind for row in LookUp.objects.all()] == ["card", "word", "word"]

    def test_a_card_that_is_open_is_logged_once(self, chen, ann: Buyer) -> None:
        note_card(who=chen, buyer=ann, door=DESK, at=NOW)
        assert note_card(who=chen, buyer=ann, door=DESK, at=NOW + timedelta(minutes=5)) is None
        note_card(who=chen, buyer=ann, door=DESK, at=NOW + timedelta(hours=1))
        assert LookUp.objects.count() == 2

    def test_each_phone_that_is_tried_is_a_row_without_its_text(self, chen, ann: Buyer) -> None:
        for number, text in enumerate(("13800138000", "13800138001", "2291", "2292")):
            self.look(chen, text, seconds=number)
        assert [(row.kind, row.text) for row in LookUp.objects.all()] == [
            ("tail", ""),
            ("tail", ""),
            ("phone", ""),
            ("phone", ""),
        ]
        assert LookUp.objects.filter(refused=True).count() == 2

    def test_results_while_typing_that_come_after_the_card_are_the_same_look_up(self, chen, ann: Buyer) -> None:
        self.look(chen, "ann")
        note_card(who=chen, buyer=ann, door=DESK, at=NOW + timedelta(seconds=1))
        self.look(chen, "ann", seconds=2)  # a slow answer to what was typed before Enter
        assert [(row.buyer, row.text) for row in LookUp.objects.all()] == [(ann, "")]
        self.look(chen, "ben", seconds=3)
        self.look(chen, "ann", seconds=60)
        assert LookUp.objects.count() == 3

    def test_old_rows_go_at_night(self, chen, ann: Buyer, settings) -> None:
        note_card(who=chen, buyer=ann, door=DESK, at=NOW - timedelta(days=400))
        self.look(chen, "ben")
        assert forget_lookups(keep_days=0, at=NOW) == 0
        settings.LOOKUP_KEEP_DAYS = 365
        forget_old_lookups()
        assert LookUp.objects.get().text == "ben"

    def test_a_shop_that_keeps_its_log_for_less_loses_it_by_then(self, chen, ann: Buyer, person) -> None:
        for days in (50, 20):
            note_card(who=chen, buyer=ann, door=DESK, at=NOW - timedelta(days=days))
        self.look(chen, "ben")
        LookUp.objects.filter(buyer=None).update(at=NOW - timedelta(days=40))
        set_privacy(actor=person(), shop=ann.shop, log_days=45)
        assert forget_lookups(keep_days=365, at=NOW) == 1
        other = create_shop(actor=None, name="Other House")
        set_privacy(actor=person(), shop=ann.shop, log_days=30)
        assert forget_lookups(keep_days=365, at=NOW) == 0, "the other shop keeps searches always"
        set_privacy(actor=person(), shop=other, log_days=35)
        assert forget_lookups(keep_days=365, at=NOW) == 1
        assert LookUp.objects.get().at == NOW - timedelta(days=20)
