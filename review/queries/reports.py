"""The reports of a sale, who was told of them, and the stages that wait for theirs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from campaigns.models import Campaign, GatePassage, Stage
from live.models import AlertDelivery
from review.models import Report

LATEST = timedelta(days=2)
"""A stage that ended longer ago is reported no more: nobody waits for it."""


def reports_of(campaign: Campaign) -> list[Report]:
    """Return the reports of a sale, the newest first."""
    return list(Report.objects.filter(campaign=campaign).select_related("campaign", "made_by"))


def told_of(reports: Iterable[Report]) -> dict[str, list[AlertDelivery]]:
    """Return the messages of these reports by `Report.key`, by the name of the channel."""
    keys = [report.key for report in reports]
    found: dict[str, list[AlertDelivery]] = {key: [] for key in keys}
    for row in AlertDelivery.objects.filter(key__in=keys).select_related("channel").order_by("channel__name"):
        found[row.key].append(row)
    return found


def ended_stages(*, at: datetime) -> list[tuple[Campaign, str, datetime]]:
    """Return (sale, stage, when it ended) of each stage that ended in the last two days and has no report, the first first.

    A stage ends when it is left through its gate, at the latest when its time is over.
    """
    ends: dict[tuple[Campaign, str], datetime] = {}
    recent = {"gt": at - LATEST, "lte": at}
    passages = GatePassage.objects.filter(withdrawn_at=None, **{f"at__{name}": moment for name, moment in recent.items()})
    stages = Stage.objects.filter(**{f"ends_at__{name}": moment for name, moment in recent.items()})
    told = [(row.campaign, row.stage, row.at) for row in passages.select_related("campaign")]
    told += [(row.campaign, row.kind, row.ends_at) for row in stages.select_related("campaign")]
    for campaign, stage, moment in told:
        ends[campaign, stage] = min(moment, ends.get((campaign, stage), moment))
    there = set(Report.objects.filter(campaign__in={campaign for campaign, _stage in ends}).values_list("campaign_id", "stage"))
    waiting = [(campaign, stage, moment) for (campaign, stage), moment in ends.items() if (campaign.pk, stage) not in there]
    return sorted(waiting, key=lambda one: (one[2], one[0].pk, one[1]))
