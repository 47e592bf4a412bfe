"""The page of rehearsals and its interface: who may ask, what a form refuses, progress, score, export."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from rehearsal.models import RehearsalRun, RehearsalState
from rehearsal.rules.faults import Fault
from rehearsal.rules.score import Followed, Look, score
from rehearsal.services import ask_rehearsal, claim_rehearsal

pytestmark = pytest.mark.django_db

FORM = {"day": "plan", "speed": "60", "tick": "10", "first": "8:00", "until": "14:00", "seed": "1"}


def address(sale, name="rehearsals", *more):
    return reverse(f"rehearsal:{name}", args=[sale.campaign.pk, *more])


def judged(sale):
    faults = [Fault("conversion", 600, 60), Fault("stock_out", 700, 60, subject="SKU-1"), Fault("late_data", 500, 60)]
    looks = [Look(590, frozenset()), Look(620, frozenset({"cause:conversion"})), Look(690, frozenset({"stock:SKU-1"}))]
    run = ask_rehearsal(campaign=sale.campaign, actor=None, at=timezone.now(), faults=faults)
    books = {"revenue_sent": 100_00, "revenue_counted": 100_00, "orders_sent": 1, "orders_counted": 1}
    told = score(faults, looks, Followed(), books)
    held = claim_rehearsal(run_id=run.pk, at=timezone.now())
    held.end(
        at=timezone.now(),
        state=RehearsalState.DONE,
        score={**told, "files": 3, "rows": 9, "rejected": 0, "refused": 0, "speed": 60.0},
    )
    return run


def test_a_sale_that_was_never_rehearsed_says_so_and_offers_it(sale, client_as):
    page = client_as(Role.OPERATIONS).get(address(sale)).content.decode()
    assert "was never rehearsed" in page
    assert "Start the rehearsal" in page
    assert "Start the rehearsal" not in client_as(Role.BOSS).get(address(sale)).content.decode()


def test_asking_makes_a_row_with_its_faults_and_the_page_follows_it(sale, client_as):
    client = client_as(Role.OPERATIONS)
    sent = {**FORM, "conversion_at": "10:30", "conversion_share": "50", "traffic_at": "9:00", "traffic_of": "直播"}
    assert client.post(address(sale, "ask"), sent).status_code == 302
    run = RehearsalRun.objects.get()
    assert [(one["kind"], one["start"], one["share"], one["subject"]) for one in run.faults] == [
        ("traffic", 540, 0.6, "直播"),
        ("conversion", 630, 0.5, ""),
    ]
    assert (run.from_minute, run.until_minute, run.asked_by) == (480, 840, client.user)
    page = client.get(address(sale)).content.decode()
    assert 'hx-trigger="every 2s' in page
    assert client.post(address(sale, "stop", run.pk)).status_code == 302
    run.refresh_from_db()
    assert run.state == RehearsalState.STOPPED


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"conversion_at": "noon"}, "Write a time like 9:30"),
        ({"conversion_at": "10:75"}, "An hour has 60 minutes"),
        ({"conversion_at": "20:00"}, "lies outside of what is played"),
        ({"first": "15:00"}, "must lie within the sale"),
        ({"speed": "7"}, "Select a valid choice"),
    ],
)
def test_a_wrong_form_comes_back_with_the_reason(sale, client_as, sent, says):
    answer = client_as(Role.OPERATIONS).post(address(sale, "ask"), {**FORM, **sent})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not RehearsalRun.objects.exists()


def test_nobody_else_may_ask_or_stop(sale, client_as):
    run = ask_rehearsal(campaign=sale.campaign, actor=None, at=timezone.now())
    boss = client_as(Role.BOSS)
    assert boss.post(address(sale, "ask"), FORM).status_code == 403
    assert boss.post(address(sale, "stop", run.pk)).status_code == 403


def test_a_score_is_told_in_words_and_can_be_taken_home(sale, client_as):
    run = judged(sale)
    client = client_as(Role.BOSS)
    page = client.get(address(sale)).content.decode()
    assert "2 of 3 faults were noticed; not seen: The platform" in page
    assert "20 min" in page.replace("\xa0", " ")
    assert "10 min before" in page.replace("\xa0", " ")
    csv = client.get(address(sale, "export", run.pk, "csv")).content.decode("utf-8-sig")
    assert len(csv.strip().splitlines()) == 4
    assert client.get(address(sale, "export", run.pk, "pdf")).status_code == 404


def test_programs_ask_read_and_stop(sale, client_as):
    client = client_as(Role.OPERATIONS)
    where = reverse("rehearsal_api:rehearsals", args=[sale.campaign.pk])
    sent = {"speed": 600, "faults": ["conversion@10:00+60x0.5"], "until_minute": 900}
    answer = client.post(where, sent, content_type="application/json")
    assert answer.status_code == 202, answer.content
    assert answer.json()["faults"][0]["kind"] == "conversion"
    assert client.post(where, sent, content_type="application/json").status_code == 409
    bad = client.post(where, {"faults": ["fire@1:00"]}, content_type="application/json")
    assert bad.status_code == 400
    assert client.get(where).json()[0]["state"] == "queued"
    stopped = client.post(reverse("rehearsal_api:stop", args=[answer.json()["id"]]))
    assert stopped.json()["state"] == "stopped"
