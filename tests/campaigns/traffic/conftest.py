"""A sale with the seven channels of the drawn screen: 60.92 M of 62.0 M."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from campaigns import services
from campaigns.models import Campaign
from campaigns.services import LineDraft

DRAWN = [
    LineDraft("old_sms", 620_000, Decimal("0.090"), 24_600, fixed_minor=12_000_000),
    LineDraft("search", 1_640_000, Decimal("0.041"), 20_500),
    LineDraft("live", 980_000, Decimal("0.062"), 19_800, fixed_minor=60_000_000, note="three evenings"),
    LineDraft("community", 180_000, Decimal("0.075"), 22_100, fixed_minor=5_000_000),
    LineDraft("keyword_ads", 840_000, Decimal("0.046"), 21_400, per_visitor_minor=Decimal(250)),
    LineDraft("display_ads", 480_000, Decimal("0.031"), 20_900, per_visitor_minor=Decimal("195.8333")),
    LineDraft("affiliates", 540_000, Decimal("0.064"), 20_300, commission=Decimal("0.1")),
]


@pytest.fixture
def planned(sale: Campaign) -> Campaign:
    return services.save_traffic(campaign=sale, actor=None, version=sale.version, lines=DRAWN)


@pytest.fixture
def fresh() -> Callable[[Campaign], Campaign]:
    def read(campaign: Campaign) -> Campaign:
        return Campaign.objects.get(pk=campaign.pk)

    return read
