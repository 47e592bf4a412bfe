"""Long work over a plan as rows: asked for, taken by a worker, ended. A doubled or lost message does no harm."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services import record
from campaigns.audits import audited
from campaigns.evidence import write_evidence
from campaigns.models import AuditReport, Campaign, EvidenceReport, PriceReport, ReplayReport, ReportState
from campaigns.queries.reports import Report, asked_of
from campaigns.replays import replay_found
from campaigns.rules.problems import PlanError
from campaigns.services.prices import check_prices
from campaigns.words.offers import problem_words

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
KEPT = 20
logger = logging.getLogger(__name__)

MODELS: dict[str, type[Report]] = {
    "audit": AuditReport,
    "replay": ReplayReport,
    "price_check": PriceReport,
    "evidence": EvidenceReport,
}


def ask_report(*, kind: str, campaign: Campaign, actor: User | None, at: datetime, asked: dict[str, Any] | None = None) -> Report:
    """Write down that an audit, a replay or a check is wanted, and return its row; one that waits for the same is returned.

    The caller rings for a worker after the transaction, or calls `run_report` itself. Of older results twenty are kept.
    """
    model = MODELS[kind]
    with transaction.atomic():
        current = Campaign.objects.select_for_update().get(pk=campaign.pk)
        wanted = {**(asked or {}), "fingerprint": asked_of(model, current)}
        rows = model._default_manager.filter(campaign=current)
        waiting = [row for row in rows.filter(state=ReportState.QUEUED) if row.asked.get("language") == wanted.get("language")]
        if waiting and waiting[0].asked == wanted:
            return waiting[0]
        rows.filter(pk__in=[row.pk for row in waiting]).delete()
        old = rows.order_by("-pk").values_list("pk", flat=True)[KEPT:]
        rows.filter(pk__in=list(old)).delete()
        made = model._default_manager.create(campaign=current, version=current.version, asked=wanted, asked_by=actor, asked_at=at)
        record(actor=actor, action=f"campaign.{kind}", target=f"campaign {current.pk} {current.name}")
    return made


def run_report(*, kind: str, report_id: int, at: datetime) -> bool:
    """Work a report out and keep what it found; False when there was nothing to do (done, taken, gone, tried too often).

    Offers that cannot be priced end it as failed, with the sentence. Any other trouble leaves it to the sweeper, which tries
    three times.
    """
    model = MODELS[kind]
    if not _claim(model, report_id, at):
        return False
    report = model._default_manager.select_related("campaign").get(pk=report_id)
    held = model._default_manager.filter(pk=report_id, state=ReportState.RUNNING, attempt=report.attempt)
    try:
        found = _FIND[kind](report, at)
    except PlanError as refused:
        why = " ".join(problem_words(problem, report.campaign) for problem in refused.problems)
        return bool(held.update(state=ReportState.FAILED, error=why[:300], finished_at=at, lease_until=None))
    return bool(held.update(state=ReportState.DONE, found=found, finished_at=at, lease_until=None))


def waiting_reports(*, at: datetime) -> list[tuple[str, int]]:
    """Return (kind, number) of every report a worker should be rung for, after ending those that were tried too often."""
    found = []
    for kind, model in MODELS.items():
        lost = model._default_manager.filter(state=ReportState.RUNNING, lease_until__lte=at)
        given_up = lost.filter(attempt__gte=MOST_ATTEMPTS)
        why = "It was started three times and never ended; ask an administrator to look into the log."
        if count := given_up.update(state=ReportState.FAILED, error=why, finished_at=at, lease_until=None):
            logger.error("%s reports (%s) were given up.", count, kind)
        found += [(kind, pk) for pk in lost.values_list("pk", flat=True)]
        queued = model._default_manager.filter(state=ReportState.QUEUED, asked_at__lte=at - timedelta(seconds=20))
        found += [(kind, pk) for pk in queued.values_list("pk", flat=True)]
    return found


def _judge_prices(report: Any, at: datetime) -> dict[str, Any]:
    """Judge the prices; the row says how far that is."""
    return {"prices": len(check_prices(campaign=report.campaign, at=at, tell=_teller(report)).verdicts)}


def _teller(report: Any) -> Callable[[int, int], None]:
    def tell(judged: int, total: int) -> None:
        type(report).objects.filter(pk=report.pk, attempt=report.attempt).update(judged=judged, total=total)

    return tell


_FIND: dict[str, Callable[[Any, datetime], dict[str, Any]]] = {
    "audit": lambda report, _at: audited(report.campaign, report.asked),
    "replay": lambda report, _at: replay_found(report.campaign, report.asked),
    "price_check": _judge_prices,
    "evidence": lambda report, _at: write_evidence(report, tell=_teller(report)),
}


def _claim(model: type[Report], report_id: int, at: datetime) -> bool:
    """Take a report that waits, or whose worker is gone, by one conditional update."""
    free = Q(state=ReportState.QUEUED) | Q(state=ReportState.RUNNING, lease_until__lte=at)
    row = model._default_manager.filter(free, pk=report_id, attempt__lt=MOST_ATTEMPTS)
    report = row.first()
    if report is None:
        return False
    taken = row.filter(attempt=report.attempt)
    return bool(taken.update(state=ReportState.RUNNING, attempt=report.attempt + 1, lease_until=at + LEASE))
