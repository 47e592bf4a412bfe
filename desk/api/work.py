"""The quiet hour for programs: whom to reach, take, report, take back; whom nobody may reach; core buyers."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from desk.api.shared import ABSENT, CONFLICT, DENIED, SHOP, WRONG, actor_of, shop_asked
from desk.models import BuyerReview, DoNotContact, WorkKind
from desk.queries.barred import standing
from desk.queries.worklist import core_buyers, last_work, work_list
from desk.rules.worklist.results import WorkResult
from desk.services import WorkError, bar_buyer, report_work, take_work, unbar_buyer, undo_work
from desk.views.worklist import rows_of

KIND = OpenApiParameter("kind", OpenApiTypes.STR, description="core, review, call or second; without it all")


class WorkSerializer(serializers.Serializer[Any]):
    """One to reach."""

    kind = serializers.ChoiceField(choices=WorkKind.values)
    account = serializers.CharField(allow_blank=True)
    review = serializers.IntegerField(allow_null=True)
    why = serializers.CharField()
    say = serializers.CharField()
    won_by = serializers.CharField(allow_blank=True)
    last_contact = serializers.DateTimeField(allow_null=True)


class WorkReportSerializer(serializers.Serializer[dict[str, Any]]):
    """What came of it."""

    account = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=WorkKind.values)
    result = serializers.ChoiceField(choices=[one.value for one in WorkResult])
    review = serializers.IntegerField(required=False, allow_null=True)


class BarredSerializer(serializers.Serializer[Any]):
    """One account nobody may reach out to."""

    id = serializers.IntegerField(read_only=True)
    account = serializers.CharField(max_length=200)
    reason = serializers.CharField(max_length=200)
    until = serializers.DateTimeField(allow_null=True, required=False)


class CoreSerializer(serializers.Serializer[Any]):
    """A core buyer."""

    id = serializers.IntegerField()
    account = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    owner = serializers.CharField(allow_null=True)
    next_on = serializers.DateField()
    every_days = serializers.IntegerField()


class WorkView(APIView):
    """Whom to reach."""

    permission = Permission.ASK_BUYERS

    @extend_schema(
        operation_id="work_list", parameters=[SHOP, KIND], responses={200: WorkSerializer(many=True), **DENIED, **ABSENT}
    )
    def get(self, request: Request) -> Response:
        """List whom to reach in a quiet hour, at most twelve a reason."""
        now, kind = timezone.now(), request.query_params.get("kind", "")
        items = work_list(shop_asked(request), at=now, kind=kind if kind in WorkKind.values else "")
        return Response(WorkSerializer([_told(row) for row in rows_of(items, now)], many=True).data)


class WorkNextView(APIView):
    """Take the next."""

    permission = Permission.ASK_BUYERS

    @extend_schema(
        operation_id="work_next", parameters=[SHOP, KIND], request=None,
        responses={200: WorkSerializer, 204: None, **DENIED, **ABSENT},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Take the next of the list in hand; nothing (204) when nobody is left."""
        now = timezone.now()
        item = take_work(actor=actor_of(request), shop=shop_asked(request), at=now, kind=request.query_params.get("kind", ""))
        return Response(status=204) if item is None else Response(WorkSerializer(_told(rows_of([item], now)[0])).data)


class WorkReportView(APIView):
    """Report."""

    permission = Permission.ASK_BUYERS

    @extend_schema(
        operation_id="work_report", parameters=[SHOP], request=WorkReportSerializer,
        responses={204: None, **DENIED, **ABSENT, **WRONG, **CONFLICT},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Keep what came of reaching somebody."""
        shop, sent = shop_asked(request), WorkReportSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        review = get_object_or_404(BuyerReview, shop=shop, pk=data["review"]) if data.get("review") else None
        try:
            report_work(
                actor=actor_of(request), shop=shop, buyer_key=data["account"], kind=WorkKind(data["kind"]),
                result=WorkResult(data["result"]), at=timezone.now(), review=review,
            )  # fmt: skip
        except WorkError as error:
            return Response({"code": error.code}, status=409)
        return Response(status=204)


class WorkUndoView(APIView):
    """Take back."""

    permission = Permission.ASK_BUYERS

    @extend_schema(operation_id="work_undo", request=None, responses={204: None, **DENIED, **CONFLICT})
    def post(self, request: Request) -> Response:
        """Take back what one reported last, within the hour."""
        now = timezone.now()
        contact = last_work(actor_of(request), now)
        if contact is None:
            return Response({"code": "late"}, status=409)
        undo_work(actor=actor_of(request), contact=contact, at=now)
        return Response(status=204)


class BarredView(APIView):
    """Whom nobody may reach."""

    permission = Permission.ASK_BUYERS

    @extend_schema(operation_id="not_to_contact", parameters=[SHOP], responses={200: BarredSerializer(many=True), **DENIED})
    def get(self, request: Request) -> Response:
        """List the accounts nobody may reach out to now."""
        rows = standing(timezone.now()).filter(shop=shop_asked(request))
        return Response(BarredSerializer([_barred(one) for one in rows], many=True).data)

    @extend_schema(
        operation_id="not_to_contact_add", parameters=[SHOP], request=BarredSerializer,
        responses={201: BarredSerializer, **DENIED, **ABSENT, **WRONG},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Put an account on the list, whether it has ordered or not."""
        shop, sent = shop_asked(request), BarredSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        try:
            entry = bar_buyer(actor=actor_of(request), shop=shop, buyer_key=data["account"].strip(), reason=data["reason"],
                              at=timezone.now(), until=data.get("until"))  # fmt: skip
        except ValueError as error:
            return Response({"detail": str(error)}, status=400)
        return Response(BarredSerializer(_barred(entry)).data, status=201)


class BarredOneView(APIView):
    """One of them."""

    permission = Permission.ASK_BUYERS

    @extend_schema(operation_id="not_to_contact_drop", responses={204: None, **DENIED, **ABSENT})
    def delete(self, request: Request, pk: int) -> Response:
        """Take an account off the list."""
        entry = get_object_or_404(DoNotContact.objects.select_related("shop"), pk=pk)
        unbar_buyer(actor=actor_of(request), entry=entry, at=timezone.now())
        return Response(status=204)


class CoreView(APIView):
    """Core buyers."""

    permission = Permission.ASK_BUYERS

    @extend_schema(operation_id="core_buyers", parameters=[SHOP], responses={200: CoreSerializer(many=True), **DENIED, **ABSENT})
    def get(self, request: Request) -> Response:
        """List the core buyers of a shop, whose contact is due first on top."""
        rows = [
            {"id": one.pk, "account": one.buyer_key, "name": one.name, "next_on": one.next_on, "every_days": one.every_days,
             "owner": one.owner.username if one.owner else None}
            for one in core_buyers(shop_asked(request))
        ]  # fmt: skip
        return Response(CoreSerializer(rows, many=True).data)


def _told(row: Any) -> dict[str, Any]:
    item = row.item
    return {
        "kind": item.kind.value,
        "account": item.key,
        "review": item.review.pk if item.review else None,
        "why": row.why,
        "say": row.say,
        "won_by": item.won_by,
        "last_contact": item.last_contact,
    }


def _barred(one: DoNotContact) -> dict[str, Any]:
    return {"id": one.pk, "account": one.buyer_key, "reason": one.reason, "until": one.until}
