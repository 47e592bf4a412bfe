"""The board as the REST interface gives it. Money is whole minor units, shares 0 to 1, moments UTC, unknown null."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from live.rules.sentence import KINDS, WHY_KINDS


class MeasureSerializer(serializers.Serializer[dict[str, object]]):
    """One count or amount: target of the whole window, what was due of it in the known slots, what came, the difference."""

    target = serializers.IntegerField(allow_null=True)
    due = serializers.IntegerField(allow_null=True)
    actual = serializers.IntegerField(allow_null=True)
    gap = serializers.IntegerField(allow_null=True)
    running_target = serializers.IntegerField(allow_null=True, required=False)
    running_actual = serializers.IntegerField(allow_null=True, required=False)
    running_gap = serializers.IntegerField(allow_null=True, required=False)


class TrafficMeasureSerializer(MeasureSerializer):
    """A count of visits: `missing_slots` are known for orders but not for traffic and are left out on both sides."""

    missing_slots = serializers.IntegerField()
    is_estimated = serializers.BooleanField(help_text="an hour lies only partly in the window and was shared out as planned")


class ShareMeasureSerializer(serializers.Serializer[dict[str, object]]):
    """One share, 0 to 1."""

    target = serializers.FloatField(allow_null=True)
    due = serializers.FloatField(allow_null=True)
    actual = serializers.FloatField(allow_null=True)
    gap = serializers.FloatField(allow_null=True)
    running_target = serializers.FloatField(allow_null=True, required=False)
    running_actual = serializers.FloatField(allow_null=True, required=False)
    running_gap = serializers.FloatField(allow_null=True, required=False)


class SplitSerializer(serializers.Serializer[dict[str, int]]):
    """The parts of revenue's gap, minor units; they add up to it exactly."""

    traffic = serializers.IntegerField()
    conversion = serializers.IntegerField()
    order_value = serializers.IntegerField()
    orders = serializers.IntegerField(help_text="traffic and conversion together, where visitors are not known")
    unknown = serializers.IntegerField(help_text="cannot be told apart")


class FiguresSerializer(serializers.Serializer[dict[str, object]]):
    """All metrics of one window."""

    revenue = MeasureSerializer(help_text="minor units")
    visitors = TrafficMeasureSerializer()
    paid_orders = MeasureSerializer()
    conversion = ShareMeasureSerializer()
    order_value = MeasureSerializer(help_text="minor units")
    inquiries = TrafficMeasureSerializer()
    refunds = MeasureSerializer(help_text="minor units; without a target")
    split = SplitSerializer(allow_null=True)


class WindowSerializer(FiguresSerializer):
    """A window with its figures; offsets are slots of ten minutes since the start of the sale."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    start_offset = serializers.IntegerField()
    end_offset = serializers.IntegerField()
    needed_minor = serializers.IntegerField(allow_null=True, help_text="what it must still bring for the target")


class HourSerializer(WindowSerializer):
    """One hour of the campaign's clock."""

    state = serializers.ChoiceField(choices=["known", "running", "next"])
    counted_to = serializers.DateTimeField(allow_null=True)
    last_minor = serializers.IntegerField(
        allow_null=True, required=False, help_text="the earlier sale, same hour since its start"
    )
    yesterday_minor = serializers.IntegerField(allow_null=True, required=False)


