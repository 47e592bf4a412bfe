from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts import services
from accounts.models import ApiToken, AuditEntry
from accounts.roles import Role
from common.permissions import Permission

pytestmark = pytest.mark.django_db
TOKENS = "/me/tokens/"


class Board(APIView):
    """An address that shows who asks."""

    permission = Permission.VIEW_BOARD

    def get(self, request: Request) -> Response:
        return Response({"user": request.user.get_username()})


class Both(APIView):
    permission_by_method = {"GET": Permission.VIEW_IMPORTS, "POST": Permission.IMPORT_FILES}

    def get(self, request: Request) -> Response:
        return Response({})

    def post(self, request: Request) -> Response:
        return Response({}, status=201)


class Forgotten(APIView):
    def get(self, request: Request) -> Response:
        return Response({})


def ask(view, token=None, header=None, method="get"):
    headers = {"authorization": header or f"Token {token}"} if token or header else {}
    return view.as_view()(getattr(APIRequestFactory(), method)("/", headers=headers))


def token_for(user):
    return services.create_token(actor=user, user=user, name="ERP", at=timezone.now()).token


def test_a_token_lets_a_program_act_as_the_person(person):
    user = person(Role.OPERATIONS)
    assert ask(Board, token_for(user)).data == {"user": user.username}


@pytest.mark.parametrize("header", [None, "Token wrong", "Token", "Token a b", "Bearer abc", "Token \xff"])
def test_without_a_right_token_the_answer_is_401(header):
    response = ask(Board, header=header)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"


def test_a_token_dies_with_the_right_or_the_account(person):
    user = person(Role.OPERATIONS)
    token = token_for(user)
    user.role = Role.WAREHOUSE
    user.save()
    assert ask(Board, token).status_code == 401
    user.role, user.is_active = Role.OPERATIONS, False
    user.save()
    assert ask(Board, token).status_code == 401


def test_an_address_that_names_no_permission_is_denied_to_all(person):
    assert ask(Forgotten, token_for(person(Role.ADMIN))).status_code == 403


def test_methods_may_need_different_rights(person):
    boss = token_for(person(Role.BOSS))
    assert ask(Both, boss).status_code == 200
    assert ask(Both, boss, method="post").status_code == 403
    assert ask(Both, boss, method="delete").status_code == 403
    assert ask(Both, token_for(person(Role.OPERATIONS)), method="post").status_code == 201


def test_only_the_fingerprint_is_kept(person):
    token = token_for(person())
    row = ApiToken.objects.get()
    assert token not in {row.digest, row.name}
    assert row.digest == services.digest_of(token)
    assert token not in str(AuditEntry.objects.values())


def test_use_is_noted_once_a_minute(person, clock, django_assert_num_queries):
    token = token_for(person())
    ask(Board, token)
    first = ApiToken.objects.get().last_used_at
    assert first == timezone.now()
    clock.shift(timedelta(seconds=59))
    with django_assert_num_queries(1):
        ask(Board, token)
    assert ApiToken.objects.get().last_used_at == first
    clock.shift(timedelta(seconds=1))
    ask(Board, token)
    assert ApiToken.objects.get().last_used_at > first


def test_a_token_is_shown_once_and_can_be_revoked(client_as):
    client = client_as(Role.OPERATIONS)
    assert "No program may act in your name." in client.get(TOKENS).text
    page = client.post(TOKENS, {"name": "ERP export"})
    token = page.context["fresh"].token
    assert token in page.text
    assert token not in client.get(TOKENS).text
    assert ask(Board, token).status_code == 200
    row = ApiToken.objects.get()
    assert client.post(reverse("accounts:token-revoke", args=[row.pk])).url == TOKENS
    assert ask(Board, token).status_code == 401
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["token.revoke", "token.create"]


def test_nobody_revokes_the_token_of_another(client_as, person):
    token_for(person())
    client_as(Role.ADMIN).post(reverse("accounts:token-revoke", args=[ApiToken.objects.get().pk]))
    assert ApiToken.objects.exists()


def test_the_command_prints_the_token_alone(person):
    out = StringIO()
    call_command("token", person(username="lin").username, "--name", "night job", stdout=out)
    assert ask(Board, out.getvalue().strip()).data == {"user": "lin"}
    assert ApiToken.objects.get().name == "night job"


def test_the_command_refuses_who_may_not(person):
    person(Role.WAREHOUSE, username="wu")
    with pytest.raises(CommandError, match="may not use"):
        call_command("token", "wu")
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("token", "nobody")
