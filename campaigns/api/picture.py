"""One picture for programs: its name, place, numbers and file changed, or taken away."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.api.pictures import REFUSED, PictureTestSerializer, drawn_for, invalid, test_of
from campaigns.models import Campaign, Picture
from campaigns.queries.pictures import picture_tests
from campaigns.rules.image_files import LARGEST_BYTES
from campaigns.rules.problems import PlanError
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services import pictures as services
from campaigns.services.pictures import PictureCounts, StalePictureError
from common.permissions import Permission

_KEPT = ("name", "place", "product")
_COUNTS = ("impressions", "clicks", "orders")


class PictureChangeSerializer(serializers.Serializer[dict[str, Any]]):
    """What becomes of a picture; what is not sent stays as it is. A file comes as multipart/form-data."""

    version = serializers.IntegerField(min_value=0, help_text="the version of the picture that was seen")
    name = serializers.CharField(max_length=120, required=False)
    place = serializers.CharField(max_length=80, required=False)
    product = serializers.CharField(max_length=120, allow_blank=True, required=False)
    impressions = serializers.IntegerField(min_value=0, required=False)
    clicks = serializers.IntegerField(min_value=0, required=False)
    orders = serializers.IntegerField(min_value=0, required=False)
    file = serializers.FileField(required=False, allow_empty_file=True, help_text="PNG, JPEG, WebP or GIF, 10 MB at most")


class PictureSeenSerializer(serializers.Serializer[dict[str, Any]]):
    """The version of the picture that was seen."""

    version = serializers.IntegerField(min_value=0)


class PictureView(APIView):
    """One picture of a sale; changed by whoever may change the plan, and by the designers."""

    permission = Permission.WORK_TASKS
    parser_classes = [JSONParser, MultiPartParser, FormParser]
    answers = {200: PictureTestSerializer, 400: WhyNotSerializer, 409: PictureTestSerializer} | REFUSED

    @extend_schema(operation_id="pictures_change", request=PictureChangeSerializer, responses=answers)
    def patch(self, request: Request, pk: int, picture_id: int) -> Response:
        """Change a picture and give the test it belongs to; 409 with what stands when somebody changed it meanwhile."""
        picture = _picture(request, pk, picture_id)
        asked = PictureChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        upload = said.get("file")
        try:
            changed = services.change_picture(
                picture=picture,
                actor=actor_of(request),
                version=said["version"],
                data=None if upload is None else upload.read(LARGEST_BYTES + 1),
                counts=PictureCounts(*(said.get(name, getattr(picture, name)) for name in _COUNTS)),
                at=timezone.now(),
                **{name: said.get(name, getattr(picture, name)) for name in _KEPT},
            )
        except PlanError as refused:
            raise invalid(refused) from None
        except StalePictureError as stale:
            return Response(_its_test(stale.picture.campaign, stale.picture), status=409)
        return Response(_its_test(changed.campaign, changed))

    @extend_schema(
        operation_id="pictures_remove",
        request=PictureSeenSerializer,
        responses={204: None, 400: WhyNotSerializer, 409: PictureTestSerializer} | REFUSED,
    )
    def delete(self, request: Request, pk: int, picture_id: int) -> Response:
        """Take a picture, its file and its numbers away; 409 with what stands when somebody changed it meanwhile."""
        picture = _picture(request, pk, picture_id)
        asked = PictureSeenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            services.remove_picture(picture=picture, actor=actor_of(request), version=asked.validated_data["version"])
        except StalePictureError as stale:
            return Response(_its_test(stale.picture.campaign, stale.picture), status=409)
        return Response(status=204)


def _picture(request: Request, pk: int, picture_id: int) -> Picture:
    return get_object_or_404(Picture, campaign=drawn_for(request, pk), pk=picture_id)


def _its_test(campaign: Campaign, picture: Picture) -> Any:
    return test_of(next(one for one in picture_tests(campaign) if (one.place, one.product) == (picture.place, picture.product)))
