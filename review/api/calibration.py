"""How right the foresight of all reviewed sales was, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from review.queries.calibration import foresight
from review.rules.calibration import Band
from review.words.calibration import odds_band, verdict


class BandSerializer(serializers.Serializer[dict[str, object]]):
    """How often a band of eight in ten held what came: `inside` of `count`, in so many `sales`; `kept` is what may be said."""

    inside = serializers.IntegerField()
    count = serializers.IntegerField()
    sales = serializers.IntegerField()
    kept = serializers.CharField()


class CalibrationSerializer(serializers.Serializer[dict[str, object]]):
    """The bands of odds, projections and demand; buffers by rule, in pieces; alerts by watch."""

    verdict = serializers.CharField()
    sales = serializers.IntegerField()
    odds = BandSerializer()
    projections = BandSerializer()
    demand = BandSerializer()
    buffers = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))
    alerts = serializers.ListField(child=serializers.DictField())


class CalibrationView(APIView):
    """How right we were."""

    permission = Permission.VIEW_COSTS

    @extend_schema(operation_id="review_calibration", responses={200: CalibrationSerializer})
    def get(self, request: Request) -> Response:
        """Give what may be said of each promise."""
        found = foresight()
        told = {
            "verdict": verdict(found),
            "sales": found.sales,
            "odds": _band(odds_band(found)),
            "projections": _band(found.projections),
            "demand": _band(found.demand),
            "buffers": found.buffers,
            "alerts": found.alerts,
        }
        return Response(CalibrationSerializer(told).data)


def _band(band: Band) -> dict[str, Any]:
    return {"inside": band.inside, "count": band.count, "sales": band.sales, "kept": band.kept.value}
