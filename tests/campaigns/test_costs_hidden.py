"""Who may not see costs is told none: on no page, over REST, in no file, at no address of the plan and of the products."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from accounts.departments import Department
from accounts.roles import PERMISSIONS, Role
from campaigns import services
from campaigns.checks import all_checks
from campaigns.costly import COST_CODES
from campaigns.models import Campaign, EventKind, Task, TaskEvent
from campaigns.rules.offers import OfferDraft
from campaigns.services import LineDraft
from campaigns.services.freezing import freeze_plan
from campaigns.services.offers import save_offer
from campaigns.services.prices import check_prices, set_prices
from campaigns.services.reports import ask_report, run_report
from campaigns.services.shifts import lay_shifts
from campaigns.services.task_sets import lay_templates
from common.permissions import Permission
from inventory.services import edit_products
from orders.models import Shop
from tests.accounts.addresses import addresses
from tests.campaigns.conftest import START
from tests.campaigns.odds.conftest import costs

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

# Figures that stand nowhere else: cost and floor of a product, cost of a channel, payers and budget of an offer.
TELLTALES = (
    "731.93", "655.47", "91,357.91", "91357.91", "6.33 M", "0.0731", "7.31", "86,420.13", "86420.13", "38.17%", "0.3817",
    "38.17", ">below cost", "below the floor", "paid by", "Paid by", "median ¥", "at a loss",
)  # fmt: skip
FILES = ("?format=xlsx", "?table=hours", "?table=prices", "?table=quantiles", "?list=back")
PLACES = ("campaigns:", "campaigns_api:", "inventory:", "inventory_api:")


@pytest.fixture
def costly(sale: Campaign, shop: Shop) -> Campaign:
    """A sale whose every part tells a cost."""
    goods = {
        "COAT": {"title": "Wool coat", "cost_minor": 73_193, "floor_minor": 65_547, "list_price_minor": 129_900, "tier": "C"}
    }
    edit_products(actor=None, shop=shop, changes=goods)
    line = LineDraft("keyword_ads", 5_390_704, Decimal("0.054"), 21_300, 9_135_791, Decimal("31.7"), Decimal("0.0731"), "")
    services.save_traffic(campaign=sale, actor=None, version=1, lines=[line])
    steps = OfferDraft(
        "spend_and_save", "Steps", steps=((49_900, 10_000),), shop_bp=6_183, brand_bp=3_817, budget_minor=8_642_013
    )
    save_offer(campaign=sale, actor=None, version=2, draft=steps)
    set_prices(campaign=sale, actor=None, version=3, prices={(shop.pk, "COAT", "live"): 64_011})
    services.save_costs(campaign=sale, actor=None, version=4, costs=costs())
    sale.refresh_from_db()
    assert sale.version == 5
    check_prices(campaign=sale, at=START)
    for kind in ("audit", "replay"):
        asked = {"start": START.isoformat(), "end": START.isoformat(), "claimed": True, "buyer_tier": ""}
        report = ask_report(kind=kind, campaign=sale, actor=None, at=START, asked=asked if kind == "replay" else None)
        run_report(kind=kind, report_id=report.pk, at=START)
    lay_templates(campaign=sale, actor=None, at=START)
    lay_shifts(campaign=sale, actor=None)
    bound = Task.objects.filter(campaign=sale).first()
    assert bound is not None
    Task.objects.filter(pk=bound.pk).update(check_code="audit_floor", department=Department.SERVICE)
    found = {"en": "It brings in ¥51 less than its cost of 731.93.", "zh-hans": "低于成本 731.93。"}
    said = {"code": "audit_floor", "check": {"en": "No stack below its cost"}, "found": found}
    TaskEvent.objects.create(task=bound, at=START, kind=EventKind.REOPENED, said=said, after={"state": "reopened"})
    freeze_plan(campaign=sale, actor=None, version=5, name="kept", note="", at=START)
    return sale


def text_of(response: Any) -> str:
    """What a person reads in an answer: a workbook's cells, a PDF's words, else its text."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
        return "\n".join(" ".join(str(cell) for cell in row) for row in rows)
    if content[:4] == b"%PDF":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(content.decode("utf-8-sig", errors="replace").split())


def asked_of(sale: Campaign) -> dict[str, tuple[int, str]]:
    """Ask every address of the plan and the products in every way; return (permission, text) by what was asked."""
    arguments = {
        "pk": sale.pk, "offer_id": sale.offers.get().pk, "task_id": sale.tasks.order_by("pk").first().pk, "kind": "plan",
        "number": 1, "year": 2026, "stage": "preparation",
    }  # fmt: skip
    found = {}
    for address in addresses():
        if not address.name.startswith(PLACES) or not set(address.arguments) <= set(arguments):
            continue
        path = reverse(address.name, kwargs={name: arguments[name] for name in address.arguments})
        for query in ("", *(FILES if address.name.endswith("export") else ())):
            found[path + query] = address
        if address.name.endswith(":compare"):
            found[path + "?from=1&to=5"] = address
        if address.name.startswith("inventory"):
            for query in (f"?shop={sale.shops.get().pk}&sku=COAT", f"?shop={sale.shops.get().pk}&sort=cost&missing=floor"):
                found[path + query] = address
        if address.name == "campaigns:basket":
            found[path + "?sku_1=COAT&units_1=1&price_1=640.11"] = address
    return found


