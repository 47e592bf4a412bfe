"""The stock of the day as the REST interface gives it. Pieces are whole, moments UTC, chances 0 to 1, unknown null."""

from typing import Any

from rest_framework import serializers

from inventory.models import RunOutState
from live.queries.stock import Reason

Rows = serializers.Serializer[dict[str, Any]]


class StandInSerializer(Rows):
    """The best substitute that is lined up."""

    number = serializers.IntegerField()
    sku = serializers.CharField()
    title = serializers.CharField()
    pieces = serializers.IntegerField(allow_null=True)
    is_in = serializers.BooleanField()


class PromiseSerializer(Rows):
    """The next delivery a supplier promised."""

    on = serializers.DateField()
    units = serializers.IntegerField()
    supplier = serializers.CharField(allow_blank=True)


class StockRowSerializer(Rows):
    """One product: eight in ten outcomes lie between `earliest_at` and `latest_at`, null: not in sight."""

    shop = serializers.IntegerField()
    sku = serializers.CharField()
    title = serializers.CharField()
    run_out_state = serializers.ChoiceField(choices=RunOutState.values)
    gone_at = serializers.DateTimeField(allow_null=True)
    earliest_at = serializers.DateTimeField(allow_null=True)
    latest_at = serializers.DateTimeField(allow_null=True)
    pieces = serializers.IntegerField(allow_null=True, help_text="what can still be sold")
    hourly = serializers.FloatField(help_text="pieces an hour, now")
    line = serializers.IntegerField(help_text="the alert line")
    alert_since = serializers.DateTimeField(allow_null=True)
    available = serializers.IntegerField(allow_null=True)
    held = serializers.IntegerField()
    reserve = serializers.IntegerField()
    listed = serializers.IntegerField(allow_null=True)
    oversell = serializers.FloatField(allow_null=True, help_text="chance until the next import")
    hold_back = serializers.IntegerField()
    listing = serializers.IntegerField(allow_null=True, help_text="what each page then lists")
    lost = serializers.FloatField(help_text="pieces not sold because of the hold-back")
    lost_minor = serializers.IntegerField(allow_null=True, help_text="the same at the price of a piece, minor units")
    pool_shops = serializers.IntegerField(help_text="shops that sell from these pieces")
    substitute = StandInSerializer(allow_null=True)
    promise = PromiseSerializer(allow_null=True)
    stop_ads = serializers.ChoiceField(choices=["", *Reason], help_text="why visitors should no longer be bought")
    task = serializers.IntegerField(allow_null=True, help_text="the task that stops the ads")


class PagedSerializer(Rows):
    """Where in the list a page stands."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()


class StockPageSerializer(PagedSerializer):
    """One page of the cockpit. `known_to`: up to where the orders of all these shops are known."""

    known_to = serializers.DateTimeField(allow_null=True)
    states = serializers.DictField(child=serializers.IntegerField())
    products = StockRowSerializer(many=True)


class OversoldRowSerializer(Rows):
    """One product of which more was sold than there is; `orders` null: not counted yet."""

    shop = serializers.IntegerField()
    sku = serializers.CharField()
    title = serializers.CharField()
    short = serializers.IntegerField()
    on_hand = serializers.IntegerField(allow_null=True)
    reserve = serializers.IntegerField()
    orders = serializers.IntegerField(allow_null=True)
    paid_orders = serializers.IntegerField(allow_null=True)
    substitute = StandInSerializer(allow_null=True)
    promise = PromiseSerializer(allow_null=True)


class OversoldPageSerializer(PagedSerializer):
    """One page of what is oversold."""

    short_pieces = serializers.IntegerField()
    products = OversoldRowSerializer(many=True)


class ProductKeySerializer(Rows):
    """Which product."""

    shop = serializers.IntegerField(min_value=1, max_value=999_999_999)
    sku = serializers.CharField(max_length=200)


class AdsSerializer(Rows):
    """The task that stops the ads of a product in a sale."""

    campaign = serializers.IntegerField()
    task = serializers.IntegerField()
