"""The shape of the plan over REST. Amounts are decimal texts in the campaign's currency, moments UTC, shares texts."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from rest_framework import serializers

from campaigns.models import Campaign
from campaigns.queries import PhaseSpan, phase_spans
from campaigns.queries.pages import sale_at
from campaigns.queries.target_periods import Period
from common.money import exponent_of, from_minor
from common.windows import slot_start


class CampaignBriefSerializer(serializers.Serializer[dict[str, Any]]):
    """One sale in the list."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=["running", "planned", "over"])
    shops = serializers.ListField(child=serializers.CharField())
    currency = serializers.CharField()
    time_zone = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    revenue_target = serializers.CharField(help_text="decimal text in the currency")
    version = serializers.IntegerField(help_text="raised by every change of the plan")


class StageSerializer(serializers.Serializer[dict[str, Any]]):
    """One of the four stages."""

    kind = serializers.ChoiceField(choices=["preparation", "warm_up", "live", "closing"])
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class PhaseSerializer(serializers.Serializer[dict[str, Any]]):
    """One phase; the hours before it count towards it from `counts_from` on."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    tells = serializers.CharField(allow_blank=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    counts_from = serializers.DateTimeField()
    counts_to = serializers.DateTimeField()
    share = serializers.CharField(help_text="share of the whole target, 0 to 1, as it stands in the slots")
    revenue_target = serializers.CharField()


class CampaignSerializer(CampaignBriefSerializer):
    """One sale with its figures, stages and phases."""

    visitors_target = serializers.IntegerField()
    conversion_target = serializers.CharField()
    order_value_target = serializers.CharField()
    paid_orders_target = serializers.IntegerField()
    inquiries_target = serializers.IntegerField()
    occasion = serializers.CharField()
    cloned_from = serializers.IntegerField(allow_null=True)
    template = serializers.CharField()
    curve = serializers.CharField()
    compare_with = serializers.IntegerField(allow_null=True)
    stages = StageSerializer(many=True)
    phases = PhaseSerializer(many=True)


class PeriodSerializer(serializers.Serializer[dict[str, Any]]):
    """What one period should bring."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    phase = serializers.IntegerField(help_text="number of the phase it counts towards")
    revenue = serializers.CharField()
    visitors = serializers.IntegerField()
    paid_orders = serializers.IntegerField()
    inquiries = serializers.IntegerField()


class TargetSerializer(serializers.Serializer[dict[str, Any]]):
    """The target curve; the periods add up to the campaign's targets exactly."""

    campaign = serializers.IntegerField()
    version = serializers.IntegerField()
    currency = serializers.CharField()
    by = serializers.ChoiceField(choices=["slot", "hour", "phase", "total"])
    periods = PeriodSerializer(many=True)


class WhyNotSerializer(serializers.Serializer[dict[str, Any]]):
    """Why it was refused."""

    detail = serializers.CharField()


def brief_of(campaign: Campaign, *, at: Any) -> dict[str, Any]:
    """Return a sale as the list gives it."""
    return {
        "id": campaign.pk,
        "name": campaign.name,
        "state": sale_at(campaign, at=at).state,
        "shops": [shop.name for shop in campaign.shops.all()],
        "currency": campaign.currency,
        "time_zone": campaign.time_zone,
        "starts_at": campaign.starts_at,
        "ends_at": campaign.ends_at,
        "revenue_target": _money(campaign.revenue_target_minor, campaign),
        "version": campaign.version,
    }


def whole_of(campaign: Campaign, *, at: Any) -> dict[str, Any]:
    """Return a sale with its figures, stages and phases."""
    return brief_of(campaign, at=at) | {
        "visitors_target": campaign.visitors_target,
        "conversion_target": f"{campaign.conversion_target.normalize():f}",
        "order_value_target": _money(campaign.order_value_target_minor, campaign),
        "paid_orders_target": campaign.paid_orders_target,
        "inquiries_target": campaign.inquiries_target,
        "occasion": campaign.occasion,
        "cloned_from": campaign.cloned_from_id,
        "template": campaign.template,
        "curve": campaign.curve_kind,
        "compare_with": campaign.compare_with_id,
        "stages": list(campaign.stages.order_by("starts_at").values("kind", "starts_at", "ends_at")),
        "phases": [_phase(span, campaign) for span in phase_spans(campaign=campaign)],
    }


def target_of(campaign: Campaign, periods: list[Period], *, by: str) -> dict[str, Any]:
    """Return the target curve."""
    return {
        "campaign": campaign.pk,
        "version": campaign.version,
        "currency": campaign.currency,
        "by": by,
        "periods": [
            {
                "starts_at": slot_start(period.start_slot),
                "ends_at": slot_start(period.end_slot),
                "phase": period.phase,
                "revenue": _money(period.revenue_minor, campaign),
                "visitors": period.visitors,
                "paid_orders": period.paid_orders,
                "inquiries": period.inquiries,
            }
            for period in periods
        ],
    }


def _phase(span: PhaseSpan, campaign: Campaign) -> dict[str, Any]:
    return {
        "number": span.number,
        "name": span.name,
        "tells": span.tells,
        "starts_at": slot_start(span.start_slot),
        "ends_at": slot_start(span.end_slot),
        "counts_from": slot_start(span.counts_from_slot),
        "counts_to": slot_start(span.counts_to_slot),
        "share": _share(span.share),
        "revenue_target": _money(span.target_minor, campaign),
    }


def _money(minor: int, campaign: Campaign) -> str:
    return str(from_minor(minor, exponent_of(campaign.currency)))


def _share(share: Fraction) -> str:
    return str(round(Decimal(share.numerator) / Decimal(share.denominator), 6))
