"""What a shop keeps of its buyers, and a person forgotten."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from customers.api.contacts import ReasonSerializer
from customers.api.shared import ABSENT, DENIED, SHOP, WRONG, actor_of, shop_asked
from customers.models import Buyer, PrivacySetting
from customers.services import erase_person, set_privacy

LONGEST = 36_500


class PrivacySerializer(serializers.Serializer[Any]):
    """What a shop keeps, and for how many days; null: without an end. Contacts turned off are erased at once."""

    keep_contacts = serializers.BooleanField(required=False)
    keep_days = serializers.IntegerField(required=False, allow_null=True, min_value=30, max_value=LONGEST)
    contact_days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=LONGEST)
    upload_days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=LONGEST)
    log_days = serializers.IntegerField(required=False, allow_null=True, min_value=30, max_value=LONGEST)
    reveals_an_hour = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST)


class ForgottenSerializer(serializers.Serializer[dict[str, Any]]):
    """How many accounts were forgotten."""

    accounts = serializers.IntegerField()


class PrivacyView(APIView):
    """What a shop keeps."""

    permission = Permission.MANAGE_TIERS

    @extend_schema(operation_id="buyers_privacy", parameters=[SHOP], responses={200: PrivacySerializer, **DENIED, **ABSENT})
    def get(self, request: Request) -> Response:
        """Say what a shop keeps of its buyers and for how long."""
        shop = shop_asked(request)
        return Response(PrivacySerializer(PrivacySetting.objects.filter(shop=shop).first() or PrivacySetting(shop=shop)).data)

    @extend_schema(
        operation_id="buyers_privacy_set",
        parameters=[SHOP],
        request=PrivacySerializer,
        responses={200: PrivacySerializer, **DENIED, **ABSENT, **WRONG},
    )
    def put(self, request: Request) -> Response:
        """Set what is named; the rest stays as it was."""
        shop = shop_asked(request)
        sent = PrivacySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        kept = set_privacy(actor=actor_of(request), shop=shop, at=timezone.now(), **sent.validated_data)
        return Response(PrivacySerializer(kept).data)


class EraseView(APIView):
    """A person forgotten."""

    permission = Permission.MANAGE_TIERS

    @extend_schema(
        operation_id="buyer_erase",
        request=ReasonSerializer,
        responses={200: ForgottenSerializer, **DENIED, **ABSENT, **WRONG},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Forget a buyer and the other accounts of the same person; orders keep their sums. Cannot be undone."""
        buyer = get_object_or_404(Buyer, pk=pk)
        sent = ReasonSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        count = erase_person(actor=actor_of(request), buyer=buyer, reason=sent.validated_data["reason"], at=timezone.now())
        return Response(ForgottenSerializer({"accounts": count}).data)
