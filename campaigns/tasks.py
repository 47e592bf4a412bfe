from celery import current_app, shared_task

"""What the broker rings for: the departments' tasks follow the plan's checks. Idempotent; a missed or doubled ring does no harm.

(Celery looks for a module of this name; the tasks of the departments are `campaigns.services.tasks`.)
"""

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.services.task_sets import follow_all_checks, follow_checks


@shared_task
def follow_checks_of(campaign_id: int) -> int:
    """Open again what the checks of one plan have turned red; nothing when the plan is gone."""
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    return 0 if campaign is None else len(follow_checks(campaign=campaign, at=timezone.now()))


@shared_task
def follow_checks_of_all() -> int:
    """Do so for every sale that is not long over (beat, every few minutes): stock and prices turn without the plan."""
    return follow_all_checks(at=timezone.now())


"""What the broker rings for: audits and replays. A message carries a number; the row knows the rest."""
import logging

from kombu.exceptions import OperationalError

from campaigns.services.reports import run_report, waiting_reports

logger = logging.getLogger(__name__)


def work_out(*, kind: str, report_id: int) -> None:
    """Work one audit or replay out."""
    run_report(kind=kind, report_id=report_id, at=timezone.now())


def sweep_reports() -> None:
    """Ring again for every audit and replay that waits longer than it should."""
    for kind, report_id in waiting_reports(at=timezone.now()):
        ring(kind=kind, report_id=report_id)


def ring(*, kind: str, report_id: int) -> None:
    """Send the message that a report wants a worker. A broker that is away is logged and forgiven: the sweeper rings again."""
    told = {"kind": kind, "report_id": report_id}
    try:
        current_app.send_task("campaigns.tasks.work_out", kwargs=told, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("The broker did not take the ring for %s; the sweeper will ring again.", told)
