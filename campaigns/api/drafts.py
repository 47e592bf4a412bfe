"""A whole plan as programs write it, and how it becomes a draft. Amounts are decimals in the shops' currency."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from campaigns.drafts import PhaseDraft, PlanDraft, StageDraft
from campaigns.models import Campaign, CurveKind, Occasion, Template
from campaigns.rules.phases import exact_slot
from common.money import exponent_of, to_minor
from orders.models import Shop

_MOST = Decimal(10) ** 13


class StageInSerializer(serializers.Serializer[dict[str, Any]]):
    """The dates of one stage, half open."""

    kind = serializers.RegexField("^(preparation|warm_up|closing)$", help_text="preparation, warm_up or closing")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class PhaseInSerializer(serializers.Serializer[dict[str, Any]]):
    """One phase of one's own; counts with the template `custom`."""

    name = serializers.CharField(max_length=80)
    tells = serializers.CharField(max_length=200, allow_blank=True, default="")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    share = serializers.DecimalField(max_digits=6, decimal_places=4, min_value=Decimal(0), max_value=Decimal(1))


class PlanInSerializer(serializers.Serializer[dict[str, Any]]):
    """A plan. Of revenue, visitors, conversion and order value three are enough; stages not given are proposed."""

    name = serializers.CharField(max_length=120)
    shops = serializers.PrimaryKeyRelatedField(many=True, queryset=Shop.objects.all())
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    occasion = serializers.ChoiceField(choices=Occasion.choices, default=Occasion.OWN)
    revenue_target = serializers.DecimalField(20, 4, min_value=Decimal(0), max_value=_MOST, allow_null=True, default=None)
    visitors_target = serializers.IntegerField(min_value=0, max_value=10**15, allow_null=True, default=None)
    conversion_target = serializers.DecimalField(
        12, 10, min_value=Decimal(0), max_value=Decimal(1), allow_null=True, default=None
    )
    order_value_target = serializers.DecimalField(20, 4, min_value=Decimal(0), max_value=_MOST, allow_null=True, default=None)
    inquiries_target = serializers.IntegerField(min_value=0, max_value=10**15, default=0)
    template = serializers.ChoiceField(choices=Template.choices, default=Template.DOUBLE_11)
    phases = PhaseInSerializer(many=True, default=list)
    stages = StageInSerializer(many=True, default=list)
    curve = serializers.ChoiceField(choices=CurveKind.choices, default=CurveKind.FLAT)
    compare_with = serializers.PrimaryKeyRelatedField(queryset=Campaign.objects.all(), allow_null=True, default=None)


class PlanChangeSerializer(PlanInSerializer):
    """A plan as it should stand. `version` is the one that was read."""

    version = serializers.IntegerField()


def draft_of(said: dict[str, Any]) -> PlanDraft:
    """Return what a program wrote as a draft. PlanError `off_slot` for a phase off the ten minutes."""
    exponent = exponent_of(said["shops"][0].currency) if said["shops"] else 2

    def money(name: str) -> int | None:
        return None if said[name] is None else to_minor(said[name], exponent)

    return PlanDraft(
        name=said["name"],
        shops=said["shops"],
        starts_at=said["starts_at"],
        ends_at=said["ends_at"],
        revenue_target_minor=money("revenue_target"),
        visitors_target=said["visitors_target"],
        conversion_target=said["conversion_target"],
        order_value_target_minor=money("order_value_target"),
        inquiries_target=said["inquiries_target"],
        template=said["template"],
        phases=[
            PhaseDraft(
                one["name"],
                one["tells"],
                exact_slot(one["starts_at"], name=one["name"]),
                exact_slot(one["ends_at"], name=one["name"]),
                round(one["share"] * 10_000),
            )
            for one in said["phases"]
        ],
        stages=[StageDraft(one["kind"], one["starts_at"], one["ends_at"]) for one in said["stages"]],
        curve_kind=said["curve"],
        compare_with=said["compare_with"],
        occasion=said["occasion"],
    )
