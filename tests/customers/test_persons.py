"""Who is who: proposed with the evidence, merged and split by hand, nothing lost, everything taken back."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.contacts import hash_contact
from customers.models import Buyer, Evidence, Person, PersonAct, PersonMove, PersonProposal, ProposalState
from customers.queries.buyers import possible_matches
from customers.queries.persons import open_proposals, proposal_count, proposals_about
from customers.services import decide_proposal, merge_persons, name_person, split_person, undo_act
from customers.services.persons import PersonError
from orders.models import Shop
from orders.services import create_shop
from tests.customers.conftest import AT, order

pytestmark = pytest.mark.django_db
PHONE = hash_contact("13800138000", b"k")


@pytest.fixture
def second(filled: Shop, load) -> Shop:
    """A second shop on the same platform and a third on another, where some accounts come again."""
    taobao = create_shop(actor=None, name="Lamp Outlet", platform="taobao")
    other = create_shop(actor=None, name="Lamp JD", platform="jd")
    load(taobao, {"S1": order("ann", 3), "S2": order("t**8", 3), "S3": order(PHONE, 3)})
    load(other, {"J1": order("ann", 3), "J2": order(PHONE, 3)})
    return taobao


def partition() -> dict[int, int | None]:
    return dict(Buyer.objects.values_list("pk", "person_id"))


def test_pairs_are_proposed_with_their_evidence_and_masked_names_never(second: Shop) -> None:
    found = [(one.first.buyer_key, one.evidence) for one in open_proposals()]
    assert found == [(PHONE, Evidence.CONTACT), ("ann", Evidence.ACCOUNT), ("ann", Evidence.NAME), ("ann", Evidence.NAME)]
    assert not any(row.person_id for row in Buyer.objects.all()), "nothing is merged by itself"


def test_deciding_merges_or_keeps_apart_for_good(second: Shop, person, load) -> None:
    phone, account, name, _other = open_proposals()
    decide_proposal(actor=person(), proposal=phone, is_one=True, at=AT)
    decide_proposal(actor=person(), proposal=account, is_one=True, at=AT)
    decide_proposal(actor=person(), proposal=name, is_one=False, at=AT)
    assert {row.buyer_key for row in Buyer.objects.exclude(person=None)} == {PHONE, "ann"}
    before = proposal_count()
    load(second, {"S9": order("ann", 1)})
    assert proposal_count() == before, "a decision is not asked for again"
    assert PersonProposal.objects.filter(state=ProposalState.APART).count() == 1


def test_two_persons_who_were_merged_already_are_merged_and_split_without_loss(second: Shop, person) -> None:
    rows = {(row.shop.name, row.buyer_key): row for row in Buyer.objects.select_related("shop")}
    one, two = rows["Lamp House", "ann"], rows["Lamp Outlet", "ann"]
    three, four = rows["Lamp Outlet", PHONE], rows["Lamp JD", PHONE]
    first = merge_persons(actor=person(), buyers=[one, two], at=AT)
    name_person(actor=person(), person=first, name="Ann Lee")
    other = merge_persons(actor=person(), buyers=[three, four], at=AT)
    name_person(actor=person(), person=other, name="Phone friend")
    halves = partition()
    kept = merge_persons(actor=person(), buyers=[two, three], at=AT, reason="she said so")
    assert (kept.pk, kept.name) == (first.pk, "Ann Lee")
    assert {partition()[row.pk] for row in (one, two, three, four)} == {first.pk}
    assert Person.objects.get(pk=other.pk).name == "Phone friend"
    with pytest.raises(PersonError, match="merged") as told:
        merge_persons(actor=person(), buyers=[one, four], at=AT)
    assert told.value.person == first
    assert PersonAct.objects.count() == 3, "merging what is one already is nothing"
    undo_act(actor=person(), act=PersonAct.objects.first(), at=AT)
    assert partition() == halves, "a split brings the second person back, with the name"
    with pytest.raises(PersonError):
        undo_act(actor=person(), act=PersonAct.objects.first(), at=AT)


def test_an_account_taken_out_is_not_proposed_again_and_can_return(second: Shop, person) -> None:
    account = next(one for one in open_proposals() if one.evidence == Evidence.ACCOUNT)
    decide_proposal(actor=person(), proposal=account, is_one=True, at=AT)
    assert split_person(actor=person(), buyers=[account.first], at=AT) == 1
    account.refresh_from_db()
    assert account.state == ProposalState.APART
    assert split_person(actor=person(), buyers=[account.first], at=AT) == 0
    undo_act(actor=person(), act=PersonAct.objects.first(), at=AT)
    assert Buyer.objects.get(pk=account.first_id).person_id is not None


def test_one_account_is_no_pair(ann: Buyer, person) -> None:
    with pytest.raises(PersonError):
        merge_persons(actor=person(), buyers=[ann, ann], at=AT)


def test_masked_names_are_possible_matches_on_both_sides(filled: Shop) -> None:
    masked, full = Buyer.objects.get(buyer_key="t**8"), Buyer.objects.get(buyer_key="tom_1998")
    assert possible_matches(masked) == [full]
    assert possible_matches(full) == [masked]
    assert proposals_about(masked) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.booleans(), st.sets(st.integers(0, 5), min_size=1, max_size=3)), max_size=8))
def test_everything_done_is_taken_back_in_turn(person, shop: Shop, steps: list) -> None:
    """Merges and splits in any order, undone from the last to the first, end where they began; no account is ever lost."""
    Buyer.objects.all().delete()
    PersonAct.objects.all().delete()
    rows = [Buyer.objects.create(shop=shop, buyer_key=f"b{number}") for number in range(6)]
    actor = person()
    states = [partition()]
    for is_merge, places in steps:
        before = PersonAct.objects.count()
        chosen = [rows[place] for place in places]
        if is_merge and len(chosen) > 1:
            with suppress(PersonError):  # they are one person already
                merge_persons(actor=actor, buyers=chosen, at=AT)
            assert len({partition()[row.pk] for row in chosen}) == 1
        elif not is_merge:
            split_person(actor=actor, buyers=chosen, at=AT)
            assert {partition()[row.pk] for row in chosen} == {None}
        if PersonAct.objects.count() > before:
            states.append(partition())
    assert set(partition()) == {row.pk for row in rows}
    for act, state in zip(PersonAct.objects.all(), reversed(states[:-1]), strict=True):
        undo_act(actor=actor, act=act, at=AT)
        assert partition() == state
    assert PersonMove.objects.filter(act__undone_at=None).count() == 0
