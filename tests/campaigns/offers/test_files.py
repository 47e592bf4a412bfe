"""Offers as files: exported and read again they change nothing; a fault is told with line and column and changes nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from campaigns.models import Offer

pytestmark = pytest.mark.django_db


def page(response):
    return " ".join(response.content.decode().split())


def where(sale, name):
    return reverse(f"campaigns:{name}", args=[sale.pk])


def send(client, sale, content, name="offers.csv"):
    sale.refresh_from_db()
    said = {"version": sale.version, "file": SimpleUploadedFile(name, content)}
    return client.post(where(sale, "offers-import"), said, follow=True)


@pytest.fixture
def every_kind(sale, shop, add):
    first = add("percent_off", "=Risky", percent_bp=3_333, tiers=("A", "B"), buyer_tiers=("gold",), note="'quoted")
    add("amount_off", "@Off", value_minor=3_050, skus=("S1", "S2"), excluded_skus=("S3",), categories=("tops",))
    add("fixed_price", "Fixed", value_minor=5_900, start_slot=sale.start_slot - 6, end_slot=sale.end_slot)
    add("spend_and_save", "Steps", steps=((49_900, 10_000), (89_950, 20_050)), measured_on="piece_prices")
    add("buy_get", "Sets", buy_units=2, get_units=1, percent_bp=5_000, same_product=True)
    add("gift", "Gift", gift_sku="SCARF", gift_units=2, gift_worth_minor=1_500, minimum_minor=39_900)
    add("coupon", "Coupon", percent_bp=1_000, most_minor=5_000, code="D11", group="g", group_choice="priority", priority=7)
    add("free_shipping", "Ship", minimum_units=2, stacks=False, stacks_with=(first.pk,), shops=(shop.pk,))
    add("deposit", "Deposit", deposit_minor=5_000, counts_minor=10_000, limit_total=500, budget_minor=100_000)
    add("platform", "Across", steps=((30_000, 5_000),), repeats=True, shop_bp=3_333, platform_bp=6_667, limit_per_order=3)
    return first


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("languages", [("en", "en"), ("zh-hans", "en"), ("en", "zh-hans")])
def test_a_round_trip_changes_nothing(client_as, sale, every_kind, ending, languages):
    client = client_as(Role.OPERATIONS)
    client.cookies["django_language"] = languages[0]
    file = client.get(where(sale, "offers-export") + f"?format={ending}").content
    before = list(Offer.objects.order_by("pk").values())
    sale.refresh_from_db()
    version = sale.version
    client.cookies["django_language"] = languages[1]
    send(client, sale, file, f"offers.{ending}")
    assert list(Offer.objects.order_by("pk").values()) == before
    sale.refresh_from_db()
    assert sale.version == version


def test_rows_change_and_add(client_as, sale, add):
    offer = add("percent_off", "A", percent_bp=2_000)
    client = client_as(Role.OPERATIONS)
    file = f"Number,Kind,Name,Per cent off,Steps\n{offer.pk},Percent off,A,30,\n,满减,New,,499-100; 899-200\n\n"
    with translation.override("en"):
        file = file.replace("满减", "Spend and save")
    assert "2 offers were read" in page(send(client, sale, file.encode()))
    offer.refresh_from_db()
    assert offer.percent_bp == 3_000
    assert Offer.objects.get(name="New").steps == [[49_900, 10_000], [89_900, 20_000]]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("Kind,Name\nMagic,A\n", "Line 2, Kind: “Magic” is not understood."),
        ("Kind,Name,Per cent off\nPercent off,A,lots\n", "Line 2, Per cent off: “lots” is not understood."),
        ("Kind,Name,Begins\nPercent off,A,2026-11-11 08:04\n", "Line 2, Begins: “2026-11-11 08:04” is not understood."),
        ("Kind,Name,Steps\nSpend and save,A,499\n", "Line 2, Steps: “499” is not understood."),
        ("Kind,Name,Only shops\nFree shipping,A,Nowhere\n", "Line 2, Only shops: “Nowhere” is not understood."),
        ("Kind,Name,Per cent off\nPercent off,A,120\n", "Line 2, A: Write a per cent above 0 and up to 100."),
        ("Kind,Per cent off\nPercent off,20\n", "The column Name is missing"),
        ("Kind,Name\n", "The table has no offers"),
        (
            "Kind,Name,Per cent off,Shop &#37;\n".replace("Shop &#37;", '"Shop, %"') + "Percent off,A,10,60\n",
            "The shares make 60.00%",
        ),
    ],
)
def test_a_fault_is_told_and_changes_nothing(client_as, sale, file, words):
    answer = send(client_as(Role.OPERATIONS), sale, file.encode())
    assert answer.status_code == 422
    assert words in page(answer)
    assert not Offer.objects.exists()


def test_what_is_no_table(client_as, sale):
    client = client_as(Role.OPERATIONS)
    assert send(client, sale, b"PK\x03\x04 broken", "offers.xlsx").status_code == 422
    assert "Choose a CSV or XLSX file" in page(client.post(where(sale, "offers-import"), {"version": 1}, follow=True))
    stale = client.post(where(sale, "offers-import"), {"version": 0, "file": SimpleUploadedFile("o.csv", b"Kind,Name\nGift,A\n")})
    assert stale.status_code == 409


def test_who_may_only_look_reads_and_does_not_write(client, client_as, sale):
    boss = client_as(Role.BOSS)
    assert boss.get(where(sale, "offers-export")).status_code == 200
    assert boss.post(where(sale, "offers-import")).status_code == 403
    assert client.get(where(sale, "offers-export")).url.startswith("/login/")
