"""A prepared question answers as the query it was made from, whatever the number."""

import pytest
from django.db.models import F
from django.utils import timezone

from accounts.models import ApiToken
from common.prepared import Prepared

pytestmark = pytest.mark.django_db


def tokens_of(user_id: int):
    rows = ApiToken.objects.filter(user=user_id).order_by("-pk")
    return rows.values_list("name", "created_at", "last_used_at", F("user__is_active"), "user__role")[:2]


def test_rows_are_those_of_the_query_and_typed_alike(person, django_assert_num_queries):
    one, other = person("boss"), person("service")
    for number, user in enumerate([one, one, one, other]):
        ApiToken.objects.create(user=user, digest=f"d{number}", name=f"n{number}", created_at=timezone.now())
    prepared = Prepared(tokens_of)
    for user in (one, other, one):
        wanted = [list(row) for row in tokens_of(user.pk)]
        with django_assert_num_queries(1):
            assert prepared.rows(user.pk) == wanted
    assert prepared.rows(one.pk)[0][0] == "n2"
    assert prepared.rows(0) == []
