import pytest
from django.db import transaction

from accounts import queries
from accounts.models import AuditEntry
from accounts.roles import Role
from accounts.services import record
from tests.accounts.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_an_entry_is_written_once(person):
    entry = record(actor=person(), action="plan.edit", target="campaign 7", before={"share": 20}, after={"share": 25})
    entry.target = "campaign 8"
    with pytest.raises(TypeError, match="never changed"):
        entry.save()
    with pytest.raises(TypeError, match="never taken away"):
        entry.delete()
    with pytest.raises(TypeError, match="never changed"):
        AuditEntry.objects.filter(pk=entry.pk).update(target="campaign 8")
    with pytest.raises(TypeError, match="never taken away"):
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.get().target == "campaign 7"


def test_an_entry_falls_with_the_change_it_tells_of(person):
    someone = person()

    @transaction.atomic
    def change():
        record(actor=someone, action="plan.edit", target="campaign 7")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert not AuditEntry.objects.exists()


def test_the_program_and_strangers_act_without_a_name(client):
    from django.contrib.auth.models import AnonymousUser

    assert record(actor=None, action="job.fail", target="import 1").actor is None
    assert record(actor=AnonymousUser(), action="job.fail", target="import 1").actor is None


def test_pages_of_the_trail_hold_every_entry_once_newest_first(person):
    someone = person()
    numbers = [record(actor=someone, action="plan.edit", target=f"campaign {n}").pk for n in range(7)]
    seen, mark = [], None
    while True:
        page = queries.audit_trail(before=mark, size=3)
        seen += [line.entry.pk for line in page.lines]
        mark = page.older_than
        if mark is None:
            break
    assert seen == numbers[::-1]


def test_a_full_last_page_offers_no_empty_one(person):
    for n in range(3):
        record(actor=None, action="plan.edit", target=f"campaign {n}")
    assert queries.audit_trail(size=3).older_than is None


def test_the_trail_costs_one_question_whatever_its_length(person, django_assert_num_queries):
    for n in range(5):
        record(actor=PersonFactory(), action="plan.edit", target=f"campaign {n}")
    with django_assert_num_queries(1):
        [line.entry.actor.username for line in queries.audit_trail().lines]


def test_the_page_filters_by_person_and_words(client_as, person):
    client = client_as(Role.BOSS)
    assert "Nobody has changed anything yet." in client.get("/audit/").text
    lin, wu = person(username="lin"), person(username="wu")
    record(actor=lin, action="plan.edit", target="campaign 7", before={"share": 20}, after={"share": 25})
    record(actor=wu, action="import.undo", target="import 3")
    page = client.get("/audit/").text
    assert "campaign 7" in page
    assert "import 3" in page
    assert "by wu" in page
    assert "import 3" not in client.get("/audit/", {"actor": lin.pk}).text
    assert "campaign 7" not in client.get("/audit/", {"about": "undo"}).text
    assert "Nothing in the trail matches this." in client.get("/audit/", {"about": "xyz"}).text


def test_a_line_tells_what_differs_and_folds_the_rest(client_as):
    before = {f"phase {n}": n for n in range(7)}
    after = {**before, "phase 0": 10, "note": "x" * 200, **{f"phase {n}": n + 1 for n in range(1, 6)}}
    record(actor=None, action="plan.edit", target="campaign 7", before=before, after=after)
    page = " ".join(client_as(Role.BOSS).get("/audit/").text.split())
    assert "<del>0</del> <ins>10</ins>" in page
    assert "3 more" in page
    assert "phase 6" not in page
    assert "x" * 55 + "…" in page


@pytest.mark.parametrize("query", [{"before": "x"}, {"before": "-1"}, {"actor": "999999"}, {"actor": "x"}, {"before": "9" * 30}])
def test_a_damaged_address_shows_the_trail_from_its_top(client_as, query):
    record(actor=None, action="plan.edit", target="campaign 7")
    response = client_as(Role.BOSS).get("/audit/", query)
    assert response.status_code == 200
    assert "campaign 7" in response.text


def test_older_pages_are_linked_with_their_filter(client_as):
    for n in range(queries.PAGE_SIZE + 1):
        record(actor=None, action="plan.edit", target=f"campaign {n}")
    client = client_as(Role.BOSS)
    first = client.get("/audit/", {"about": "campaign"})
    older = first.context["older"]
    assert "about=campaign" in older
    second = client.get(f"/audit/?{older}")
    assert len(second.context["page"].lines) == 1
    assert "This is the end." in second.text
