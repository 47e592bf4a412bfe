"""The buffers of a sale as programs read and choose them."""

from typing import Any

from rest_framework import serializers

from inventory.models import BufferMethod
from inventory.rules.buffers.supply import InTime

MOST = 10_000
Row = serializers.Serializer[dict[str, Any]]


class BufferSerializer(Row):
    """One product. Pieces; amounts are decimal texts in the sale's currency; null is unknown or not to be seen."""

    sku = serializers.CharField()
    title = serializers.CharField()
    tier = serializers.CharField()
    supplier = serializers.CharField()
    expected = serializers.FloatField(help_text="pieces the plan expects")
    p10 = serializers.FloatField(help_text="one time in ten fewer are wanted")
    p90 = serializers.FloatField(help_text="one time in ten more are wanted")
    on_hand = serializers.IntegerField(allow_null=True)
    ordered = serializers.IntegerField()
    received = serializers.IntegerField(help_text="received since the last count, not among those on hand")
    units = serializers.IntegerField(help_text="pieces to hold in all")
    method = serializers.ChoiceField(choices=BufferMethod.values)
    reason = serializers.CharField()
    advised = serializers.IntegerField(allow_null=True, help_text="null: nothing can be advised, see why_no_advice")
    flat = serializers.IntegerField(allow_null=True)
    platform = serializers.IntegerField(allow_null=True)
    safety = serializers.IntegerField(allow_null=True)
    to_order = serializers.IntegerField(allow_null=True, help_text="null: nobody has counted")
    in_time = serializers.ChoiceField(choices=[state.value for state in InTime], allow_null=True)
    missing = serializers.IntegerField(allow_null=True, help_text="pieces that miss the start; null: unknown")
    order_by = serializers.DateField(allow_null=True)
    capital = serializers.CharField(allow_null=True)
    cost_too_few = serializers.CharField(allow_null=True)
    cost_too_many = serializers.CharField(allow_null=True)
    why_no_advice = serializers.CharField(help_text="no_cost, no_price, below_cost or empty")
    first_sold = serializers.FloatField(
        allow_null=True, help_text="where 0 is advised: the share of a first piece, or carton, that would sell on average"
    )
    first_pays_from = serializers.FloatField(allow_null=True, help_text="where 0 is advised: the share from which one would pay")


class BuffersSerializer(Row):
    """The buffers of one shop in a sale."""

    campaign = serializers.IntegerField()
    shop = serializers.IntegerField()
    currency = serializers.CharField()
    buffers = BufferSerializer(many=True)


class BufferChoiceSerializer(Row):
    """Whose rule a product is held by; `units` by hand alone."""

    sku = serializers.CharField(max_length=200)
    method = serializers.ChoiceField(choices=BufferMethod.values)
    units = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=2_000_000_000)
    seen = serializers.IntegerField(
        required=False, allow_null=True, help_text="pieces you saw held; 409 where somebody else chose others meanwhile"
    )


class BufferChoicesSerializer(Row):
    """Choices for products of one shop; all others stay."""

    shop = serializers.IntegerField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)
    choices = BufferChoiceSerializer(many=True, help_text=f"at most {MOST} at a time")

    def validate_choices(self, choices: list[Any]) -> list[Any]:
        """Take at most MOST choices."""
        if len(choices) > MOST:
            raise serializers.ValidationError(f"At most {MOST} choices at a time.")
        return choices


class ChosenSerializer(Row):
    """How many products changed, and how many keep the flat share because nothing can be advised."""

    changed = serializers.IntegerField()
    without_advice = serializers.IntegerField()


class ReckonedSerializer(Row):
    """How many products have buffers now, in how many shops; `level`: how uncertain the total is taken to be."""

    products = serializers.IntegerField()
    shops = serializers.IntegerField()
    level = serializers.FloatField()


class HeldSerializer(Row):
    """What is held of a tier ("" without one) against the plan, in pieces."""

    tier = serializers.CharField()
    planned = serializers.FloatField()
    on_hand = serializers.IntegerField()
    in_time = serializers.IntegerField(help_text="received since the count, or promised before the sale begins")
    held = serializers.IntegerField()
    uncounted = serializers.IntegerField(help_text="products nobody has counted; they count as none on hand")


class HeldSaleSerializer(Row):
    """What is held of every tier of a sale."""

    campaign = serializers.IntegerField()
    tiers = HeldSerializer(many=True)
