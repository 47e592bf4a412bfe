"""Numbers over REST."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from metrics import queries, shape
from metrics.forms import NumbersForm
from metrics.serializers import AnswerSerializer, QuestionErrorSerializer


class NumbersView(APIView):
    """Any defined metric of a shop."""

    permission = Permission.VIEW_NUMBERS

    @extend_schema(
        operation_id="numbers",
        summary="The numbers of a shop",
        description="In total, by day or by hour of the shop's clock. Amounts are decimal strings; unknown is null.",
        parameters=[
            OpenApiParameter("shop", OpenApiTypes.STR, required=True, description="Name of the shop."),
            OpenApiParameter("from", OpenApiTypes.STR, description="Start, on the shop's clock unless it has an offset."),
            OpenApiParameter("to", OpenApiTypes.STR, description="End, not included."),
            OpenApiParameter("by", OpenApiTypes.STR, enum=["total", "day", "hour"], description="Total when left out."),
            OpenApiParameter("metrics", OpenApiTypes.STR, description="Names with commas; all when left out."),
        ],
        responses={
            200: AnswerSerializer,
            400: QuestionErrorSerializer,
            401: OpenApiResponse(description="You are not signed in."),
            403: OpenApiResponse(description="You may not see numbers."),
        },
    )
    def get(self, request: Request) -> Response:
        """Answer the question, or say what is wrong with it."""
        asked = request.query_params
        form = NumbersForm(
            {
                "shop": asked.get("shop", ""),
                "start": asked.get("from", ""),
                "end": asked.get("to", ""),
                "by": asked.get("by", ""),
                "metrics": asked.get("metrics", ""),
            }
        )
        if not form.is_valid():
            raise ValidationError({name: [str(error) for error in errors] for name, errors in form.errors.items()})
        shop, by = form.cleaned_data["shop"], form.cleaned_data["by"]
        rows = queries.numbers(shops=[shop], window=form.window, by=by, names=form.cleaned_data["metrics"] or None)
        return Response(shape.as_json(shop, by, rows, queries.freshness(shops=[shop])[0]))
