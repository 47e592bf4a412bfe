"""Where today will end in a shop, over REST."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from live.queries.ordinary import today_of
from live.services.mornings import FORESEEN
from live.tasks import ask_for_mornings
from orders.models import Shop


class TodaySerializer(serializers.Serializer[dict[str, object]]):
    """Where today ends: minor units for revenue, a count for paid orders; empty until something can be said."""

    day = serializers.DateField()
    metric = serializers.CharField()
    state = serializers.ChoiceField(choices=["ready", "rough", "early", "no_days", "waiting"])
    sold = serializers.IntegerField(allow_null=True)
    low = serializers.IntegerField(allow_null=True)
    middle = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)
    today_counts = serializers.FloatField(allow_null=True, help_text="0 to 1; the usual day is the rest")
    is_unusual = serializers.BooleanField()
    clean_days = serializers.IntegerField()
    goal = serializers.IntegerField(allow_null=True)
    odds = serializers.FloatField(allow_null=True, help_text="of reaching the goal that was asked for")


class TodayQuerySerializer(serializers.Serializer[dict[str, object]]):
    """What is asked: the metric, and a goal whose odds are wanted."""

    metric = serializers.ChoiceField(choices=FORESEEN, default="revenue")
    goal = serializers.IntegerField(min_value=0, max_value=10**15, required=False, default=None)


class TodayView(APIView):
    """The end of the day of one shop."""

    permission = Permission.VIEW_BOARD

    @extend_schema(
        operation_id="shop_today",
        summary="Where today will end in a shop",
        parameters=[OpenApiParameter("metric", str, enum=list(FORESEEN)), OpenApiParameter("goal", int)],
        responses=TodaySerializer,
    )
    def get(self, request: Request, shop_id: int) -> Response:
        """Return where today ends, and with a goal the odds of reaching it."""
        asked = TodayQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        metric, goal = asked.validated_data["metric"], asked.validated_data["goal"]
        found = today_of(shop=get_object_or_404(Shop, pk=shop_id), metric=metric, at=timezone.now())
        if found.state == "waiting":
            ask_for_mornings()
        said = found.forecast
        told = {
            "day": found.day,
            "metric": metric,
            "state": found.state,
            **{name: None if said is None else round(getattr(said, name)) for name in ("sold", "low", "middle", "high")},
            "today_counts": None if said is None else round(said.today_counts, 4),
            "is_unusual": said is not None and said.is_unusual,
            "clean_days": found.morning.days if found.morning else 0,
            "goal": goal,
            "odds": None if said is None or goal is None else round(said.p_at_least(float(goal)), 4),
        }
        return Response(TodaySerializer(told).data)
