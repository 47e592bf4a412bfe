"""The pages of the offers: the happy path, a stranger, bad input and its repair, a late second editor."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.forms.offers import OWN_FIELDS
from campaigns.models import Offer

pytestmark = pytest.mark.django_db

READ = ["offers"]
WRITE = ["offer-new", "offers-undo", "offers-playbook"]


def page(response):
    return response.content.decode()


def address(name, sale, *more):
    return reverse(f"campaigns:{name}", args=[sale.pk, *more])


def test_an_empty_page_says_what_to_do_first(client_as, sale):
    shown = page(client_as(Role.OPERATIONS).get(address("offers", sale)))
    assert "The sale offers nothing yet." in shown
    assert address("offer-new", sale) in shown
    assert address("offer-new", sale) not in page(client_as(Role.WAREHOUSE).get(address("offers", sale)))


def test_steps_from_the_form(client_as, sale, said):
    client = client_as(Role.OPERATIONS)
    assert "spend_and_save" in page(client.get(address("offer-new", sale)))
    assert 'value="899"' in page(client.get(address("offer-new", sale) + "?kind=spend_and_save&steps=playbook"))
    answer = client.post(address("offer-new", sale), said)
    assert answer.url == address("offers", sale)
    assert Offer.objects.get().steps == [[49_900, 10_000], [89_900, 20_000]]
    shown = page(client.get(answer.url))
    assert "Spend on everything: ¥499 less ¥100, ¥899 less ¥200." in shown
    assert "1 offer, none contradicts another." in shown


def test_each_kind_shows_its_own_fields_and_no_other(client_as, sale):
    client = client_as(Role.OPERATIONS)
    for slug, own in OWN_FIELDS.items():
        shown = page(client.get(address("offer-new", sale) + f"?kind={slug}"))
        assert ('name="step_1_from"' in shown) == ("steps" in own)
        assert ('name="deposit"' in shown) == ("deposit" in own)
        assert ('name="percent"' in shown) == ("percent" in own)


def test_an_offer_shows_itself_as_it_was_typed(client_as, sale, said):
    client = client_as(Role.OPERATIONS)
    typed = said | {"starts_on": "2026-10-24", "starts_time": "20:00", "ends_on": "2026-11-11", "tiers": ["A", "B"]}
    typed |= {"buyer_tiers": "gold, platinum", "shop_share": "66.5", "platform_share": "33.5", "budget": "20,000.50"}
    client.post(address("offer-new", sale), typed)
    offer = Offer.objects.get()
    assert (offer.shop_bp, offer.platform_bp, offer.budget_minor) == (6_650, 3_350, 2_000_050)
    assert (offer.tiers, offer.buyer_tiers) == (["A", "B"], ["gold", "platinum"])
    assert offer.end_slot == sale.end_slot
    shown = page(client.get(address("offer-edit", sale, offer.pk)))
    for words in ('value="2026-10-24"', 'value="20:00"', 'value="24:00"', 'value="66.5"', 'value="20,000.50"', "gold, platinum"):
        assert words in shown
    client.post(address("offer-edit", sale, offer.pk), typed | {"version": "2", "ends_time": "24:00"})
    sale.refresh_from_db()
    assert sale.version == 2


@pytest.mark.parametrize("name", [*READ, *WRITE])
def test_a_stranger_signs_in_first(client, sale, name):
    where = address(name, sale)
    answer = client.post(where) if name in {"offers-undo", "offers-playbook"} else client.get(where)
    come_back = "/" if name in {"offers-undo", "offers-playbook"} else where
    assert answer.url == f"/login/?{urlencode({'next': come_back})}"


def test_who_may_only_look_cannot_write(client_as, sale, add, said):
    offer = add("percent_off", "A", percent_bp=2_000)
    client = client_as(Role.BOSS)
    assert client.get(address("offers", sale)).status_code == 200
    assert client.post(address("offer-new", sale), said).status_code == 403
    for name in ("offer-edit", "offer-copy", "offer-delete"):
        assert client.post(address(name, sale, offer.pk), {"version": 2}).status_code == 403
    for name in ("offers-undo", "offers-playbook"):
        assert client.post(address(name, sale), {"version": 2}).status_code == 403


@pytest.mark.parametrize(
    ("change", "words", "repair", "mended"),
    [
        (
            {"shop_share": "60", "platform_share": "30"},
            "The shares make 90.00%; they must make 100%, the difference is +10.00%.",
            "rest_to_shop",
            'name="shop_share" value="70"',
        ),
        (
            {"step_1_from": "899", "step_1_off": "200", "step_2_from": "499", "step_2_off": "100"},
            "Each step must ask for more and give more than the one before; the step from ¥499 on does not.",
            "sort_steps",
            'name="step_1_from" value="499"',
        ),
        ({"step_1_off": "600"}, "From ¥499 on it would take ¥600 off: more than was spent.", "drop_steps", "899"),
        ({"repeats": "on"}, "Only a single step can repeat", "first_step", 'name="step_1_from" value="499"'),
        (
            {"starts_on": "2026-11-01", "ends_on": "2027-01-01"},
            "This is outside the sale, which may offer something from 21 Oct 0:00 to 14 Nov 24:00.",
            "cut_window",
            'name="ends_on" value="2026-11-14"',
        ),
        ({"starts_on": "2026-11-11"}, "Write both when it begins and when it ends", "sale_window", 'name="starts_on"'),
        (
            {"starts_on": "2026-11-11", "ends_on": "2026-11-10"},
            "It must end after it begins.",
            "sale_window",
            'name="ends_on"',
        ),
        (
            {"starts_on": "2026-11-11", "starts_time": "8:04", "ends_on": "2026-11-11"},
            "is not on a step of ten minutes",
            "round_times",
            'name="starts_time" value="8:00"',
        ),
        ({"step_1_off": "-100"}, "Write an amount above zero.", "no_minus", 'name="step_1_off" value="100"'),
        ({"limit_per_buyer": "0"}, "A limit is at least 1", "clear:limit_per_buyer", 'name="limit_per_buyer"'),
    ],
)
def test_bad_input_is_named_kept_and_mended(client_as, sale, said, change, words, repair, mended):
    client = client_as(Role.OPERATIONS)
    shown = client.post(address("offer-new", sale), said | change)
    assert shown.status_code == 422
    text = page(shown)
    assert words in text
    for value in change.values():
        assert value == "on" or f'value="{value}"' in text
    assert f'value="{repair}' in text
    fixed = page(client.post(address("offer-new", sale), said | change | {"repair": repair}))
    assert words not in fixed
    assert mended in fixed
    assert not Offer.objects.exists()


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("kind", "figures", "words"),
    [
        ("percent_off", {"percent": "120"}, "Write a per cent above 0 and up to 100."),
        ("percent_off", {"percent": ""}, "Write a per cent above 0 and up to 100."),
        ("amount_off", {"value": "-5"}, "Write an amount above zero."),
        ("fixed_price", {"value": "-5"}, "This cannot be below zero."),
        ("amount_off", {"value": "150"}, "It takes ¥150 off, but Striped tee costs ¥99"),
        ("coupon", {"value": "300", "minimum": "200"}, "The coupon takes ¥300 off from ¥200 on: more than was spent."),
        ("coupon", {"value": "30", "percent": "10"}, "write one of the two"),
        ("deposit", {"deposit": "100", "counts": "50"}, "The deposit must count for more than was paid"),
        ("buy_get", {"buy_units": "0", "get_units": "1", "percent": "100"}, "This must be at least 1."),
        ("gift", {"gift_sku": "", "gift_units": "1"}, "Say what the gift is."),
        ("loyal", {"percent": "15", "buyer_tiers": ""}, "Say which buyer tiers it is for."),
        ("percent_off", {"percent": "10", "name": ""}, "This field is required."),
        ("amount_off", {"value": "9999999999999"}, "check the number of zeros"),
    ],
)
def test_each_kind_refuses_what_cannot_be(client_as, sale, products, said, kind, figures, words):
    shown = client_as(Role.OPERATIONS).post(address("offer-new", sale), said | {"kind": kind} | figures)
    assert shown.status_code == 422
    assert words in page(shown)


def test_more_than_the_price_is_mended_by_leaving_out_or_by_less(client_as, sale, products, said):
    client = client_as(Role.OPERATIONS)
    typed = said | {"kind": "amount_off", "value": "150"}
    left_out = page(client.post(address("offer-new", sale), typed | {"repair": "exclude_cheap"}))
    assert ">\nTEE</textarea>" in left_out
    lowered = page(client.post(address("offer-new", sale), typed | {"repair": "lower:9900"}))
    assert 'name="value" value="99"' in lowered


def test_the_same_place_in_a_group_is_refused_and_a_free_one_offered(client_as, sale, add, said):
    add("coupon", "First", value_minor=3_000, group="coupons")
    client = client_as(Role.OPERATIONS)
    typed = said | {"kind": "coupon", "value": "50", "group": "coupons", "version": "2"}
    text = page(client.post(address("offer-new", sale), typed))
    assert "First has priority 0 in the group coupons too" in text
    assert 'value="priority:1"' in text
    client.post(address("offer-new", sale), typed | {"priority": "1"})
    assert Offer.objects.count() == 2


def test_the_second_editor_sees_the_first_ones_change_and_keeps_the_own_words(client_as, sale, add, said):
    add("percent_off", "A", percent_bp=2_000)
    client = client_as(Role.OPERATIONS)
    shown = client.post(address("offer-new", sale), said | {"name": "My words"})
    text = page(shown)
    assert shown.status_code == 409
    assert "A: 20% off everything; paid by the shop" in text
    assert "My words" in text
    assert '<input type="hidden" name="version" value="2">' in text
    client.post(address("offer-new", sale), said | {"name": "My words", "version": "2"})
    assert Offer.objects.count() == 2


def test_copy_delete_undo(client_as, sale, add):
    offer = add("percent_off", "A", percent_bp=2_000)
    client = client_as(Role.OPERATIONS)
    client.post(address("offer-copy", sale, offer.pk), {"version": "2"})
    assert Offer.objects.filter(name="A (copy)").exists()
    client.post(address("offer-delete", sale, offer.pk), {"version": "3"})
    assert not Offer.objects.filter(pk=offer.pk).exists()
    assert "Undo the last change" in page(client.get(address("offers", sale)))
    client.post(address("offers-undo", sale), {"version": "4"})
    assert Offer.objects.filter(pk=offer.pk).exists()
    stale = client.post(address("offer-delete", sale, offer.pk), {"version": "2"})
    assert stale.status_code == 409


def test_what_is_doubtful_is_said(client_as, sale, products, add):
    add("fixed_price", "Tees", value_minor=19_900, skus=("TEE",))
    add("percent_off", "Hats", percent_bp=1_000, categories=("hats",))
    shown = page(client_as(Role.BOSS).get(address("offers", sale)))
    assert "Striped tee costs ¥99 anyway (1 such in its scope)." in shown
    assert "No product fits its scope." in shown
    assert "2 need a look" in shown


def test_a_trail_in_words(client_as, sale, add):
    add("percent_off", "A", percent_bp=2_000)
    shown = page(client_as(Role.BOSS).get(address("trail", sale)))
    assert "Added an offer" in shown
    assert "A: 20% off everything; paid by the shop" in shown


def test_markup_stays_text_and_nobody_elses_offer_is_shown(client_as, sale, make_sale, add):
    offer = add("percent_off", "<script>alert(1)</script>", percent_bp=2_000)
    client = client_as(Role.OPERATIONS)
    for where in (address("offers", sale), address("offer-edit", sale, offer.pk)):
        assert "<script>alert(1)" not in page(client.get(where))
    assert client.get(address("offer-edit", make_sale(name="Other"), offer.pk)).status_code == 404
