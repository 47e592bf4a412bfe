"""How the prices of a plan are judged and brought back, with the defaults where nothing was chosen yet."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.models import Campaign, PriceTerms, StageKind
from inventory.models import PricePoint
from inventory.rules.price_history import PlannedStage
from inventory.rules.price_rules import PriceRule, rule_of, usual_rules

PRICED = (StageKind.WARM_UP, StageKind.LIVE)
"""The stages that have prices: the warm-up, which holds a pre-sale, and the sale."""
BACK_DAYS = 3


@dataclass(frozen=True)
class Terms:
    """The rules that judge, the days of the way back, and on what a proposed price ends."""

    rules: tuple[PriceRule, ...]
    back_days: int = BACK_DAYS
    ending: str = ""

    def as_rows(self) -> list[dict[str, Any]]:
        """Return the rules as they are stored."""
        return [
            {"key": rule.key} | ({"window_days": rule.window_days, "least_cut_bp": rule.least_cut_bp} if rule.editable else {})
            for rule in self.rules
        ]


def price_terms(campaign: Campaign) -> Terms:
    """Return the terms of a plan: what was chosen, else the law of its currency and three days."""
    kept = PriceTerms.objects.filter(campaign=campaign).first()
    if kept is None:
        return Terms(usual_rules(campaign.currency))
    rules = tuple(rule_of(plain) for plain in kept.rules)
    return Terms(rules or usual_rules(campaign.currency), kept.back_days, kept.ending)


def stage_windows(campaign: Campaign) -> dict[str, tuple[datetime, datetime]]:
    """Return [start, end) of each stage that has prices; the live one is the sale itself."""
    found = {stage.kind: (stage.starts_at, stage.ends_at) for stage in campaign.stages.all() if stage.kind in PRICED}
    return found | {StageKind.LIVE.value: (campaign.starts_at, campaign.ends_at)}


def planned_stages(prices: dict[str, int], windows: dict[str, tuple[datetime, datetime]]) -> list[PlannedStage]:
    """Return the priced stages of one product by time; a price for a stage the plan does not have is passed over."""
    stages = [PlannedStage(stage, *windows[stage], minor) for stage, minor in prices.items() if stage in windows]
    return sorted(stages, key=lambda stage: stage.since)


def fingerprint(campaign: Campaign) -> str:
    """Name what a check of the prices depends on in the plan: prices, rules, dates, shops. Another name is another question."""
    rows = list(campaign.prices.order_by("shop_id", "sku", "stage").values_list("shop_id", "sku", "stage", "price_minor"))
    windows = {stage: [since.isoformat(), until.isoformat()] for stage, (since, until) in stage_windows(campaign).items()}
    asked = [rows, price_terms(campaign).as_rows(), windows, campaign.time_zone]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def latest_point() -> int:
    """Return the number of the newest known price; a larger one later means that more is known now."""
    return PricePoint.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
