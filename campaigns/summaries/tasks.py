"""The tasks on the page of a sale: how far each department is, and what comes next."""

from datetime import datetime

from campaigns.models import Campaign
from campaigns.queries.tasks import by_department, task_rows
from campaigns.summaries.base import Summary
from campaigns.words.tasks import chip


def summary(campaign: Campaign, at: datetime) -> Summary | None:
    """Return the card of the tasks; without tasks it says what to do first."""
    rows = task_rows(campaign=campaign, at=at)
    departments = by_department(rows)
    context = {
        "done": sum(part.done for part in departments),
        "total": sum(part.total for part in departments),
        "late": sum(part.late for part in departments),
        "departments": [(part, chip(part.following) if part.following else None) for part in departments],
    }
    return Summary("campaigns/tasks/_summary.html", context, is_full=True)
