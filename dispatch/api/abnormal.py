"""Abnormal orders by REST: list, report, one with its story, comments, and what is done to many at once."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from common.permissions import Permission
from dispatch.api.due_shared import A_SHOP, ABSENT, DENIED, PAGE, WRONG, actor_of, amount, page_asked, shops_asked
from dispatch.models import AbnormalAct, AbnormalKind, AbnormalOrder, AbnormalState
from dispatch.pages.abnormal_words import note_words, refused, what
from dispatch.queries.abnormal import Asked, abnormal_orders
from dispatch.services import abnormal as services
from orders.models import Shop

PAGE_ROWS = 200


class AbnormalSerializer(serializers.Serializer[Any]):
    """One abnormal order. `words`: what is wrong, in the language that is asked for."""

    id = serializers.IntegerField()
    shop = serializers.IntegerField()
    order_no = serializers.CharField()
    kind = serializers.CharField(help_text="the rule, or hand")
    progress = serializers.ChoiceField(choices=AbnormalState.choices)
    words = serializers.CharField()
    detail = serializers.DictField()
    owner = serializers.CharField(allow_null=True)
    due_at = serializers.DateTimeField()
    found_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    amount = serializers.CharField(allow_null=True)


class AbnormalNoteSerializer(serializers.Serializer[dict[str, Any]]):
    """One line of the story; `act` is "comment" or what happened."""

    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    act = serializers.CharField()
    text = serializers.CharField()


class AbnormalCardSerializer(AbnormalSerializer):
    """One abnormal order with its story."""

    story = AbnormalNoteSerializer(many=True)


class AbnormalReportSerializer(serializers.Serializer[dict[str, Any]]):
    """An order reported by hand."""

    shop = serializers.IntegerField(min_value=1)
    order_no = serializers.CharField(max_length=100)
    text = serializers.CharField(max_length=500)


class AbnormalCommentSerializer(serializers.Serializer[dict[str, Any]]):
    """A comment."""

    text = serializers.CharField(max_length=500)


class ActSerializer(serializers.Serializer[dict[str, Any]]):
    """What is done to many: `act` "take", "give" (to `owner`, a sign-in name; null: nobody), or a state."""

    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=500)
    act = serializers.ChoiceField(choices=["take", "give", *AbnormalState.values])
    owner = serializers.CharField(allow_null=True, required=False, max_length=150)
    text = serializers.CharField(required=False, max_length=500, allow_blank=True)


class DoneSerializer(serializers.Serializer[dict[str, Any]]):
    """What was done: the number to undo it by, and how many rows it changed."""

    act = serializers.IntegerField()
    changed = serializers.IntegerField()


class AbnormalOrdersView(APIView):
    """The list, and reports."""

    permission_by_method = {"GET": Permission.VIEW_DISPATCH, "POST": Permission.WORK_TASKS}

    @extend_schema(
        operation_id="dispatch_abnormal",
        parameters=[
            A_SHOP,
            OpenApiParameter("kind", OpenApiTypes.STR, enum=list(AbnormalKind.values)),
            OpenApiParameter("state", OpenApiTypes.STR, enum=["standing", "closed", *AbnormalState.values]),
            OpenApiParameter("owner", OpenApiTypes.STR, description='"me", "none", or the number of a person'),
            OpenApiParameter("q", OpenApiTypes.STR, description="beginning or end of an order number"),
            PAGE,
        ],
        responses={200: AbnormalSerializer(many=True), **DENIED, **ABSENT},
    )
    def get(self, request: Request) -> Response:
        """List abnormal orders, what is due first coming first, 200 a page."""
        asked = request.query_params
        found = Asked(
            shops=shops_asked(request),
            kind=asked.get("kind", ""),
            state=asked.get("state", "standing"),
            owner=asked.get("owner", ""),
            text=asked.get("q", "")[:100].replace("\x00", ""),
        )
        start = (page_asked(request) - 1) * PAGE_ROWS
        rows = abnormal_orders(found, person=actor_of(request), at=timezone.now())[start : start + PAGE_ROWS]
        return Response(AbnormalSerializer([_told(row) for row in rows], many=True).data)

    @extend_schema(
        operation_id="dispatch_abnormal_report",
        request=AbnormalReportSerializer,
        responses={201: AbnormalSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request) -> Response:
        """Report an order by hand; one that is reported already gets the text as a comment."""
        sent = AbnormalReportSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        told = sent.validated_data
        shop = get_object_or_404(Shop, pk=told["shop"])
        try:
            row = services.report_order(
                actor=actor_of(request), shop=shop, order_no=told["order_no"], text=told["text"], at=timezone.now()
            )
        except services.AbnormalError as error:
            raise ValidationError({"order_no": [refused(error.code)]}) from None
        return Response(AbnormalSerializer(_told(row)).data, status=201)


class AbnormalOrderView(APIView):
    """One abnormal order."""

    permission = Permission.VIEW_DISPATCH

    @extend_schema(operation_id="dispatch_abnormal_one", responses={200: AbnormalCardSerializer, **DENIED, **ABSENT})
    def get(self, request: Request, pk: int) -> Response:
        """Give one abnormal order with its story."""
        row = _found(pk)
        story = [
            {
                "at": note.at,
                "by": note.by.username if note.by else None,
                "act": note.act,
                "text": note.text if note.act == "comment" else note_words(note, row.shop.time_zone),
            }
            for note in row.notes.select_related("by")
        ]
        return Response(AbnormalCardSerializer(_told(row) | {"story": story}).data)


class CommentsView(APIView):
    """Comments on one."""

    permission = Permission.WORK_TASKS

    @extend_schema(
        operation_id="dispatch_abnormal_comment",
        request=AbnormalCommentSerializer,
        responses={201: AbnormalCommentSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Write a comment."""
        sent = AbnormalCommentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            note = services.comment(actor=actor_of(request), row=_found(pk), text=sent.validated_data["text"], at=timezone.now())
        except services.AbnormalError as error:
            raise ValidationError({"text": [refused(error.code)]}) from None
        return Response(AbnormalCommentSerializer({"text": note.text}).data, status=201)


