"""A prepared question answers as the query it was made from, whatever it is asked with."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import ApiToken, User
from common.bulk import one_of
from common.prepared import Prepared

pytestmark = pytest.mark.django_db


def tokens_of(user_id: int) -> QuerySet[ApiToken, Any]:
    rows = ApiToken.objects.filter(user=user_id).order_by("-pk")
    return rows.values_list("name", "created_at", "last_used_at", F("user__is_active"), "user__role")[:2]


def named(user_id: int, name: str, since: datetime) -> QuerySet[ApiToken]:
    rows = ApiToken.objects.filter(user=user_id, name__gte=name, created_at__gte=since, user__is_active=True)
    return rows.select_related("user").order_by("pk")


def around(user_id: int) -> QuerySet[User]:
    mine = FilteredRelation("api_tokens", condition=Q(api_tokens__user=user_id))
    kept = Prefetch("api_tokens", ApiToken.objects.order_by("name"))
    return User.objects.annotate(mine=mine).annotate(name=F("mine__name")).prefetch_related(kept).order_by("pk", "mine__pk")


@pytest.fixture
def people(person) -> list[User]:
    one, other = person("boss"), person("service")
    for number, user in enumerate([one, one, one, other]):
        ApiToken.objects.create(user=user, digest=f"d{number}", name=f"n{number}", created_at=timezone.now())
    return [one, other]


def test_values_are_those_of_the_query_and_typed_alike(people, django_assert_num_queries):
    prepared = Prepared(tokens_of, int)
    for user in (*people, people[0]):
        wanted = list(tokens_of(user.pk))
        with django_assert_num_queries(1):
            assert prepared.ask(user.pk) == wanted
    assert prepared.ask(people[0].pk)[0][0] == "n2"
    assert prepared.ask(0) == []


def test_objects_come_with_what_they_are_joined_to_and_all_kinds_of_values_are_filled_in(people, django_assert_num_queries):
    prepared, now = Prepared(named, int, str, datetime), timezone.now()
    for user, name, since in ((people[0], "n1", now - timedelta(days=1)), (people[0], "n1", now), (people[1], "", now)):
        wanted = list(named(user.pk, name, since))
        with django_assert_num_queries(1):
            found = prepared.ask(user.pk, name, since)
            assert [(one.pk, one.user.username) for one in found] == [(one.pk, one.user.username) for one in wanted]
    assert [one.name for one in prepared.ask(people[0].pk, "n1", now - timedelta(days=1))] == ["n1", "n2"]


def test_prefetches_and_relations_with_a_condition_hold(people, django_assert_num_queries):
    prepared = Prepared(around, int)
    for user in people:
        wanted = [(one.pk, one.name, [token.name for token in one.api_tokens.all()]) for one in around(user.pk)]
        with django_assert_num_queries(2):
            assert [(one.pk, one.name, [token.name for token in one.api_tokens.all()]) for one in prepared.ask(user.pk)] == wanted


def test_a_list_is_one_value(people, django_assert_num_queries):
    prepared = Prepared(lambda names: ApiToken.objects.filter(one_of(connection, "name", names)).order_by("pk"), list)
    for names in (["n0", "n3"], ["n1"], [], ["none", "n2", "n0"]):
        with django_assert_num_queries(1):
            assert [one.name for one in prepared.ask(names)] == sorted(set(names) - {"none"})


def test_an_answer_is_nobody_elses(people):
    """Neither that of the question before nor, asked by several threads at once, that of the next."""
    prepared = Prepared(tokens_of, int)
    first = prepared.ask(people[0].pk)
    assert prepared.ask(people[1].pk) != first
    assert prepared.ask(people[0].pk) == first


@pytest.mark.django_db(transaction=True)
def test_threads_ask_over_connections_of_their_own(people):
    prepared = Prepared(tokens_of, int)
    wanted = {user.pk: list(tokens_of(user.pk)) for user in people}

    def ask(number: int) -> bool:
        try:
            user = people[number % 2]
            return all(prepared.ask(user.pk) == wanted[user.pk] for _ in range(20))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(ask, range(8)))


def test_the_first_alone_and_none_where_there_is_none(people):
    prepared = Prepared(tokens_of, int)
    assert prepared.first(people[0].pk) == prepared.ask(people[0].pk)[0]
    assert prepared.first(0) is None


def test_a_number_that_no_column_holds_finds_nothing(people):
    for number in (2**63, 10**25, -(10**25)):
        assert Prepared(tokens_of, int).ask(number) == []


def test_a_value_that_no_parameter_holds_is_refused(people):
    with pytest.raises(ValueError, match="stands in no parameter"):
        Prepared(lambda _unused: ApiToken.objects.all(), int).ask(1)
