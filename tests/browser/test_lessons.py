"""Lessons by keyboard in a real browser: one key makes a finding a lesson, another takes it back, a third begins to write."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from campaigns.models import Campaign, PlanLesson, Task
from orders.services import create_shop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sale(db):
    over = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
    made = Campaign.objects.create(
        name="Double 11", currency="CNY", time_zone="Asia/Shanghai", starts_at=over - timedelta(days=1), ends_at=over,
        revenue_target_minor=100_000, visitors_target=200, paid_orders_target=4, conversion_target="0.02",
        order_value_target_minor=25_000,
    )  # fmt: skip
    made.shops.add(create_shop(actor=None, name="Lamp House", platform="taobao"))
    for title in ("Fold boxes", "Print labels"):
        Task.objects.create(campaign=made, department="warehouse", title=title, due_from="start", due_day=-5)
    return made


def test_findings_are_decided_by_key(open_page, live_server, client_as, sale):
    client = client_as(Role.WAREHOUSE)
    page = open_page().page
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/review/{sale.pk}/lessons/")
    expect(page.locator("h1")).to_contain_text("2 findings of the data to decide")
    page.keyboard.press("j")
    expect(page.locator(".is-at")).to_contain_text("Print labels")
    page.keyboard.press("a")
    expect(page.locator("h1")).to_have_text("1 lesson is written, 1 finding of the data to decide")
    page.keyboard.press("u")
    expect(page.locator("h1")).to_contain_text("2 findings")
    page.keyboard.press("n")
    page.keyboard.type("No tape left")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("1 lesson is written")
    assert PlanLesson.objects.standing().get().department == "warehouse"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
