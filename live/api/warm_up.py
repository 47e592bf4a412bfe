"""The warm-up of a sale over REST."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.models import Campaign
from common.permissions import Permission
from common.windows import slot_start
from live.page.warm_words import warm_title, warm_why
from live.queries.warm_up import NAMES, warm_up_of


class WarmUpProductSerializer(serializers.Serializer[dict[str, object]]):
    """One product so far; `trend`: its carts / those before the earlier sale."""

    sku = serializers.CharField()
    title = serializers.CharField()
    favourites = serializers.IntegerField(allow_null=True)
    carts = serializers.IntegerField(allow_null=True)
    inquiries = serializers.IntegerField(allow_null=True)
    trend = serializers.FloatField(allow_null=True)


class WarmUpSerializer(serializers.Serializer[dict[str, object]]):
    """How a warm-up stands. `trends`: so far / the mean of earlier sales then; `foretold`: paid orders of the first phase."""

    known_to = serializers.DateTimeField()
    totals = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    trends = serializers.DictField(child=serializers.FloatField(allow_null=True))
    earlier = serializers.ListField(child=serializers.CharField())
    first_phase_orders_planned = serializers.IntegerField()
    foretold = serializers.DictField(child=serializers.FloatField(), allow_null=True)
    odds = serializers.FloatField(allow_null=True)
    carts_needed = serializers.IntegerField(allow_null=True)
    sentence = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    products = WarmUpProductSerializer(many=True)


class WarmUpView(APIView):
    """The warm-up of one campaign."""

    permission = Permission.VIEW_BOARD

    @extend_schema(operation_id="campaign_warm_up", summary="How the warm-up of a sale stands", responses=WarmUpSerializer)
    def get(self, request: Request, campaign_id: int) -> Response:
        """Return the warm-up so far, beside earlier sales at the same time before their start."""
        told = warm_up_of(campaign=get_object_or_404(Campaign, pk=campaign_id), at=timezone.now())
        foretold = told.foretold
        answer = {
            "known_to": slot_start(told.known_to),
            "totals": {name: told.totals[name] for name in NAMES},
            "trends": told.trends,
            "earlier": told.earlier_names,
            "first_phase_orders_planned": told.first_orders,
            "foretold": {name: getattr(foretold, name) for name in ("low", "middle", "high")} if foretold else None,
            "odds": told.odds,
            "carts_needed": told.needed,
            "sentence": warm_title(told),
            "reason": warm_why(told),
            "products": [
                {
                    **{name: getattr(each.interest, name) for name in ("sku", "title", "favourites", "carts", "inquiries")},
                    "trend": each.trend,
                }
                for each in told.products
            ],
        }
        return Response(WarmUpSerializer(answer).data)
