"""Persons to decide, who won whom, old buyers by day, everything about one."""

from typing import Any

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from customers.api.shared import ABSENT, DENIED, SHOP, WRONG, actor_of, shop_asked
from customers.models import Buyer, Evidence, PersonProposal, ProposalState
from customers.queries.persons import open_proposals
from customers.queries.returning import returning
from customers.services import decide_proposal, set_acquisitions, take_everything
from customers.views.returning import dates, days_asked

MOST = 2_000


class ReturningSerializer(serializers.Serializer[Any]):
    """The buyers who paid on a day of the shop's clock."""

    day = serializers.DateField()
    new = serializers.IntegerField()
    old = serializers.IntegerField()
    won = serializers.IntegerField(help_text="old buyers whose first order lies in the three months before")
    came_back = serializers.IntegerField(help_text="older ones who bought again in those months")
    share = serializers.FloatField(allow_null=True, help_text="won and come back among the old ones")


class ProposalSerializer(serializers.Serializer[Any]):
    """Two accounts that may be one person."""

    id = serializers.IntegerField()
    first = serializers.IntegerField()
    second = serializers.IntegerField()
    evidence = serializers.ChoiceField(choices=Evidence.values)
    decision = serializers.ChoiceField(choices=ProposalState.values)


class DecisionSerializer(serializers.Serializer[dict[str, Any]]):
    """One person or two."""

    is_one = serializers.BooleanField()


class WonSerializer(serializers.Serializer[dict[str, Any]]):
    """Who won an account; an empty tag takes it away."""

    account = serializers.CharField(max_length=200)
    tag = serializers.CharField(max_length=60, allow_blank=True)


class WonListSerializer(serializers.Serializer[dict[str, Any]]):
    """Many of them, of one shop."""

    buyers = WonSerializer(many=True, help_text=f"at most {MOST} at a time")

    def validate_buyers(self, buyers: list[Any]) -> list[Any]:
        """Take at most MOST."""
        if len(buyers) > MOST:
            raise serializers.ValidationError(f"At most {MOST} at a time.")
        return buyers


class KeptSerializer(serializers.Serializer[dict[str, Any]]):
    """How many were kept."""

    kept = serializers.IntegerField()


class ReturningView(APIView):
    """Old buyers by day."""

    permission = Permission.VIEW_BUYERS

    @extend_schema(
        operation_id="buyers_returning",
        parameters=[SHOP, OpenApiParameter("from", OpenApiTypes.DATE), OpenApiParameter("to", OpenApiTypes.DATE)],
        responses={200: ReturningSerializer(many=True), **DENIED, **ABSENT, **WRONG},
    )
    def get(self, request: Request) -> Response:
        """List the days from the first to the last, both included; without them the last thirty with orders."""
        shop = shop_asked(request)
        query = request.query_params
        first, last, error = days_asked(shop, query if isinstance(query, QueryDict) else QueryDict())
        if error:
            return Response({"detail": error}, status=400)
        return Response(ReturningSerializer([_day(day) for day in returning(shop, dates(first, last))], many=True).data)


class AcquisitionsView(APIView):
    """Who won whom."""

    permission = Permission.EDIT_BUYERS

    @extend_schema(
        operation_id="buyers_won_by",
        parameters=[SHOP],
        request=WonListSerializer,
        responses={200: KeptSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request) -> Response:
        """Keep who won these accounts."""
        shop = shop_asked(request)
        sent = WonListSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        told = {one["account"]: one["tag"] for one in sent.validated_data["buyers"]}
        return Response(
            KeptSerializer({"kept": set_acquisitions(actor=actor_of(request), shop=shop, told=told, at=timezone.now())}).data
        )


class ProposalsView(APIView):
    """Pairs to decide."""

    permission = Permission.VIEW_BUYERS

    @extend_schema(operation_id="proposals", responses={200: ProposalSerializer(many=True), **DENIED})
    def get(self, request: Request) -> Response:
        """List at most fifty pairs of accounts that may be one person, the strongest evidence first."""
        return Response(ProposalSerializer([_pair(one) for one in open_proposals()], many=True).data)


class ProposalView(APIView):
    """One pair."""

    permission = Permission.EDIT_BUYERS

    @extend_schema(
        operation_id="proposal_decide",
        request=DecisionSerializer,
        responses={200: ProposalSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Say that a pair is one person, or two."""
        sent = DecisionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        proposal = get_object_or_404(PersonProposal, pk=pk)
        is_one = sent.validated_data["is_one"]
        decided = decide_proposal(actor=actor_of(request), proposal=proposal, is_one=is_one, at=timezone.now())
        return Response(ProposalSerializer(_pair(decided)).data)


class EverythingView(APIView):
    """All that is kept about one human."""

    permission = Permission.MANAGE_TIERS

    @extend_schema(operation_id="buyer_everything", responses={200: OpenApiTypes.OBJECT, **DENIED, **ABSENT})
    def get(self, request: Request, pk: int) -> Response:
        """Give everything kept about a buyer and the other accounts of the same person; the trail says who took it."""
        buyer = get_object_or_404(Buyer.objects.select_related("shop", "person"), pk=pk)
        told = take_everything(
            actor=actor_of(request), buyer=buyer, reason="everything kept, by the interface", at=timezone.now()
        )
        return Response(told, headers={"Cache-Control": "no-store"})


def _day(day: Any) -> dict[str, Any]:
    return {name: getattr(day, name) for name in ("day", "new", "old", "won", "came_back", "share")}


def _pair(one: PersonProposal) -> dict[str, Any]:
    told = {"id": one.pk, "first": one.first_id, "second": one.second_id}
    return told | {"evidence": one.evidence, "decision": one.state}
