"""The kept results of long work over a plan: the newest that is done, one under way, whether a result still fits."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from campaigns.models import AuditReport, Campaign, EvidenceReport, Offer, PriceReport, ReplayReport, ReportState
from campaigns.parts.rows import read_rows
from campaigns.queries import price_terms
from campaigns.queries.prices import planned_prices
from common.once import once

Report = AuditReport | ReplayReport | PriceReport | EvidenceReport


@dataclass(frozen=True)
class Reports:
    """`done`: the newest finished report; `open`: one that is waited for; `failed`: the newest when it failed; None for none.

    `is_old`: the offers or prices have changed since `done`.
    """

    done: Any
    open: Any
    failed: Any
    is_old: bool


@once
def reports_of(model: type[Report], campaign: Campaign) -> Reports:
    """Return how the reports of one kind stand; four queries."""
    rows = model._default_manager.filter(campaign=campaign)
    done = rows.filter(state=ReportState.DONE).order_by("-pk").first()
    newest = rows.order_by("-pk").first()
    waiting = newest if newest is not None and newest.state in {ReportState.QUEUED, ReportState.RUNNING} else None
    failed = newest if newest is not None and newest.state == ReportState.FAILED else None
    is_old = done is not None and done.asked.get("fingerprint") != asked_of(model, campaign)
    return Reports(done, waiting, failed, is_old)


def open_report(model: type[Report], campaign: Campaign) -> Any:
    """Return the newest report of a kind unless it is done: one that is waited for, or that failed; None for none."""
    newest = model._default_manager.filter(campaign=campaign).defer("found").order_by("-pk").first()
    return None if newest is None or newest.state == ReportState.DONE else newest


def asked_of(model: type[Report], campaign: Campaign) -> str:
    """Return a digest of what a report of this kind reads of the plan."""
    return price_terms.fingerprint(campaign) if model in {PriceReport, EvidenceReport} else fingerprint(campaign)


@once
def fingerprint(campaign: Campaign) -> str:
    """Return a digest of what audit and replay read of a plan: its offers, prices, costs, floors, tiers, and its window."""
    read = [
        read_rows(Offer, campaign, ignore=frozenset({"name", "note"})),
        [
            (one.shop_id, one.sku, one.tier, one.category, one.cost_minor, one.floor_minor, one.list_price_minor, one.stages)
            for one in planned_prices(campaign)
        ],
        campaign.start_slot,
        campaign.end_slot,
    ]
    text = json.dumps(read, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def moment_of(report: Report) -> datetime:
    """Return when a report was finished, or asked for as long as it is not."""
    return report.finished_at or report.asked_at
