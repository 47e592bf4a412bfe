"""From an empty page to a frozen Double 11 plan in the demo shop, by the pages alone (journey 2)."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.core.management import call_command
from pypdf import PdfReader

from accounts.roles import Role
from campaigns.models import Campaign, CurveKind, PlannedPrice, Stage
from campaigns.services.reports import run_report, waiting_reports
from campaigns.services.task_sets import follow_all_checks
from tests.conftest import ClientAs
from tests.reader import Page, Reader

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2026, 9, 20, 2, 0, tzinfo=dt.UTC)


def work(at: dt.datetime) -> None:
    """Do what a worker does: work out the audits and replays that wait."""
    for kind, report in waiting_reports(at=at + dt.timedelta(minutes=1)):
        assert run_report(kind=kind, report_id=report, at=at)


def version_of(page: Page, action: str) -> str:
    """Return the version a form shows to have seen."""
    return page.form(action).fields["version"][0]


@pytest.fixture
def manager(client_as: ClientAs, clock: time_machine.Traveller) -> Reader:
    """An operations manager in September, with the demo shop open."""
    clock.move_to(MORNING)
    call_command("demo", orders=1_500, seed=3, verbosity=0)
    return Reader(client_as(Role.OPERATIONS, first_name="Lin", last_name="Yue"))


def test_the_plan_of_a_sale(manager: Reader, client_as: ClientAs, clock: time_machine.Traveller) -> None:
    # An occasion brings dates, stages, phases; a contradiction is named, and mended by its own button.
    page = manager.open("/campaigns/begin/")
    page = manager.open(next(href for _words, href in page.links if href.endswith("occasion=double_11")))
    assert page.form("").fields["starts_on"] == ["2026-11-11"]
    figures = {"revenue": "800,000", "visitors": "70,000", "conversion": "5", "order_value": "240"}
    shop = page.html.split('name="shops"')[1].split('value="')[1].split('"')[0]
    page = manager.press(page, "", expect=422, name="Double 11 2026", shops=[shop], inquiries="3,000", **figures)
    assert "contradict" in page.html or "Leave one of the four empty" in page.text
    clear = next(value for name, value, _words in page.form("").buttons if value == "clear:visitors")
    page = manager.press(page, "", button=clear)
    assert page.form("").fields["order_value"] == ["240"]
    page = manager.press(page, "", button="Plan the sale")
    sale = Campaign.objects.get(name="Double 11 2026")
    assert sale.visitors_target == round(800_000 / 240 / 0.05)
    assert "52 days to go" in page.headline
    base = f"/campaigns/{sale.pk}/"

    # The target follows the same weekday; the first phase is locked and stays while the total grows.
    page = manager.press(manager.open(f"{base}target/"), "target/curve/", button="The same weekday")
    locks = [form for form in page.forms if form.action.endswith("target/lock/") and "Opening" in form.buttons[0][2]]
    page = manager.send(page, locks[0])
    sale.refresh_from_db()
    assert sale.curve_kind == CurveKind.SAME_WEEKDAY
    assert sale.locks.count() == 1

    # Traffic is planned until it closes: what is short is said, one button closes it.
    page = manager.open(f"{base}traffic/edit/")
    planned = {"search-visitors": "30,000", "search-conversion": "5", "search-order_value": "240", "live-visitors": "12,000"}
    paid = {"live-conversion": "6", "live-order_value": "220", "live-fixed": "9,000", "keyword_ads-visitors": "10,000"}
    rest = {"keyword_ads-conversion": "4.6", "keyword_ads-order_value": "230", "keyword_ads-per_visitor": "2.50"}
    page = manager.press(page, "traffic/edit/", button="search", **planned, **paid, **rest)
    page = manager.press(page, "traffic/edit/", button="Save the traffic")
    assert "closes" in page.headline
    assert "traffic" not in manager.open(base).text_of("h1").lower()

    # Offers: the playbook's steps by one press, and a coupon of one's own.
    page = manager.press(manager.open(f"{base}offers/"), "offers/playbook/")
    assert "1 offer" in page.headline
    page = manager.open(f"{base}offers/new/?kind=coupon")
    page = manager.press(page, "", expect=422, button="Save the offer", name="Pre-sale coupon", off="30", minimum="20")
    page = manager.press(page, "", button="Save the offer", off="30", minimum="300")
    assert "2 offers" in page.headline

    # Prices by a rule; every one is held against its history; the way back rises in three days.
    page = manager.press(manager.open(f"{base}prices/"), "prices/fill/#fill", button="Fill the prices", cut="20")
    assert PlannedPrice.objects.filter(campaign=sale).exists()
    page = manager.press(page, "prices/check/", button="Check now")
    assert "may" in page.headline
    assert "3 steps" in manager.open(f"{base}prices/back/").headline

    # The audit shows what stacks below cost; the replay what it would have cost.
    manager.press(manager.open(f"{base}audit/"), "audit/")
    work(MORNING)
    audited = manager.open(f"{base}audit/")
    assert "Not audited yet" not in audited.headline
    manager.press(manager.open(f"{base}audit/replay/"), "", button="Replay")
    work(MORNING)
    assert "past baskets the offers cost" in manager.open(f"{base}audit/replay/").headline

    # The odds: a chance of a profit before the first yuan is spent; a what-if changes nothing that is kept.
    page = manager.open(f"{base}odds/")
    assert "odds of a profit" in page.headline

    # Every department has its tasks; one is bound to a check that is red, so calling it done needs a reason.
    page = manager.press(manager.open(f"{base}tasks/"), "tasks/templates/")
    assert sale.tasks.count() >= 40

    # The designers' brief, the shifts, the papers.
    page = manager.press(
        manager.open(f"{base}brief/edit/"), "", idea="Warm in November", theme="Wool", selling_point="Soft", purpose="Old buyers"
    )
    page = manager.press(manager.open(f"{base}shifts/"), "shifts/lay/")
    assert "open" in page.headline
    answer = manager.client.get(f"{base}papers/plan.pdf")
    assert answer["Content-Type"] == "application/pdf"

    # Freeze it. What is changed afterwards is told against the frozen version.
    page = manager.open(f"{base}trail/")
    page = manager.press(page, "freeze/", name="approved by the boss")
    frozen = Campaign.objects.get(pk=sale.pk).version
    assert f"frozen" in manager.open(base).text
    page = manager.open(f"{base}edit/")
    stale = page
    manager.press(page, "", button="Save the plan", inquiries="4,000")
    assert "differs" in manager.open(base).text
    assert "Inquiries" in manager.open(f"{base}compare/").text

    # Somebody else had the form open meanwhile: they are shown the change, and what they typed is still there.
    late = manager.press(stale, "", button="Save the plan", expect=409, inquiries="5,000")
    assert "changed this plan meanwhile" in late.text
    assert late.form("").fields["inquiries"] == ["5,000"]

    # The gate of the preparation is shut; leaving it all the same needs a reason, which is kept.
    page = manager.press(manager.open(f"{base}gates/"), "gates/leave/", expect=422)
    assert "why" in page.text.lower()
    page = manager.press(page, "gates/leave/", reason="The supplier confirms on Monday.")
    assert "The supplier confirms on Monday." in page.text
    assert Stage.objects.filter(campaign=sale).count() == 4
    assert frozen
    follow_all_checks(at=MORNING)
