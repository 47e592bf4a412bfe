"""A chase with a hold-out over a simulated day: files every two hours by the main road, two agents by the page, a planted effect.

Every buyer has a number that says whether they pay by themselves, only when asked, or not at all; so the truth is known.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.roles import Role
from desk.models import Chase, Contact
from desk.queries.chase import chase_effect, in_hand
from desk.services import run_round, set_chase_rule
from imports import services
from imports.models import ImportJob, State
from orders.models import Shop
from orders.services import create_shop
from tests.imports.files import LINES, written

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 11, tzinfo=UTC)
BUYERS = 120
BY_THEMSELVES, WHEN_ASKED = 0.3, 0.45


class Buyer:
    """One simulated buyer: what they do by themselves, and what they do when somebody asks."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.key, self.order_no = f"buyer{number}", f"T{number:05}"
        self.placed = DAY + timedelta(minutes=chance.randint(0, 360))
        self.amount = chance.randint(50, 400)
        self.mood = chance.random()
        self.paid_at = self.placed + timedelta(minutes=chance.randint(60, 600)) if self.mood < BY_THEMSELVES else None
        self.wants_back_at = self.placed + timedelta(minutes=45) if chance.random() < 0.05 else None
        self.asked_at: datetime | None = None

    def ask(self, at: datetime) -> None:
        """Somebody asks: those who needed only that pay within a quarter of an hour."""
        self.asked_at = at
        if self.paid_at is None and self.mood < BY_THEMSELVES + WHEN_ASKED:
            self.paid_at = at + timedelta(minutes=15)

    def rows(self, now: datetime) -> list[list[Any]]:
        """What the platform's export says of them at a moment: this order, and an older one that they may want money back for."""
        paid = self.paid_at if self.paid_at and self.paid_at <= now else None
        told = [
            [self.order_no, "1", self.key, _time(self.placed), _time(paid), "paid" if paid else "unpaid", "COAT", 1, self.amount]
        ]
        if self.wants_back_at and self.wants_back_at <= now:
            old = DAY - timedelta(days=9)
            told.append([f"OLD{self.order_no}", "1", self.key, _time(old), _time(old), "paid", "COAT", 1, 99])
        return [[*row, "requested" if row[0].startswith("OLD") else "none"] for row in told]


def _time(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M:%S}"


def bring(shop: Shop, buyers: list[Buyer], now: datetime) -> None:
    """Bring the export of this moment by the main road."""
    rows = [row for buyer in buyers if buyer.placed <= now for row in buyer.rows(now)]
    content = written([*LINES, "Refund state"], rows)
    told = {"filename": f"{now:%H%M}.csv", "actor": None, "source": "upload", "shop": shop, "as_of": now}
    job = services.receive(file=[content], **told)
    services.look_at(job_id=job.pk, worker="test")
    job = ImportJob.objects.get(pk=job.pk)
    if job.state == State.READY:
        services.confirm(job=job, actor=None)
    services.run_road(job_id=job.pk, worker="test")
    job.refresh_from_db()
    assert (job.state, job.rejected) == (State.DONE, 0), job.error
    run_round(shop=shop, at=now)


def work(clients: list[Any], shop: Shop, by_key: dict[str, Buyer], now: datetime) -> None:
    """Two agents take turns until nobody waits; each asks whom they have in hand and reports by the page."""
    for client in clients:
        client.post("/desk/chase/next/", {"shop": shop.pk})
    idle = 0
    while idle < len(clients):
        idle = 0
        for client in clients:
            mine = in_hand(client.user, now)
            if mine is None:
                idle += 1
                continue
            buyer = by_key[mine.buyer_key]
            assert not mine.is_held
            assert buyer.paid_at is None or buyer.paid_at > now, "nobody who has paid is asked"
            assert buyer.wants_back_at is None or buyer.wants_back_at > now, "nobody who wants money back is asked"
            others = [in_hand(other.user, now) for other in clients if other is not client]
            assert mine.pk not in {other.pk for other in others if other}, "nobody is in two hands"
            buyer.ask(now)
            client.post(f"/desk/chase/{mine.pk}/report/", {"result": "asked"})


def test_a_day_of_chasing_with_a_share_left_out(client_as):
    shop = create_shop(actor=None, name="Lamp House", platform="taobao", time_zone="UTC")
    set_chase_rule(actor=None, shop=shop, told={"held_bp": 3_500, "from_minutes": 30, "most_asks": 1})
    chance = random.Random(11)
    buyers = [Buyer(number, chance) for number in range(BUYERS)]
    by_key = {buyer.key: buyer for buyer in buyers}
    clients = [client_as(Role.SERVICE, username=name) for name in ("chen", "liu")]
    for hour in range(1, 26, 3):
        now = DAY + timedelta(hours=hour)
        with time_machine.travel(now, tick=False):
            bring(shop, buyers, now)
            work(clients, shop, by_key, now)
    end = DAY + timedelta(hours=32)
    with time_machine.travel(end, tick=False):
        bring(shop, buyers, end)
    held = set(Chase.objects.filter(is_held=True).values_list("buyer_key", flat=True))
    assert held
    assert not {buyer.key for buyer in buyers if buyer.asked_at} & held
    assert not Contact.objects.filter(buyer_key__in=held).exists()
    assert not Chase.objects.filter(ended_at=None).exists()

    effect = chase_effect(shop, since=DAY, until=DAY + timedelta(days=3), at=end)
    chases = {chase.buyer_key: chase for chase in Chase.objects.all()}
    assert effect.reached.count + effect.held.count == len(chases)
    assert effect.held.count == len(held)
    paid = {key for key in chases if by_key[key].paid_at}
    assert effect.reached.paid + effect.held.paid == len(paid)
    money = sum(by_key[key].amount * 100 for key in paid)
    assert effect.reached.money_minor + effect.held.money_minor == money
    # The truth of this very draw: who was asked pays more often by those whom only asking moves.
    moved = [key for key in chases if by_key[key].asked_at and BY_THEMSELVES <= by_key[key].mood < BY_THEMSELVES + WHEN_ASKED]
    truth = len(moved) / effect.reached.count
    # Which buyers are drawn out hangs on the number of the shop: twice the half-width holds for any draw.
    assert abs(effect.difference - truth) < effect.high - effect.low
    assert truth > 0.2
    with time_machine.travel(end, tick=False):
        page = clients[0].get("/desk/chase/effect/", {"shop": shop.pk, "from": "2026-11-11", "to": "2026-11-13"}).text
    assert ("It brought" in page) or ("cannot be told" in page) or ("Too few" in page)
    assert f">{effect.held.count}<" in page
