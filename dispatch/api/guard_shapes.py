"""What goes in and out of the refund guard's REST interface."""

from typing import Any

from rest_framework import serializers

from dispatch.queries.check import MOST_AT_ONCE
from dispatch.rules.answers import Word
from orders.states import RefundState

STATES = {"requested": RefundState.REQUESTED, "returning": RefundState.RETURNING, "partial": RefundState.PARTIAL,
          "refunded": RefundState.FULL, "rejected": RefundState.REJECTED, "cancelled": RefundState.NONE}  # fmt: skip


class ParcelAnswerSerializer(serializers.Serializer[Any]):
    """What to do with a parcel. `order` is the one that decides; `orders` are all in the parcel."""

    number = serializers.CharField(allow_blank=True)
    answer = serializers.ChoiceField(choices=[word.value for word in Word])
    code = serializers.CharField()
    why = serializers.CharField()
    order = serializers.CharField(allow_blank=True)
    orders = serializers.ListField(child=serializers.CharField())
    waybill = serializers.CharField(allow_blank=True)
    asked_at = serializers.DateTimeField(allow_null=True)
    take_out = serializers.ListField(child=serializers.CharField())


class NumbersSerializer(serializers.Serializer[dict[str, Any]]):
    """Order numbers or waybills."""

    numbers = serializers.ListField(child=serializers.CharField(allow_blank=True, max_length=400), max_length=MOST_AT_ONCE)


class ScanSerializer(serializers.Serializer[dict[str, Any]]):
    """One scan; the same `id` again counts once."""

    id = serializers.CharField(max_length=64)
    number = serializers.CharField(max_length=400, allow_blank=True)
    at = serializers.DateTimeField(required=False)
    station = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class ScansSerializer(serializers.Serializer[dict[str, Any]]):
    """Scans to answer and keep."""

    scans = ScanSerializer(many=True, help_text="at most 100 at a time")

    def validate_scans(self, scans: list[Any]) -> list[Any]:
        """Take at most 100."""
        if len(scans) > 100:
            raise serializers.ValidationError("At most 100 at a time.")
        return scans


class RefundSerializer(serializers.Serializer[dict[str, Any]]):
    """The state of a refund, as a platform's message says it; without `line` of the whole order."""

    shop = serializers.IntegerField()
    order_no = serializers.CharField(max_length=100)
    line_no = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    state = serializers.ChoiceField(choices=list(STATES))
    at = serializers.DateTimeField(help_text="when it came to be so, with its offset")
    amount = serializers.DecimalField(16, 4, min_value=0, max_value=10**11, required=False, allow_null=True, default=None)


class HoldSerializer(serializers.Serializer[Any]):
    """Whether an order is held, and why. `lines` null: the whole order. Amounts are decimal texts."""

    shop = serializers.IntegerField()
    order_no = serializers.CharField()
    is_held = serializers.BooleanField()
    why = serializers.CharField(allow_blank=True)
    lines = serializers.ListField(child=serializers.CharField(), allow_null=True)
    since = serializers.DateTimeField()
    asked_at = serializers.DateTimeField(allow_null=True)
    changed_at = serializers.DateTimeField()
    value = serializers.CharField(allow_null=True)
    lost_at = serializers.DateTimeField(allow_null=True)


class HoldListSerializer(serializers.Serializer[Any]):
    """Holds, and the moment to ask from next time."""

    holds = HoldSerializer(many=True)
    next_since = serializers.DateTimeField()
    is_complete = serializers.BooleanField(help_text="false: ask again from `next_since` at once")


class HandSerializer(serializers.Serializer[dict[str, Any]]):
    """Hold an order or let it go, with a reason."""

    shop = serializers.IntegerField()
    order_no = serializers.CharField(max_length=100)
    act = serializers.ChoiceField(choices=["hold", "release"])
    reason = serializers.CharField(max_length=200)


class ParcelSerializer(serializers.Serializer[dict[str, Any]]):
    """Which parcel an order lies in, from which warehouse it leaves, or both."""

    order_no = serializers.CharField(max_length=100)
    waybill = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    carrier = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    warehouse = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


class ParcelsSerializer(serializers.Serializer[dict[str, Any]]):
    """Parcels of a shop, as they were at a moment (without it: now)."""

    shop = serializers.IntegerField()
    as_of = serializers.DateTimeField(required=False)
    parcels = ParcelSerializer(many=True, help_text="at most 2,000 at a time")

    def validate_parcels(self, parcels: list[Any]) -> list[Any]:
        """Take at most 2,000."""
        if len(parcels) > 2_000:
            raise serializers.ValidationError("At most 2000 at a time.")
        return parcels


class ParcelsKeptSerializer(serializers.Serializer[Any]):
    """How many were written; the others were older than what is known."""

    written = serializers.IntegerField()
