"""Labels and the rules by which they go on by themselves."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from customers.api.shared import ABSENT, DENIED, WRONG, actor_of
from customers.models import Label, LabelNature, TierCause
from customers.rules.tiers import Way
from customers.services import ask_runs_of_all, drop_label, save_label
from customers.tasks import ring_runs

_MOST = 1_000_000


class RuleSerializer(serializers.Serializer[dict[str, Any]]):
    """Conditions that must all hold; money is asked for by tiers alone, for labels are of all shops."""

    window_days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=3_660)
    orders_from = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=_MOST)
    recent_days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=3_660)
    silent_days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=3_660)
    refund_least = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    refund_most = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    provinces = serializers.ListField(required=False, child=serializers.CharField(max_length=60), max_length=40)
    phone_orders_from = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=_MOST)
    phone_accounts_from = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=_MOST)


class LabelSerializer(serializers.Serializer[Any]):
    """A label; without a rule it is put on by hand alone."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=40)
    nature = serializers.ChoiceField(choices=LabelNature.values, default=LabelNature.DYNAMIC)
    rule = RuleSerializer(required=False)


class LabelsOfAllView(APIView):
    """The labels."""

    permission_by_method = {"GET": Permission.VIEW_BUYERS, "POST": Permission.MANAGE_TIERS}

    @extend_schema(operation_id="labels", responses={200: LabelSerializer(many=True), **DENIED})
    def get(self, request: Request) -> Response:
        """List the labels with their rules."""
        return Response(LabelSerializer([_told(label) for label in Label.objects.all()], many=True).data)

    @extend_schema(operation_id="label_make", request=LabelSerializer, responses={201: LabelSerializer, **DENIED, **WRONG})
    def post(self, request: Request) -> Response:
        """Make a label; a worker puts it on everybody its rule means."""
        return _save(request, None)


class LabelView(APIView):
    """One label."""

    permission = Permission.MANAGE_TIERS

    @extend_schema(
        operation_id="label_save", request=LabelSerializer, responses={200: LabelSerializer, **DENIED, **ABSENT, **WRONG}
    )
    def put(self, request: Request, pk: int) -> Response:
        """Change a label; a worker puts it on and takes it off by the new rule."""
        return _save(request, get_object_or_404(Label, pk=pk))

    @extend_schema(operation_id="label_drop", responses={204: None, **DENIED, **ABSENT})
    def delete(self, request: Request, pk: int) -> Response:
        """Take a label away from everybody."""
        drop_label(actor=actor_of(request), label=get_object_or_404(Label, pk=pk))
        return Response(status=204)


def _save(request: Request, label: Label | None) -> Response:
    sent = LabelSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    said = sent.validated_data
    rule = Way.read({name: value for name, value in said.get("rule", {}).items() if value is not None})
    try:
        with transaction.atomic():
            kept = save_label(
                actor=actor_of(request),
                name=said["name"],
                nature=LabelNature(said["nature"]),
                rule=rule if rule.as_dict() else None,
                label=label,
            )
            ring_runs(ask_runs_of_all(at=timezone.now(), cause=TierCause.TIME))
    except ValueError as wrong:
        sentence = "This name is taken, or empty." if str(wrong) == "name" else "This rule means nobody."
        return Response({"detail": sentence}, status=400)
    return Response(LabelSerializer(_told(kept)).data, status=201 if label is None else 200)


def _told(label: Label) -> dict[str, Any]:
    return {"id": label.pk, "name": str(label), "nature": label.nature, "rule": label.rule}
