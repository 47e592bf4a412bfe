"""Pictures for programs: what each one brought, what its test says."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.models import Campaign
from campaigns.picture_rights import may_draw
from campaigns.queries import pictures as queries
from campaigns.rules.problems import PlanError
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services import pictures as services
from campaigns.services.pictures import PictureCounts
from campaigns.tables.pictures import MOST_ROWS
from campaigns.words.pictures import picture_sentence, title_of, verdict_words
from common.permissions import Permission

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}


class PictureSerializer(serializers.Serializer[dict[str, Any]]):
    """One picture with its rates (shares from 0 to 1) and 95% intervals."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=120)
    place = serializers.CharField(max_length=80)
    product = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    impressions = serializers.IntegerField(min_value=0, required=False, default=0)
    clicks = serializers.IntegerField(min_value=0, required=False, default=0)
    orders = serializers.IntegerField(min_value=0, required=False, default=0)
    click_rate = serializers.FloatField(read_only=True)
    click_rate_from = serializers.FloatField(read_only=True)
    click_rate_to = serializers.FloatField(read_only=True)
    conversion = serializers.FloatField(read_only=True)
    standing = serializers.ChoiceField(choices=["winner", "leader", "racing", "beaten", "unshown"], read_only=True)
    has_file = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True, help_text="raised by every change; a change says which one it saw")


class PictureTestSerializer(serializers.Serializer[dict[str, Any]]):
    """The pictures of one place and product, and what their numbers say."""

    title = serializers.CharField()
    verdict = serializers.CharField(help_text="the sentence of the page, in the reader's language")
    missing_impressions = serializers.IntegerField(allow_null=True, help_text="of each picture in the race, about")
    pictures = PictureSerializer(many=True)


class CountsSerializer(serializers.Serializer[dict[str, Any]]):
    """What a picture of this name brought so far; it replaces what stood before."""

    name = serializers.CharField(max_length=120)
    impressions = serializers.IntegerField(min_value=0)
    clicks = serializers.IntegerField(min_value=0)
    orders = serializers.IntegerField(min_value=0, required=False, default=0)


class PicturesView(APIView):
    """The pictures of one sale; brought by whoever may change the plan, and by the designers."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.WORK_TASKS, "PUT": Permission.WORK_TASKS}

    @extend_schema(operation_id="pictures_list", responses={200: PictureTestSerializer(many=True)} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """List the tests with their pictures, the highest click rate first."""
        campaign = get_object_or_404(Campaign, pk=pk)
        return Response([test_of(test) for test in queries.picture_tests(campaign)])

    @extend_schema(
        operation_id="pictures_create",
        request=PictureSerializer,
        responses={201: PictureTestSerializer, 400: WhyNotSerializer} | REFUSED,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add a picture (its file is a change of it) and give the test it belongs to."""
        campaign = drawn_for(request, pk)
        asked = PictureSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        try:
            made = services.add_picture(
                campaign=campaign,
                actor=actor_of(request),
                name=said["name"],
                place=said["place"],
                product=said["product"],
                data=None,
                counts=PictureCounts(said["impressions"], said["clicks"], said["orders"]),
                at=timezone.now(),
            )
        except PlanError as refused:
            raise invalid(refused) from None
        tests = queries.picture_tests(campaign)
        return Response(test_of(next(t for t in tests if (t.place, t.product) == (made.place, made.product))), status=201)

    @extend_schema(
        operation_id="pictures_count",
        request=CountsSerializer(many=True),
        responses={200: PictureTestSerializer(many=True), 400: WhyNotSerializer} | REFUSED,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Set the numbers of many pictures, all or none."""
        campaign = drawn_for(request, pk)
        if not isinstance(request.data, list) or len(request.data) > MOST_ROWS:
            raise ValidationError({"detail": [f"A list of at most {MOST_ROWS} pictures."]})
        asked = CountsSerializer(data=request.data, many=True)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        if len({one["name"] for one in said}) != len(said):
            raise ValidationError({"detail": ["A name stands twice."]})
        counts = [(one["name"], PictureCounts(one["impressions"], one["clicks"], one["orders"])) for one in said]
        try:
            services.take_counts(campaign=campaign, actor=actor_of(request), counts=counts, at=timezone.now())
        except PlanError as refused:
            raise invalid(refused) from None
        return Response([test_of(test) for test in queries.picture_tests(campaign)])


def test_of(test: queries.PictureTest) -> Any:
    """Return a test with its pictures as it is told."""
    rows = [
        {
            "id": row.picture.pk,
            "name": row.picture.name,
            "place": row.picture.place,
            "product": row.picture.product,
            "impressions": row.picture.impressions,
            "clicks": row.picture.clicks,
            "orders": row.picture.orders,
            "click_rate": row.click_rate,
            "click_rate_from": row.click_low,
            "click_rate_to": row.click_high,
            "conversion": row.conversion,
            "standing": row.standing,
            "has_file": bool(row.picture.file),
            "version": row.picture.version,
        }
        for row in test.rows
    ]
    told = {"title": title_of(test), "verdict": verdict_words(test), "missing_impressions": test.verdict.missing}
    return PictureTestSerializer(told | {"pictures": rows}).data


def drawn_for(request: Request, pk: int) -> Campaign:
    """Return the sale, if this person may bring pictures; PermissionDenied otherwise."""
    if not may_draw(request.user):
        raise PermissionDenied
    return get_object_or_404(Campaign, pk=pk)


def invalid(refused: PlanError) -> ValidationError:
    """Return the problems of a picture, each under its field."""
    found: dict[str, list[str]] = {}
    for problem in refused.problems:
        found.setdefault("detail" if problem.field in {"", "table"} else problem.field, []).append(picture_sentence(problem))
    return ValidationError(found)
