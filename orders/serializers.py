"""The shape of a shop in the interface."""

from typing import Any

from rest_framework import serializers

from orders.models import Shop


class ShopSerializer(serializers.Serializer[Shop]):
    """A shop: its name is what other addresses ask for."""

    name = serializers.CharField(max_length=100)
    platform = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    currency = serializers.CharField(min_length=3, max_length=3, default="CNY")
    time_zone = serializers.CharField(max_length=50, default="Asia/Shanghai")


class ShopListSerializer(serializers.Serializer[dict[str, Any]]):
    """All shops, by name."""

    shops = ShopSerializer(many=True)


class ShopErrorSerializer(serializers.Serializer[dict[str, Any]]):
    """Why a shop cannot be made: sentences by field."""

    name = serializers.ListField(child=serializers.CharField(), required=False)
    platform = serializers.ListField(child=serializers.CharField(), required=False)
    currency = serializers.ListField(child=serializers.CharField(), required=False)
    time_zone = serializers.ListField(child=serializers.CharField(), required=False)
    detail = serializers.CharField(required=False)
