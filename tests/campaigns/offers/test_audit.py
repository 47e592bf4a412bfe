"""The audit: what it finds in a plan, in words; the page, the repair, the checks, the interface."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from campaigns.audits import alike_products
from campaigns.checks import all_checks
from campaigns.models import AuditReport, Offer, PlannedPrice, ReportState
from campaigns.pages import offers as offer_lines
from campaigns.pages.audit import finding_lines
from campaigns.queries.offers import offer_rules
from campaigns.rules.pricing import Payer, Reason
from campaigns.rules.pricing.offers import Level
from campaigns.services.reports import ask_report, run_report
from campaigns.words import audit as audit_sentences
from campaigns.words import baskets as pricing_sentences
from inventory.models import Product

pytestmark = pytest.mark.django_db


def page(response):
    return " ".join(response.content.decode().split())


def where(sale, name="audit"):
    return reverse(f"campaigns:{name}", args=[sale.pk])


def run(sale):
    at = timezone.now()
    report = ask_report(kind="audit", campaign=sale, actor=None, at=at)
    assert run_report(kind="audit", report_id=report.pk, at=at)
    report.refresh_from_db()
    assert report.state == ReportState.DONE, report.error
    return report


def words(sale, report):
    return [line.words for line in finding_lines(report.found, sale)]


@pytest.fixture
def coat(products):
    """The coat costs 1,000 and sells at 1,299."""
    Product.objects.filter(sku="COAT").update(cost_minor=100_000)
    return Product.objects.get(sku="COAT")


def test_a_stack_below_cost_by_hand(sale, coat, add):
    add("spend_and_save", "Steps", steps=((129_900, 20_000),))
    add("coupon", "Coupon", value_minor=15_000, minimum_minor=100_000)
    report = run(sale)
    # 1299 - 200 - 150 = 949, 51 below the cost of 1000
    assert words(sale, report)[0] == "With Steps and Coupon, Wool coat brings in ¥949 a piece: ¥51 below its cost."
    first = finding_lines(report.found, sale)[0]
    assert first.basket == "1 × Wool coat at ¥1,299"
    assert first.repairs
    assert "sku_1=COAT" in first.query


def test_who_else_pays_saves_the_cost(sale, coat, add):
    add("spend_and_save", "Steps", steps=((129_900, 20_000),), shop_bp=5_000, platform_bp=5_000)
    add("coupon", "Coupon", value_minor=15_000, minimum_minor=100_000)
    assert not any("below its cost" in sentence for sentence in words(sale, run(sale)))


def test_a_floor_is_kept_for_the_buyer_price(sale, coat, add):
    Product.objects.filter(sku="COAT").update(floor_minor=110_000)
    add("percent_off", "A fifth", percent_bp=2_000, tiers=("C",))
    assert "With A fifth, Wool coat is sold at ¥1,039.20: ¥60.80 below its floor." in words(sale, run(sale))


def test_a_pre_sale_coupon_meets_the_steps_of_the_sale(sale, coat, shop, add):
    PlannedPrice.objects.create(campaign=sale, shop=shop, sku="COAT", stage="warm_up", price_minor=125_000)
    PlannedPrice.objects.create(campaign=sale, shop=shop, sku="COAT", stage="live", price_minor=129_900)
    window = {"start_slot": sale.start_slot - 20 * 144, "end_slot": sale.start_slot}
    add("deposit", "Pre-sale", deposit_minor=10_000, counts_minor=25_000, skus=("COAT",), **window)
    add("spend_and_save", "Steps", steps=((100_000, 20_000),))
    report = run(sale)
    first = finding_lines(report.found, sale)[0]
    # 1250 - 150 (the deposit counts for more) - 200 = 900
    assert first.words == "With Pre-sale and Steps, Wool coat brings in ¥900 a piece: ¥100 below its cost."
    assert first.where == "in the pre-sale"
    assert "deposit_paid=on" in first.query


def test_waiting_pays_more_than_the_pre_sale(sale, coat, shop, add):
    PlannedPrice.objects.create(campaign=sale, shop=shop, sku="COAT", stage="warm_up", price_minor=129_900)
    PlannedPrice.objects.create(campaign=sale, shop=shop, sku="COAT", stage="live", price_minor=115_000)
    window = {"start_slot": sale.start_slot - 20 * 144, "end_slot": sale.start_slot}
    add("deposit", "Pre-sale", deposit_minor=10_000, counts_minor=15_000, skus=("COAT",), **window)
    assert "Who waits pays less: 5 × Wool coat costs ¥5,750 in the sale and ¥6,245 in the pre-sale." in words(sale, run(sale))


def test_more_costs_less_and_an_offer_nobody_gets(sale, products, add):
    Product.objects.filter(sku="TEE").update(list_price_minor=9_000)
    add("spend_and_save", "Steep", steps=((18_000, 10_000),))
    add("percent_off", "Hats", percent_bp=1_000, categories=("hats",))
    found = words(sale, run(sale))
    assert "More costs less: with Steep a larger basket costs ¥80 and a smaller one ¥90." in found
    assert "No product is in the scope of Hats." in found


def test_variants_are_tried_once(sale, shop, products, add):
    for size in "SML":
        Product.objects.create(
            shop=shop,
            sku=f"COAT-{size}",
            title="Wool coat",
            tier="C",
            category="coats",
            list_price_minor=129_900,
            cost_minor=45_000,
        )
    assert sorted(len(one.skus) for one in alike_products(sale, offer_rules(sale))) == [1, 1, 4]
    add("percent_off", "But S", percent_bp=1_000, excluded_skus=("COAT-S",))
    assert sorted(len(one.skus) for one in alike_products(sale, offer_rules(sale))) == [1, 1, 1, 3]


def test_the_page_and_a_repair_by_one_click(client_as, sale, coat, add):
    client = client_as(Role.OPERATIONS)
    assert "First say what the sale offers" in page(client.get(where(sale)))
    add("spend_and_save", "Steps", steps=((129_900, 20_000),))
    coupon = add("coupon", "Coupon", value_minor=15_000, minimum_minor=100_000)
    assert "Not audited yet" in page(client.get(where(sale)))
    assert client.post(where(sale)).url == where(sale)
    shown = page(client.get(where(sale)))
    assert "¥51 below its cost" in shown
    report = AuditReport.objects.get()
    finding = report.found["findings"][0]
    number = next(
        place
        for place, one in enumerate(finding["repairs"])
        if one["code"] == "exclude_product" and one["offers"] == [str(coupon.pk)]
    )
    said = {"version": sale.version, "report": report.pk, "finding": 0, "repair": number}
    assert client.post(where(sale, "audit-repair"), said | {"version": 1}).status_code == 409
    assert client.post(where(sale, "audit-repair"), said | {"finding": "99"}).status_code == 404
    client.post(where(sale, "audit-repair"), said)
    coupon.refresh_from_db()
    assert coupon.excluded_skus == ["COAT"]
    shown = page(client.get(where(sale)))
    assert "below its cost" not in shown
    again = page(client.post(where(sale, "audit-repair"), said, follow=True))
    assert "There is a newer audit; look at it first." in again


def test_an_old_audit_says_so(client_as, sale, coat, add):
    add("spend_and_save", "Steps", steps=((129_900, 20_000),))
    run(sale)
    client = client_as(Role.BOSS)
    assert "This is old" not in page(client.get(where(sale)))
    Product.objects.filter(sku="COAT").update(cost_minor=110_000)
    assert "This is old: offers or prices have changed since version 2" in page(client.get(where(sale)))


def test_a_large_plan_waits_for_a_worker(client_as, sale, coat, add, monkeypatch):
    add("spend_and_save", "Steps", steps=((129_900, 20_000),))
    monkeypatch.setattr("campaigns.queries.offers.SMALL", 0)
    client = client_as(Role.OPERATIONS)
    client.post(where(sale))
    assert AuditReport.objects.get().state == ReportState.QUEUED
    assert "waiting its turn" in page(client.get(where(sale)))


def test_offers_that_cannot_stand_end_it_with_a_sentence(sale, coat, add):
    offer = add("spend_and_save", "Steps", steps=((129_900, 20_000),))
    Offer.objects.filter(pk=offer.pk).update(steps=[[100, 20_000]])
    report = ask_report(kind="audit", campaign=sale, actor=None, at=timezone.now())
    run_report(kind="audit", report_id=report.pk, at=timezone.now())
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert report.error == "From ¥1 on it would take ¥200 off: more than was spent."


def test_checks_read_the_row(sale, coat, add):
    def states():
        return {check.code: check.state for check in all_checks(sale, timezone.now()) if check.url.endswith("/audit/")}

    assert states() == {}
    add("spend_and_save", "Steps", steps=((129_900, 20_000),))
    add("coupon", "Coupon", value_minor=15_000, minimum_minor=100_000)
    assert states() == {"audit_floor": "failed", "offers_contradict": "failed", "audit_traps": "failed"}
    run(sale)
    assert states()["audit_floor"] == "failed"
    assert states()["offers_contradict"] == "done"
    Product.objects.filter(sku="COAT").update(cost_minor=90_000)
    assert states()["audit_floor"] == "failed"
    assert states()["offers_contradict"] == "watch"
    run(sale)
    assert states()["audit_floor"] == "done"


def test_files(client_as, sale, coat, add):
    Product.objects.filter(sku="COAT").update(title="=Wool coat")
    add("spend_and_save", "Steps", steps=((129_900, 20_000),))
    add("coupon", "Coupon", value_minor=15_000, minimum_minor=100_000)
    run(sale)
    client = client_as(Role.BOSS)
    text = client.get(where(sale, "audit-export")).content.decode("utf-8-sig")
    assert "¥51 below its cost" in text
    prices = client.get(where(sale, "audit-export") + "?table=prices").content.decode("utf-8-sig")
    assert "COAT,'=Wool coat,1,1299.00,949.00,1000.00,," in prices


def test_the_interface(client_as, sale, coat, add):
    add("spend_and_save", "Steps", steps=((129_900, 20_000),))
    add("coupon", "Coupon", value_minor=15_000, minimum_minor=100_000)
    client = client_as(Role.OPERATIONS)
    for name in ("audit", "replay"):
        address = f"/api/v1/campaigns/{sale.pk}/{name}/"
        assert client.get(address).json()["found"] is None
        asked = client.post(address, {}, content_type="application/json")
        assert asked.status_code == 202
        assert asked.json()["waiting"] == "queued"
        assert client_as(Role.BOSS).post(address, {}, content_type="application/json").status_code == 403
    run_report(kind="audit", report_id=AuditReport.objects.get().pk, at=timezone.now())
    told = client.get(f"/api/v1/campaigns/{sale.pk}/audit/").json()
    assert told["findings"][0]["severity"] == "failed"
    assert "¥51 below its cost" in told["findings"][0]["words"]
    wrong = {"start": "2026-01-02T00:00:00Z", "end": "2026-01-01T00:00:00Z"}
    assert client.post(f"/api/v1/campaigns/{sale.pk}/replay/", wrong, content_type="application/json").status_code == 400


def test_who_may_only_look_and_strangers(client, client_as, sale):
    assert client.get(where(sale)).url.startswith("/login/")
    boss = client_as(Role.BOSS)
    assert boss.get(where(sale)).status_code == 200
    assert boss.post(where(sale)).status_code == 403
    assert boss.post(where(sale, "audit-repair")).status_code == 403


def test_every_code_has_its_words():
    import re
    from pathlib import Path

    from campaigns.words.offers import OFFER_SENTENCES

    rules = Path(audit_sentences.__file__).parent.parent / "rules"
    audit = "".join(path.read_text() for path in (rules / "audit").glob("*.py"))
    codes = set(re.findall(r'Finding\(\s*"(\w+)"', audit)) | set(re.findall(r'_finding\("(\w+)"', audit))
    assert codes
    assert codes <= set(audit_sentences.SENTENCES)
    problems = (rules / "pricing" / "problems.py").read_text()
    told = set(re.findall(r'_problem\([^,]+, "(\w+)"', problems)) - {"key_missing", "offer_twice", "payer_twice"}
    assert told <= set(OFFER_SENTENCES)
    assert set(Reason) == set(pricing_sentences.REASONS)
    assert set(Payer) == set(pricing_sentences.PAYER_WORDS)
    assert set(Level) == set(offer_lines.LEVEL_WORDS)


def test_the_card_on_the_page_of_the_sale(client_as, sale, coat, add):
    client = client_as(Role.BOSS)
    add("spend_and_save", "Steps", steps=((129_900, 20_000),))
    assert "1 offer" in page(client.get(where(sale, "detail")))
    add("coupon", "Coupon", value_minor=15_000, minimum_minor=100_000)
    run(sale)
    shown = page(client.get(where(sale, "detail")))
    assert "1 way to sell at a loss" in shown
    assert "With Steps and Coupon, Wool coat brings in ¥949 a piece: ¥51 below its cost." in shown
