"""Writes of the offers: versions, undo, second editors, copies, clones."""

import pytest

from campaigns import services
from campaigns.models import Offer, PlanVersion
from campaigns.parts import BY_NAME
from campaigns.queries.offers import draft_of, frame_of, offer_rules
from campaigns.rules.offers import OfferDraft
from campaigns.rules.pricing import Kind, Payer, Step
from campaigns.rules.problems import PlanError
from campaigns.services.offers import add_playbook_steps, clone_offers, copy_offer, delete_offer, save_offer, write_offers

pytestmark = pytest.mark.django_db


def test_an_offer_raises_the_version_and_undo_takes_it_back(sale, add):
    made = add("percent_off", "A", percent_bp=2_000)
    assert sale.version == 2
    assert PlanVersion.objects.get(number=2).action == "add_offer"
    delete_offer(campaign=sale, actor=None, version=2, offer_id=made.pk)
    assert not sale.offers.exists()
    services.undo_change(campaign=sale, actor=None, version=3)
    assert sale.offers.get() == made
    assert sale.offers.get().percent_bp == 2_000


def test_saving_the_same_again_leaves_no_version(sale, add):
    made = add("percent_off", "A", percent_bp=2_000, tiers=("A",))
    save_offer(campaign=sale, actor=None, version=2, draft=draft_of(Offer.objects.get()), offer_id=made.pk)
    sale.refresh_from_db()
    assert sale.version == 2


def test_the_second_editor_of_the_offers_is_told_and_one_of_the_target_is_not(sale, add):
    add("percent_off", "A", percent_bp=2_000)
    draft = OfferDraft("free_shipping", "Ship")
    with pytest.raises(services.StalePlanError) as stale:
        save_offer(campaign=sale, actor=None, version=1, draft=draft)
    lines = BY_NAME["offers"].lines(sale, *stale.value.changes["offers"])
    assert lines == [("Offer A", "", "A: 20% off everything; paid by the shop")]
    save_offer(campaign=sale, actor=None, version=2, draft=draft)
    assert sale.offers.count() == 2


def test_what_cannot_stand_is_not_written(sale, products):
    draft = OfferDraft("amount_off", "Off", value_minor=20_000, shop_bp=5_000)
    with pytest.raises(PlanError) as refused:
        save_offer(campaign=sale, actor=None, version=1, draft=draft)
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [("payers_not_whole", "shop_bp")]
    with pytest.raises(PlanError) as refused:
        save_offer(campaign=sale, actor=None, version=1, draft=OfferDraft("amount_off", "Off", value_minor=20_000))
    [problem] = refused.value.problems
    assert problem.code == "offer_gives_more_than_price"
    assert problem.values == {"count": 1, "product": "Striped tee", "price": 9_900, "off": 20_000}
    assert not sale.offers.exists()


def test_rules_carry_what_the_row_says(sale):
    draft = OfferDraft(
        "platform", "Across", steps=((30_000, 5_000),), repeats=True, shop_bp=3_000, platform_bp=7_000, limit_per_order=3
    )
    made = save_offer(campaign=sale, actor=None, version=1, draft=draft)
    [rule] = offer_rules(sale)
    assert (rule.key, rule.kind, rule.steps) == (str(made.pk), Kind.PLATFORM, (Step(30_000, 5_000),))
    assert rule.payers == ((Payer.SHOP, 3_000), (Payer.PLATFORM, 7_000))
    assert (rule.start, rule.end) == (sale.start_slot, sale.end_slot)
    assert rule.limits.per_order == 3


def test_the_frame_reaches_from_warm_up_to_closing(sale):
    frame = frame_of(sale)
    assert frame.start_slot == sale.start_slot - 21 * 144
    assert frame.end_slot == sale.end_slot + 3 * 144


def test_a_copy_of_one_in_a_group_takes_the_next_priority(sale, add):
    made = add("coupon", "C", value_minor=3_000, group="coupons", priority=4)
    copied = copy_offer(campaign=sale, actor=None, version=2, offer_id=made.pk, name="C (copy)")
    assert (copied.name, copied.group, copied.priority) == ("C (copy)", "coupons", 5)


def test_the_playbook_steps(sale):
    made = add_playbook_steps(campaign=sale, actor=None, version=1, name="Steps")
    assert made.steps == [[49_900, 10_000], [89_900, 20_000], [129_900, 30_000]]


def test_what_is_gone_is_said(sale):
    for write in (copy_offer, delete_offer):
        with pytest.raises(PlanError, match="offer_gone"):
            write(campaign=sale, actor=None, version=1, offer_id=99, **({"name": "x"} if write is copy_offer else {}))


def test_a_file_is_written_whole_or_not_at_all(sale, add):
    made = add("percent_off", "A", percent_bp=2_000)
    rows = [
        (2, made.pk, OfferDraft("percent_off", "A", percent_bp=3_000)),
        (3, None, OfferDraft("percent_off", "", percent_bp=1)),
    ]
    with pytest.raises(PlanError) as refused:
        write_offers(campaign=sale, actor=None, version=2, rows=rows)
    assert [problem.values["line"] for problem in refused.value.problems] == [3]
    assert sale.offers.get().percent_bp == 2_000
    write_offers(campaign=sale, actor=None, version=2, rows=rows[:1])
    assert sale.offers.get().percent_bp == 3_000


def test_two_rows_of_a_file_contradict_each_other(sale):
    rows = [(line, None, OfferDraft("percent_off", f"P{line}", percent_bp=1_000, group="g")) for line in (2, 3)]
    with pytest.raises(PlanError, match="offer_same_place"):
        write_offers(campaign=sale, actor=None, version=1, rows=rows)


def test_a_clone_moves_the_windows_and_keeps_who_stacks_with_whom(sale, make_sale, add):
    first = add("percent_off", "A", percent_bp=2_000, start_slot=sale.start_slot, end_slot=sale.start_slot + 6)
    add("free_shipping", "Ship", stacks=False, stacks_with=(first.pk,))
    other = make_sale(name="Double 12")
    numbers = clone_offers(source=sale, target=other, shift_seconds=31 * 86_400)
    assert numbers[first.pk] != first.pk
    copied = other.offers.get(pk=numbers[first.pk])
    assert copied.start_slot == first.start_slot + 31 * 144
    assert other.offers.get(name="Ship").stacks_with == [copied.pk]