class AbnormalActView(APIView):
    """What is done to many at once."""

    permission = Permission.WORK_TASKS

    @extend_schema(
        operation_id="dispatch_abnormal_act", request=ActSerializer, responses={200: DoneSerializer, **DENIED, **WRONG}
    )
    def post(self, request: Request) -> Response:
        """Take, give or set the state of many abnormal orders; what has it already is passed over."""
        sent = ActSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        told, user, at = sent.validated_data, actor_of(request), timezone.now()
        if told["act"] == "take":
            done = services.give(actor=user, ids=told["ids"], owner=user, at=at)
        elif told["act"] == "give":
            done = services.give(actor=user, ids=told["ids"], owner=_owner(told.get("owner")), at=at)
        else:
            done = services.set_state(actor=user, ids=told["ids"], state=told["act"], at=at, text=told.get("text", ""))
        return Response(DoneSerializer({"act": done.pk, "changed": len(done.after)}).data)


class AbnormalUndoView(APIView):
    """Take back what was done to many."""

    permission = Permission.WORK_TASKS

    @extend_schema(
        operation_id="dispatch_abnormal_undo",
        request=None,
        responses={200: OpenApiResponse(description="How many rows are as before."), **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Undo one's own act, where nobody changed a row since."""
        act = get_object_or_404(AbnormalAct, pk=pk, by=actor_of(request))
        try:
            count = services.undo(actor=actor_of(request), act=act, at=timezone.now())
        except services.AbnormalError as error:
            raise ValidationError({"act": [refused(error.code)]}) from None
        return Response({"changed": count})


def _owner(name: str | None) -> User | None:
    if not name:
        return None
    owner = User.objects.filter(is_active=True, username=name).first()
    if owner is None:
        raise ValidationError({"owner": ["Nobody works here under this name."]})
    return owner


def _found(pk: int) -> AbnormalOrder:
    return get_object_or_404(AbnormalOrder.objects.select_related("shop", "owner"), pk=pk)


def _told(row: AbnormalOrder) -> dict[str, Any]:
    return {
        "id": row.pk,
        "shop": row.shop_id,
        "order_no": row.order_no,
        "kind": row.kind,
        "progress": row.state,
        "words": what(row),
        "detail": row.detail,
        "owner": row.owner.username if row.owner else None,
        "due_at": row.due_at,
        "found_at": row.found_at,
        "closed_at": row.closed_at,
        "amount": amount(row.amount_minor, row.shop.currency),
    }
