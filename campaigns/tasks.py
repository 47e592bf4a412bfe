"""What the broker rings for: tasks follow the plan's checks, audits and replays are worked out. A message carries a number.

Everything here is idempotent; a missed or doubled ring does no harm. (Celery looks for a module of this name; the tasks of the
departments are `campaigns.services.tasks`.)
"""

from celery import shared_task
from django.utils import timezone

from campaigns.doorbell import ring_report
from campaigns.models import Campaign
from campaigns.services.picture_notes import strip_kept_notes
from campaigns.services.reports import run_report, waiting_reports
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


@shared_task
def work_out_report(kind: str, report_id: int) -> None:
    """Work one audit or replay out."""
    run_report(kind=kind, report_id=report_id, at=timezone.now())


@shared_task
def sweep_reports() -> None:
    """Ring again for every audit and replay that waits longer than it should."""
    for kind, report_id in waiting_reports(at=timezone.now()):
        ring_report(kind=kind, report_id=report_id)


@shared_task
def strip_picture_notes() -> int:
    """Take the notes of cameras out of pictures kept before that was done at the door (beat, every day)."""
    return strip_kept_notes()
