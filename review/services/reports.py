"""Reports: the review kept as it stands, because somebody asks or a stage has ended, and sent to whom may hear of money."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign
from common.pdf import paper_pdf
from live.models import AlertChannel
from live.queries.alerts.incidents import report_channels
from live.services.alerts import Attached, tell_report
from review.models import AfterSale, Report, Review
from review.papers import one_page
from review.queries.calibration import kept_scores
from review.queries.compare_kept import kept_beside
from review.queries.effect import effect_row
from review.queries.reports import ended_stages
from review.services.preparing import ask_review
from review.words.digest import digest_text


class NothingPreparedError(Exception):
    """The review was not prepared yet: there is nothing to report."""


@transaction.atomic
def make_report(*, actor: User | None, campaign: Campaign, at: datetime, stage: str = "") -> Report:
    """Keep the review as it was prepared last and return the report; of a stage there is one, and it is returned again.

    Raises NothingPreparedError.
    """
    review = Review.objects.select_for_update().filter(campaign=campaign).first()
    if review is None or not review.body or review.prepared_at is None:
        raise NothingPreparedError
    standing = Report.objects.filter(campaign=campaign, stage=stage).first() if stage else None
    if standing is not None:
        return standing
    made = Report.objects.create(
        campaign=campaign, stage=stage, body=review.body | _beyond(campaign, at), prepared_at=review.prepared_at,
        made_at=at, made_by=actor,
    )  # fmt: skip
    record(actor=actor, action="review.report", target=campaign.name, after={"stage": stage} if stage else {})
    return made


def _beyond(campaign: Campaign, at: datetime) -> dict[str, Any]:
    """Return what stands on pages of their own, as it stands now: effect, the sale before, buyers won, all foresight."""
    effect, after = effect_row(campaign), AfterSale.objects.filter(campaign=campaign).first()
    return {
        "effect": effect.body if effect else {},
        "against": kept_beside(campaign, at=at),
        "cohorts": after.cohorts if after else {},
        "foresight": kept_scores(),
    }


@transaction.atomic
def send_report(
    *, actor: User | None, report: Report, channels: Collection[AlertChannel], at: datetime, waits: bool = False
) -> int:
    """Put the digest of a report on its way to these channels; return to how many, those that have it already not counted.

    A mail carries the one page (PDF) in the language of its channel; the digest of every other leads to it.
    `waits`: quiet hours hold it back. The caller rings after commit.
    """
    page = reverse("review:reports", args=[report.campaign_id])

    def write(address: str) -> str:
        return digest_text(report, link=address + page if address else "")

    zone = report.campaign.time_zone

    def draw() -> bytes:
        return paper_pdf(one_page(report), language=get_language() or "en")

    paper = Attached(f"review-{report.campaign_id}-{report.pk}.pdf", "application/pdf", draw)
    count = tell_report(channels=channels, key=report.key, zone=zone, write=write, at=at, waits=waits, attached=paper)
    if count:
        names = ", ".join(sorted(one.name for one in channels))
        record(actor=actor, action="review.send", target=report.campaign.name, after={"channel": names})
    return count


def report_stages(*, at: datetime) -> int:
    """Report every stage that has ended and was not reported; return how many reports are new.

    A report speaks of the review as it was prepared after the end of the stage: one that is older is asked for first, and the
    report follows with a later ring.
    """
    made = 0
    for campaign, stage, ended in ended_stages(at=at):
        review = Review.objects.filter(campaign=campaign).first()
        if review is None or (review.asked_at is None and (review.prepared_at is None or review.prepared_at < ended)):
            ask_review(campaign=campaign, at=at)
        elif review.prepared_at is not None and review.prepared_at >= ended:
            report = make_report(actor=None, campaign=campaign, at=at, stage=stage)
            send_report(actor=None, report=report, channels=report_channels(), at=at, waits=True)
            made += 1
    return made
