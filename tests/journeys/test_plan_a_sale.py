"""From an empty page to a frozen Double 11 plan in the demo shop, by the pages alone (journey 2)."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from pypdf import PdfReader

from accounts.roles import Role
from campaigns.models import Campaign, CurveKind, PlannedPrice, Stage
from campaigns.services.reports import run_report, waiting_reports
from tests.conftest import ClientAs
from tests.reader import Reader

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2026, 9, 20, 2, 0, tzinfo=dt.UTC)


def work(at: dt.datetime) -> None:
    """Do what a worker does: work out the audits and replays that wait."""
    for kind, report in waiting_reports(at=at + dt.timedelta(minutes=1)):
        assert run_report(kind=kind, report_id=report, at=at)


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
    figures = {"revenue": "800,000", "visitors": "90,000", "conversion": "5", "order_value": "240"}
    shop = page.html.split('name="shops"')[1].split('value="')[1].split('"')[0]
    page = manager.press(page, "", expect=422, name="Double 11 2026", shops=[shop], inquiries="3,000", **figures)
    assert "contradict" in page.html or "Leave one of the four empty" in page.text
    clear = next(one.value for one in page.form("").buttons if one.value == "clear:visitors")
    page = manager.press(page, "", button=clear)
    assert page.form("").fields["order_value"] == ["240"]
    page = manager.press(page, "", button="Plan the sale")
    sale = Campaign.objects.get(name="Double 11 2026")
    assert sale.visitors_target == round(800_000 / 240 / 0.05)
    assert "52 days to go" in page.headline
    base = f"/campaigns/{sale.pk}/"

    # The target follows the same weekday; the first phase is locked and stays while the total grows.
    page = manager.press(manager.open(f"{base}target/"), "target/curve/", button="The same weekday")
    locks = [form for form in page.forms if form.action.endswith("target/lock/") and "Opening" in form.buttons[0].words]
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
    page = manager.press(page, "", expect=422, button="Save the offer", name="Pre-sale coupon", value="30", minimum="20")
    page = manager.press(page, "", button="Save the offer", value="30", minimum="300")
    assert "2 offers" in page.headline

    # Prices by a rule; every one is held against its history; the way back rises in three days.
    page = manager.press(manager.open(f"{base}prices/"), "prices/fill/#fill", button="Fill the prices", cut="20")
    assert PlannedPrice.objects.filter(campaign=sale).exists()
    page = manager.press(page, "prices/check/", button="Check now")
    assert "may" in page.headline
    assert "3 steps" in manager.open(f"{base}prices/back/").headline

    # The audit shows what stacks below cost; the replay what it would have cost.
    manager.press(manager.open(f"{base}audit/"), "")
    work(MORNING)
    audited = manager.open(f"{base}audit/")
    assert "Not audited yet" not in audited.headline
    manager.press(manager.open(f"{base}audit/replay/"), "", button="Replay")
    work(MORNING)
    assert "past baskets the offers cost" in manager.open(f"{base}audit/replay/").headline

    # The odds: what the data knows is proposed, rough figures fill the gaps, a what-if changes nothing that is kept.
    page = manager.open(f"{base}odds/edit/?fill=rough")
    page = manager.press(page, "", button="Save")
    assert "odds of a profit" in page.headline
    before = Campaign.objects.get(pk=sale.pk).version
    tried = manager.press(page, "odds/what-if/", conversion="2")
    assert tried.headline != page.headline
    assert Campaign.objects.get(pk=sale.pk).version == before
    kept = manager.press(tried, "odds/what-if/", button="Keep it", scenario="Few buy")
    assert "Few buy" in kept.text

    # Every department has its tasks; who works takes one, and the page of one's own shows it.
    page = manager.press(manager.open(f"{base}tasks/"), "tasks/templates/")
    assert sale.tasks.count() >= 40
    task = sale.tasks.filter(department="service").first()
    assert task is not None
    agent = Reader(client_as(Role.SERVICE))
    agent.press(agent.open(f"{base}tasks/{task.pk}/"), "take/")
    assert "1 open task is yours" in agent.open("/campaigns/tasks/").headline

    # The designers' brief, the shifts, the papers.
    page = manager.press(
        manager.open(f"{base}brief/edit/"), "", idea="Warm in November", theme="Wool", selling_point="Soft", purpose="Old buyers"
    )
    page = manager.press(manager.open(f"{base}shifts/"), "shifts/lay/")
    assert "open" in page.headline
    paper = manager.client.get(f"{base}papers/plan.pdf")
    words = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert "Double 11 2026" in words
    assert "odds of a profit" in words

    # Freeze it. What is changed afterwards is told against the frozen version.
    page = manager.open(f"{base}trail/")
    page = manager.press(page, "freeze/", name="approved by the boss")
    frozen = Campaign.objects.get(pk=sale.pk).version
    assert "frozen" in manager.open(base).text
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
    assert Campaign.objects.get(pk=sale.pk).versions.filter(number=frozen).exists()

    # Next year begins with this plan: its parts and its lessons come along.
    page = manager.open(f"/review/{sale.pk}/lessons/")
    manager.press(page, "lessons/write/", text="Too few scarves", remedy="Order 400 more", change="shift_reserve", value="15")
    clock.move_to(dt.datetime(2027, 3, 1, 2, 0, tzinfo=dt.UTC))
    manager = Reader(client_as(Role.OPERATIONS))
    manager.press(manager.open(f"{base}clone/"), "", button="Clone the sale", name="Double 11 2027")
    cloned = Campaign.objects.get(name="Double 11 2027")
    assert f"{cloned.starts_at.astimezone(ZoneInfo(cloned.time_zone)):%Y-%m-%d}" == "2027-11-11"
    assert "2 offers" in manager.open(f"/campaigns/{cloned.pk}/offers/").headline
    page = manager.open(f"/campaigns/{cloned.pk}/lessons/")
    assert page.headline == "Lessons of last time: 0 of 1 done"
    assert "Reserve of customer service: 10% → 15%" in page.text
    page = manager.press(page, "finish/", button="It is done")
    assert page.headline == "Lessons of last time: 1 of 1 done"
