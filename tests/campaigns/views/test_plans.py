"""The pages of plans: the happy path, a stranger, bad input, a stale version."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns import queries, services
from campaigns.models import Campaign
from common.windows import slot_start
from tests.campaigns.conftest import MIDNIGHT

pytestmark = pytest.mark.django_db


def page(response):
    return response.content.decode()


def test_a_new_sale_from_the_proposal(client_as, typed, clock):
    client = client_as(Role.OPERATIONS)
    shown = client.get(reverse("campaigns:create"))
    assert "Double 11 2027" in page(shown)
    answer = client.post(reverse("campaigns:create"), typed)
    campaign = Campaign.objects.get()
    assert answer.url == reverse("campaigns:detail", args=[campaign.pk])
    assert campaign.created_by == client.user
    assert campaign.starts_at == slot_start(MIDNIGHT)
    assert campaign.ends_at == slot_start(MIDNIGHT + 144)
    assert campaign.visitors_target == 5_390_367
    shown = page(client.get(answer.url))
    assert "It runs, " in shown
    assert "<dd>5,390,367</dd>" in shown.replace(" ", "").replace("\n", "")


def test_the_list_says_what_to_do_first(client_as, shop):
    empty = page(client_as(Role.OPERATIONS).get(reverse("campaigns:list")))
    assert "No sale is planned yet." in empty
    assert reverse("campaigns:begin") in empty
    assert reverse("campaigns:create") not in page(client_as(Role.WAREHOUSE).get(reverse("campaigns:list")))


def test_the_list_puts_the_running_sale_first(client_as, sale, make_sale, clock):
    make_sale(name="Double 12 2026", starts_at=slot_start(MIDNIGHT + 31 * 144), ends_at=slot_start(MIDNIGHT + 32 * 144))
    shown = page(client_as(Role.BOSS).get(reverse("campaigns:list")))
    assert "Double 11 2026 is running: 13" in shown
    assert shown.index("Double 11 2026</a>") < shown.index("Double 12 2026</a>")


@pytest.mark.parametrize("name", ["detail", "edit", "trail", "target", "target-export"])
def test_a_stranger_signs_in_first(client, sale, name):
    address = reverse(f"campaigns:{name}", args=[sale.pk])
    assert client.get(address).url == f"/login/?{urlencode({'next': address})}"


def test_who_may_only_look_cannot_write(client_as, sale, typed):
    client = client_as(Role.BOSS)
    for name in ("detail", "trail", "target"):
        assert client.get(reverse(f"campaigns:{name}", args=[sale.pk])).status_code == 200
    assert client.get(reverse("campaigns:edit", args=[sale.pk])).status_code == 403
    assert client.post(reverse("campaigns:create"), typed).status_code == 403
    for name in ("target-edit", "target-lock", "target-unlock", "target-undo", "target-curve"):
        assert client.post(reverse(f"campaigns:{name}", args=[sale.pk]), {"version": 1}).status_code == 403


def test_figures_that_contradict_offer_their_repair(client_as, typed):
    client = client_as(Role.OPERATIONS)
    wrong = typed | {"visitors": "5,280,000"}
    shown = client.post(reverse("campaigns:create"), wrong)
    text = page(shown)
    assert shown.status_code == 422
    assert "5,280,000" in text
    assert "−¥1.27\u00a0M from the target of ¥62.0\u00a0M" in text
    assert 'value="clear:visitors"' in text
    mended = page(client.post(reverse("campaigns:create"), wrong | {"repair": "clear:visitors"}))
    assert "5,280,000" not in mended
    assert not Campaign.objects.exists()


def test_off_the_ten_minutes_is_said_and_mended(client_as, typed):
    client = client_as(Role.OPERATIONS)
    wrong = typed | {"starts_time": "20:04", "starts_on": "2026-11-10"}
    assert "20:04, 10 Nov is not on a step of ten minutes" in page(client.post(reverse("campaigns:create"), wrong))
    mended = page(client.post(reverse("campaigns:create"), wrong | {"repair": "round_times"}))
    assert 'value="20:00"' in mended


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"shops": []}, "This field is required."),
        ({"ends_on": "2026-11-10"}, "The sale must end after it starts."),
        ({"starts_time": "25:00"}, "Write the time like 20:00"),
        ({"revenue": "a lot"}, "Write an amount like"),
        ({"revenue": "", "order_value": ""}, "Three of the four figures give the fourth"),
        ({"conversion": "154"}, "Conversion lies between 0 and 100 per cent"),
        ({"revenue": "0"}, "This must be above zero."),
        ({"ends_on": "2027-11-12"}, "A sale may last 366 days at most"),
        ({"preparation_on": "2026-10-01", "warm_up_on": "2026-09-01"}, "Preparation must end after it starts."),
        ({"closing_on": "2026-11-01"}, "Closing must end after it starts."),
    ],
)
def test_bad_input_is_named_and_kept(client_as, typed, change, words):
    shown = client_as(Role.OPERATIONS).post(reverse("campaigns:create"), typed | change)
    assert shown.status_code == 422
    assert words in page(shown)
    assert not Campaign.objects.exists()


def test_own_phases(client_as, typed, own):
    said = typed | own(("Night", "0:00", "9:00", "40"), ("Day", "9:00", "24:00", "60"))
    client_as(Role.OPERATIONS).post(reverse("campaigns:create"), said)
    spans = queries.phase_spans(campaign=Campaign.objects.get())
    assert [(span.name, span.target_minor) for span in spans] == [("Night", 2_480_000_000), ("Day", 3_720_000_000)]


def test_own_phases_are_mended_by_a_click(client_as, typed, own):
    client = client_as(Role.OPERATIONS)
    said = typed | own(("Night", "0:00", "9:30", "40"), ("Day", "9:00", "24:00", "40"))
    text = page(client.post(reverse("campaigns:create"), said))
    assert "Day begins before Night has ended; cut one of them." in text
    assert "The shares make 80.00%; they must make 100%, the difference is +20.00%." in text
    mended = page(client.post(reverse("campaigns:create"), said | {"repair": "scale_shares"}))
    assert mended.count('value="50"') == 2
    mended = page(client.post(reverse("campaigns:create"), said | {"repair": "cut_overlaps"}))
    assert 'value="9:30"' not in mended
    outside = (
        typed | own(("All", "0:00", "24:00", "100")) | {"starts_time": "20:00", "ends_on": "2026-11-12", "ends_time": "2:00"}
    )
    assert "Phase 1, All, lies outside the sale." in page(client.post(reverse("campaigns:create"), outside))
    mended = page(client.post(reverse("campaigns:create"), outside | {"repair": "cut_to_sale"}))
    assert mended.count('value="20:00"') == 2
    off = typed | own(("All", "0:05", "24:00", "100"))
    assert "0:05, 11 Nov is not on a step of ten minutes" in page(client.post(reverse("campaigns:create"), off))


def test_a_change_and_its_trail(client_as, sale, typed):
    client = client_as(Role.OPERATIONS, first_name="Lin", last_name="Yue")
    shown = page(client.get(reverse("campaigns:edit", args=[sale.pk])))
    assert 'value="62,000,000.00"' in shown
    client.post(
        reverse("campaigns:edit", args=[sale.pk]), typed | {"version": "1", "revenue": "70,000,000", "name": "Singles Day"}
    )
    sale.refresh_from_db()
    assert (sale.version, sale.revenue_target_minor) == (2, 7_000_000_000)
    trail = page(client.get(reverse("campaigns:trail", args=[sale.pk])))
    assert "¥62,000,000.00" in trail
    assert "¥70,000,000.00" in trail
    assert "Lin Yue" in trail


def test_the_second_editor_sees_the_first_ones_change_and_keeps_the_own_words(client_as, sale, person, typed):
    first = person(first_name="Zhao", last_name="Min")
    services.edit_target(
        campaign=sale,
        actor=first,
        version=1,
        node=services.NodeRef("phase", MIDNIGHT, MIDNIGHT + 9),
        value_minor=2_000_000_000,
    )
    client = client_as(Role.OPERATIONS)
    shown = client.post(reverse("campaigns:edit", args=[sale.pk]), typed | {"version": "1", "name": "My words"})
    text = page(shown)
    assert shown.status_code == 409
    assert "Zhao Min changed this plan meanwhile: version 2" in text
    assert "My words" in text
    assert '<input type="hidden" name="version" value="2">' in text
    sale.refresh_from_db()
    assert sale.name == "Double 11 2026"
    client.post(reverse("campaigns:edit", args=[sale.pk]), typed | {"version": "2", "name": "My words"})
    sale.refresh_from_db()
    assert (sale.name, sale.version) == ("My words", 3)
    assert queries.phase_spans(campaign=sale)[0].target_minor == 2_000_000_000


def test_every_page_in_chinese(client_as, sale):
    client = client_as(Role.OPERATIONS, language="zh-hans")
    client.cookies["django_language"] = "zh-hans"
    for name in ("detail", "edit", "trail", "target"):
        assert client.get(reverse(f"campaigns:{name}", args=[sale.pk])).status_code == 200


def test_a_name_that_is_markup_stays_text(client_as, make_sale):
    nasty = make_sale(name="<script>alert(1)</script>")
    client = client_as(Role.OPERATIONS)
    for name in ("detail", "edit", "trail", "target"):
        assert "<script>alert(1)" not in page(client.get(reverse(f"campaigns:{name}", args=[nasty.pk])))


def test_no_such_sale(client_as):
    assert client_as(Role.OPERATIONS).get(reverse("campaigns:detail", args=[99])).status_code == 404


def test_a_target_below_what_is_locked_says_what_to_unlock(client_as, sale, typed):
    services.lock_target(campaign=sale, actor=None, version=1, node=services.NodeRef("phase", MIDNIGHT, MIDNIGHT + 9))
    shown = client_as(Role.OPERATIONS).post(
        reverse("campaigns:edit", args=[sale.pk]), typed | {"version": "2", "revenue": "10,000,000"}
    )
    assert shown.status_code == 422
    assert "Too much is spoken for" in page(shown)
    assert "Unlock or lower Opening." in page(shown)
