"""Shops over REST."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from common.permissions import Permission
from orders import services
from orders.forms import ShopForm
from orders.models import Shop
from orders.serializers import ShopErrorSerializer, ShopListSerializer, ShopSerializer

DENIED = {401: OpenApiResponse(description="You are not signed in."), 403: OpenApiResponse(description="You may not do this.")}


class ShopsView(APIView):
    """The shops."""

    permission_by_method = {"GET": Permission.VIEW_NUMBERS, "POST": Permission.MANAGE_SHOPS}

    @extend_schema(operation_id="shops_list", summary="All shops", responses={200: ShopListSerializer, **DENIED})
    def get(self, request: Request) -> Response:
        """List the shops by name."""
        return Response(ShopListSerializer({"shops": Shop.objects.all()}).data)

    @extend_schema(
        operation_id="shops_create",
        summary="Make a shop",
        request=ShopSerializer,
        responses={201: ShopSerializer, 400: ShopErrorSerializer, **DENIED},
    )
    def post(self, request: Request) -> Response:
        """Make a shop, or say what is wrong with it."""
        sent = ShopSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        form = ShopForm(sent.validated_data)
        if not form.is_valid():
            raise ValidationError({name: [str(error) for error in errors] for name, errors in form.errors.items()})
        actor = request.user if isinstance(request.user, User) else None
        shop = services.create_shop(actor=actor, **form.cleaned_data)
        return Response(ShopSerializer(shop).data, status=status.HTTP_201_CREATED)
