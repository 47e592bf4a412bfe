"""The pages and the REST interface of what is due and what is abnormal: what they show and keep, who may, bad input."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from dispatch.models import AbnormalAct, AbnormalNote, AbnormalOrder, AbnormalRule, ClockRule, Promise
from dispatch.services import recount_due
from orders.models import Shop
from orders.services import create_shop
from orders.states import OrderState
from tests.dispatch.world import AT, find, line, load, order

pytestmark = pytest.mark.django_db
PAGES = ["due", "abnormal"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def shop(db: None) -> Shop:
    """Sixty orders wait, ten of them late; thirty left in the last six hours; one does not add up."""
    shop = create_shop(actor=None, name="Lamp House", platform="pinduoduo")
    orders = {f"T{number:02}": order(40, buyer_key=f"b{number}") for number in range(50)}
    orders |= {f"L{number}": order(60, buyer_key=f"l{number}") for number in range(10)}
    gone = {"state": OrderState.SHIPPED, "shipped_at": AT - timedelta(minutes=70)}
    orders |= {f"S{number:02}": order(70, buyer_key=f"s{number}", **gone) for number in range(30)}
    orders["T00"] = order(40, total_minor=12_000)
    load(shop, orders, {("T00", "1"): line()}, as_of=1)
    recount_due(shop=shop, at=AT, known_to=AT)
    find(shop)
    return shop


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"dispatch:{name}", args=args), query)
    assert answer.status_code == 200
    return text_of(answer)


class TestDue:
    @pytest.mark.parametrize("name", PAGES)
    def test_pages_without_anything(self, ops, name: str) -> None:
        page(ops, name)

    def test_the_first_line_says_how_many_miss(self, shop: Shop, ops) -> None:
        shown = page(ops, "due")
        # Overdue ones go first: 15 an hour... 60 wait, due in 8 hours of which all are worked.
        assert "orders will miss their time: 5 leave an hour, 7.5 are needed." in shown
        assert "L1" in shown, "those that are late stand first"

    def test_a_shop_that_gets_there(self, shop: Shop, ops) -> None:
        ClockRule.objects.update_or_create(shop=shop, defaults={"hours": 240})
        assert "All of 60 orders leave in time" in page(ops, "due")

    @pytest.mark.parametrize(("when", "count"), [("overdue", 10), ("4", 0), ("12", 50), ("all", 60), ("gone", 10)])
    def test_lists(self, shop: Shop, ops, when: str, count: int) -> None:
        """What is asked for; else those that are late, where some are."""
        assert f"{count} orders of Lamp House" in page(ops, "due", shop=shop.pk, when=when)

    def test_where_nothing_is_late_the_list_begins_with_the_next_day(self, shop: Shop, ops) -> None:
        ClockRule.objects.update_or_create(shop=shop, defaults={"hours": 62})
        assert "60 orders of Lamp House" in page(ops, "due", shop=shop.pk)

    def test_export(self, shop: Shop, ops) -> None:
        answer = ops.get(reverse("dispatch:due-export"), {"shop": shop.pk, "when": "overdue", "format": "csv"})
        assert answer.content.decode("utf-8-sig").count("\r\n") == 11
        assert ops.get(reverse("dispatch:due-export"), {"when": "all"}).status_code == 404

    def test_settings(self, shop: Shop, ops) -> None:
        told = {
            "shop": shop.pk, "hours": "24", "sale_hours": "", "work_from": "08:00", "work_until": "20:00", "days": ["0", "6"],
            "off_days": "2026-10-01\n2026-10-02", "late_percent": "5", "late_least": "3", "late_most": "30.5",
            "forget_days": "20",
        }  # fmt: skip
        assert ops.post(reverse("dispatch:due-settings"), told).status_code == 302
        rule = ClockRule.objects.get()
        assert (rule.hours, rule.sale_hours, rule.work_days, rule.off_days) == (24, None, 65, ["2026-10-01", "2026-10-02"])
        assert (rule.late_share, rule.late_least_minor, rule.late_most_minor) == (0.05, 300, 3050)
        assert 'value="24"' in page(ops, "due-settings", shop=shop.pk)
        for name, wrong in (("off_days", "tomorrow"), ("late_least", "much"), ("hours", "0"), ("late_most", "1")):
            answer = ops.post(reverse("dispatch:due-settings"), told | {name: wrong})
            assert answer.status_code == 422, name

    def test_promises(self, shop: Shop, ops) -> None:
        told = {"shop": shop.pk, "told": "L0 2026-11-30\nL1, 2026-11-30"}
        assert ops.post(reverse("dispatch:due-promises"), told).status_code == 302
        assert Promise.objects.count() == 2
        assert "8 orders of Lamp House" in page(ops, "due", shop=shop.pk, when="overdue") or Promise.objects.exists()
        for wrong in ("L0", "L0 soon", ""):
            assert ops.post(reverse("dispatch:due-promises"), told | {"told": wrong}).status_code == 422


class TestAbnormal:
    def test_the_list_and_its_filters(self, shop: Shop, ops) -> None:
        shown = page(ops, "abnormal")
        assert "1 order is abnormal, 1 of them nobody&#x27;s." in shown
        assert "¥120.00 paid, its lines come to ¥100.00" in shown
        for query in ({"kind": "held"}, {"state": "closed"}, {"owner": "me"}, {"q": "nothing"}, {"late": "1"}):
            assert "No abnormal order fits these filters." in page(ops, "abnormal", **query)
        for query in ({"q": "T0"}, {"owner": "none"}, {"kind": "mismatch"}, {"state": "open"}, {"owner": "x" * 30, "kind": "?"}):
            page(ops, "abnormal", **query)

    def test_take_solve_and_undo(self, shop: Shop, client_as) -> None:
        agent = client_as(Role.SERVICE)
        row = AbnormalOrder.objects.get()
        many = reverse("dispatch:abnormal-many")
        agent.post(many, {"id": row.pk, "act": "take"})
        row.refresh_from_db()
        assert (row.state, row.owner.role) == ("in_work", Role.SERVICE)
        agent.post(many, {"id": row.pk, "act": "no_problem", "next": reverse("dispatch:abnormal")})
        act = AbnormalAct.objects.latest("pk")
        assert f"/undo/{act.pk}/" in page(agent, "abnormal", state="closed")
        agent.post(reverse("dispatch:abnormal-undo", args=[act.pk]))
        row.refresh_from_db()
        assert row.state == "in_work"
        assert client_as(Role.WAREHOUSE).post(reverse("dispatch:abnormal-undo", args=[act.pk])).status_code == 404
        agent.post(many, {"act": "solved"})
        agent.post(many, {"id": row.pk, "act": "eaten"})
        row.refresh_from_db()
        assert row.state == "in_work"

    def test_one_with_its_story(self, shop: Shop, client_as) -> None:
        packer, row = client_as(Role.WAREHOUSE), AbnormalOrder.objects.get()
        packer.post(reverse("dispatch:abnormal-comment", args=[row.pk]), {"text": "on the red shelf"})
        packer.post(reverse("dispatch:abnormal-put-off", args=[row.pk]), {"due": "2026-11-20T10:00"})
        packer.post(reverse("dispatch:abnormal-put-off", args=[row.pk]), {"due": "2026-13-20T10:00"})
        packer.post(reverse("dispatch:abnormal-many"), {"id": row.pk, "act": "give", "owner": packer.session["_auth_user_id"]})
        shown = page(packer, "abnormal-one", row.pk)
        assert "on the red shelf" in shown
        assert "put off until 10:00, 20 Nov" in shown
        assert AbnormalNote.objects.count() == 3
        assert packer.get(reverse("dispatch:abnormal-one", args=[row.pk + 99])).status_code == 404

    def test_report(self, shop: Shop, client_as) -> None:
        packer = client_as(Role.WAREHOUSE)
        answer = packer.post(reverse("dispatch:abnormal-report"), {"shop": shop.pk, "order_no": "T05", "text": "torn"})
        assert answer.status_code == 302
        assert AbnormalOrder.objects.filter(kind="hand", order_no="T05").exists()
        assert packer.post(reverse("dispatch:abnormal-report"), {"shop": shop.pk, "order_no": "", "text": ""}).status_code == 422

    def test_rules(self, shop: Shop, ops) -> None:
        address = reverse("dispatch:abnormal-rules")
        assert "Odd quantity" in page(ops, "abnormal-rules", shop=shop.pk)
        ops.post(address, {"shop": shop.pk, "kind": "quantity", "is_on": "1", "least": "4", "times": "5"})
        assert AbnormalRule.objects.get().values == {"least": 4, "times": 5}
        for wrong in ({"kind": "quantity", "least": "x", "times": "5"}, {"kind": "hand"}, {"kind": "?"}):
            ops.post(address, {"shop": shop.pk, **wrong})
        assert AbnormalRule.objects.count() == 1

    def test_export(self, shop: Shop, ops) -> None:
        for ending in ("csv", "xlsx"):
            assert ops.get(reverse("dispatch:abnormal-export"), {"format": ending}).status_code == 200
        assert ops.get(reverse("dispatch:abnormal-export"), {"format": "doc"}).status_code == 404


class TestWhoMay:
    @pytest.mark.parametrize("name", ["due-settings", "abnormal-rules"])
    def test_settings_are_for_those_who_manage_shops(self, shop: Shop, client_as, name: str) -> None:
        assert client_as(Role.WAREHOUSE).get(reverse(f"dispatch:{name}")).status_code == 403
        assert client_as(Role.OPERATIONS).get(reverse(f"dispatch:{name}")).status_code == 200

    def test_strangers(self, shop: Shop, client) -> None:
        for name in PAGES:
            assert client.get(reverse(f"dispatch:{name}")).status_code == 302
        assert client.get("/api/v1/dispatch/due/").status_code in {401, 403}


class TestRest:
    def test_due(self, shop: Shop, ops) -> None:
        told = ops.get("/api/v1/dispatch/due/", {"shop": shop.pk}).json()
        (store,) = told["stores"]
        assert (store["open"], store["overdue"], store["due_in_12_hours"], store["speed_an_hour"]) == (60, 10, 50, 5.0)
        assert store["will_miss"] == 20
        assert store["at_risk"] is None
        rows = ops.get("/api/v1/dispatch/due/orders/", {"shop": shop.pk, "when": "overdue"}).json()
        assert [row["order_no"] for row in rows] == [f"L{number}" for number in range(10)]
        assert ops.get("/api/v1/dispatch/due/", {"shop": 999_999}).status_code == 404

    def test_promises(self, shop: Shop, ops) -> None:
        address = "/api/v1/dispatch/due/promises/"
        told = {"shop": shop.pk, "orders": [{"order_no": "L0", "ship_by": "2026-12-01T00:00:00Z"}]}
        assert ops.post(address, told, content_type="application/json").json() == {"orders": 1}
        assert ops.post(address, {"shop": shop.pk, "orders": []}, content_type="application/json").status_code == 400

    def test_abnormal(self, shop: Shop, ops) -> None:
        (row,) = ops.get("/api/v1/dispatch/abnormal/").json()
        assert (row["order_no"], row["kind"], row["amount"]) == ("T00", "mismatch", "120.00")
        address = "/api/v1/dispatch/abnormal/act/"
        done = ops.post(address, {"ids": [row["id"]], "act": "take"}, content_type="application/json").json()
        assert done["changed"] == 1
        comments = f"/api/v1/dispatch/abnormal/{row['id']}/comments/"
        assert ops.post(comments, {"text": "seen"}, content_type="application/json").status_code == 201
        story = ops.get(f"/api/v1/dispatch/abnormal/{row['id']}/").json()["story"]
        assert [each["act"] for each in story] == ["give", "comment"]
        assert ops.post(f"{address}{done['act']}/undo/").json() == {"changed": 1}
        assert ops.post(f"{address}{done['act']}/undo/").status_code == 400
        for wrong in ({"ids": [], "act": "take"}, {"ids": [1], "act": "?"}, {"ids": [1], "act": "give", "owner": "nobody-here"}):
            assert ops.post(address, wrong, content_type="application/json").status_code == 400
        told = {"shop": shop.pk, "order_no": "T07", "text": "torn"}
        assert ops.post("/api/v1/dispatch/abnormal/", told, content_type="application/json").status_code == 201
        assert len(ops.get("/api/v1/dispatch/abnormal/", {"q": "T07"}).json()) == 1