def read_as(client: Client, sale: Campaign) -> dict[str, tuple[int, str]]:
    return {path: (answer.status_code, text_of(answer)) for path in asked_of(sale) if (answer := client.get(path))}


@pytest.mark.parametrize("role", [Role.SERVICE, Role.WAREHOUSE])
def test_nothing_of_cost_is_told_to_service_and_warehouse(costly: Campaign, client_as: Callable[..., Client], role: Role):
    answers = read_as(client_as(role), costly)
    told = [(path, words) for path, (_status, text) in answers.items() for words in TELLTALES if words in text]
    assert told == []
    shut = {path for path, address in asked_of(costly).items() if address.permission == Permission.VIEW_COSTS}
    assert len({path.partition("?")[0] for path in shut}) >= 8
    assert {path: answers[path][0] for path in shut if answers[path][0] not in {403, 405}} == {}
    for name in ("detail", "target", "offers", "prices", "traffic", "tasks", "shifts", "gates", "trail", "papers"):
        status, text = answers[reverse(f"campaigns:{name}", args=[costly.pk])]
        assert status == 200
        for page in ("odds", "audit", "replay"):
            assert reverse(f"campaigns:{page}", args=[costly.pk]) not in text, f"{name} leads to {page}"
    assert "¥640.11" in answers[reverse("campaigns:prices", args=[costly.pk])][1]
    assert "¥499 less ¥100" in answers[reverse("campaigns:offers", args=[costly.pk])][1]
    assert "5.39 M" in answers[reverse("campaigns:traffic", args=[costly.pk])][1]
    assert "Costs and profit, for those who may see them" in answers[reverse("campaigns:gates", args=[costly.pk])][1]


def test_who_may_see_costs_finds_each_of_them(costly: Campaign, client_as: Callable[..., Client]):
    texts = [text for _status, text in read_as(client_as(Role.BOSS), costly).values()]
    missing = [words for words in TELLTALES if not any(words in text for text in texts)]
    assert missing == []


def test_a_basket_and_the_prices_over_rest_tell_no_cost(costly: Campaign, client_as: Callable[..., Client]):
    where, sent = reverse("campaigns_api:price", args=[costly.pk]), {"lines": [{"sku": "COAT", "units": 1}]}
    boss, service = (client_as(role).post(where, sent, "application/json").json() for role in (Role.BOSS, Role.SERVICE))
    assert boss["shares"] == [{"payer": "shop", "amount": "61.83"}, {"payer": "brand", "amount": "38.17"}]
    assert (service["total"], service["shares"]) == (boss["total"], [])
    assert all(offer["shares"] == [] and offer["worth"] is None for offer in service["offers"])
    prices = client_as(Role.SERVICE).get(reverse("campaigns_api:prices", args=[costly.pk])).json()["products"][0]
    assert (prices["cost"], prices["floor"], prices["live"]) == (None, None, "640.11")
    traffic = client_as(Role.SERVICE).get(reverse("campaigns_api:traffic", args=[costly.pk])).json()
    assert (traffic["cost"], traffic["lines"][0]["commission"], traffic["visitors"]) == (None, None, 5_390_704)


def test_a_red_check_about_costs_refuses_without_telling_them(costly: Campaign, client_as: Callable[..., Client]):
    task = costly.tasks.get(check_code="audit_floor", department=Department.SERVICE)
    where = reverse("campaigns:task-state", args=[costly.pk, task.pk])
    answer = client_as(Role.SERVICE).post(where, {"state": "done", "reason": ""})
    assert answer.status_code == 422
    text = text_of(answer)
    assert "is still red. Ask somebody who may see costs" in text
    assert [words for words in TELLTALES if words in text] == []


def test_who_changes_plans_or_reads_the_audit_trail_sees_costs():
    """Forms of the plan and the trail show costs without asking: whoever may open them must be allowed to."""
    for role in Role:
        if PERMISSIONS[role] & {Permission.EDIT_PLAN, Permission.VIEW_AUDIT, Permission.VIEW_IMPORTS, Permission.VIEW_NUMBERS}:
            assert Permission.VIEW_COSTS in PERMISSIONS[role], role


def test_every_check_that_tells_costs_is_one_of_the_plan(costly: Campaign):
    assert {check.code for check in all_checks(costly, START)} >= COST_CODES