@extend_schema_serializer(component_name="BoardPhase")
class PhaseSerializer(WindowSerializer):
    """One phase; its figures count from the end of the phase before (`counts_from`) to `counts_to`."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    tells = serializers.CharField(allow_blank=True)
    tells_key = serializers.CharField(allow_blank=True, required=False)
    counts_from = serializers.DateTimeField()
    counts_to = serializers.DateTimeField()
    share = serializers.FloatField(allow_null=True)
    state = serializers.ChoiceField(choices=["next", "counting", "running", "reached", "missed"])
    is_over = serializers.BooleanField()
    done = serializers.FloatField(allow_null=True, help_text="share of its target that is sold")


class SentenceSerializer(serializers.Serializer[dict[str, object]]):
    """The first line of the board: its kind and its numbers."""

    kind = serializers.ChoiceField(choices=KINDS)
    cause = serializers.ChoiceField(choices=WHY_KINDS)
    actual_minor = serializers.IntegerField(required=False)
    due_minor = serializers.IntegerField(required=False)
    target_minor = serializers.IntegerField(required=False)
    gap_minor = serializers.IntegerField(required=False)
    left_minor = serializers.IntegerField(required=False)
    over_minor = serializers.IntegerField(required=False)
    needed_per_hour_minor = serializers.IntegerField(required=False, allow_null=True)
    planned_per_hour_minor = serializers.IntegerField(required=False, allow_null=True)
    more_per_hour_minor = serializers.IntegerField(required=False, allow_null=True)
    minutes = serializers.IntegerField(required=False, help_text="to the start (not_started) or since the end (over)")


class SeriesSerializer(serializers.Serializer[dict[str, object]]):
    """Running totals of revenue in minor units at `offsets`, slots since the start of the sale."""

    offsets = serializers.ListField(child=serializers.IntegerField())
    target = serializers.ListField(child=serializers.IntegerField())
    actual = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    last = serializers.ListField(child=serializers.IntegerField(allow_null=True), required=False)
    yesterday = serializers.ListField(child=serializers.IntegerField(allow_null=True), required=False)


@extend_schema_serializer(component_name="BoardCampaign")
class CampaignSerializer(serializers.Serializer[dict[str, object]]):
    """Which sale the board is of, and which version of its plan."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    currency = serializers.CharField()
    time_zone = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    compared_with = serializers.CharField(allow_null=True)
    compared_year = serializers.IntegerField(allow_null=True, required=False)


class ShopDataSerializer(serializers.Serializer[dict[str, object]]):
    """How far the data of one shop reach."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    orders_as_of = serializers.DateTimeField(allow_null=True)
    traffic_as_of = serializers.DateTimeField(allow_null=True)
    is_silent = serializers.BooleanField(help_text="nothing since the start of the sale")
    holds_back = serializers.BooleanField(help_text="another shop is known further")


class DataSerializer(serializers.Serializer[dict[str, object]]):
    """How far the data reach and whether they still change."""

    as_of = serializers.DateTimeField(allow_null=True)
    counted_to = serializers.DateTimeField(allow_null=True)
    traffic_to = serializers.DateTimeField(allow_null=True)
    is_closed = serializers.BooleanField()
    is_final = serializers.BooleanField()
    final_from = serializers.DateTimeField()
    stale_hours = serializers.IntegerField()
    left_out = serializers.ListField(child=serializers.CharField(), required=False, help_text="shops of another currency")
    shops = ShopDataSerializer(many=True)


class EndSerializer(serializers.Serializer[dict[str, object]]):
    """Where a window is likely to end, minor units: four of five times between low and high. `odds` of its target, 0 to 1."""

    low_minor = serializers.IntegerField()
    middle_minor = serializers.IntegerField()
    high_minor = serializers.IntegerField()
    target_minor = serializers.IntegerField()
    odds = serializers.FloatField(allow_null=True)
    is_over = serializers.BooleanField()


class OutlookSerializer(serializers.Serializer[dict[str, object]]):
    """Where the sale, its phases and its days will end; `basis`: what it rests on. Empty where nothing can be said."""

    basis = serializers.DictField(required=False)
    sale = EndSerializer(required=False)
    phases = EndSerializer(many=True, required=False)
    days = EndSerializer(many=True, required=False)


class AgeSerializer(serializers.Serializer[dict[str, object]]):
    """How old the data are."""

    minutes = serializers.IntegerField(allow_null=True)
    level = serializers.ChoiceField(choices=["none", "fresh", "late", "stale", "closed"])


class BoardSerializer(serializers.Serializer[dict[str, object]]):
    """The live board of a campaign."""

    schema = serializers.IntegerField()
    digest = serializers.CharField()
    built_at = serializers.DateTimeField(allow_null=True)
    is_outdated = serializers.BooleanField(help_text="the plan was changed since; a new board is being counted")
    campaign = CampaignSerializer()
    data = DataSerializer()  # type: ignore[assignment]  # a declared field is taken out of the class
    age = AgeSerializer()
    sentence = SentenceSerializer()
    so_far = FiguresSerializer()
    hours = HourSerializer(many=True)
    phases = PhaseSerializer(many=True)
    series = SeriesSerializer()
    outlook = OutlookSerializer()
