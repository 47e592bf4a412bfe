"""Whether the departments are on time: what is late keeps a gate shut (playbook P14, "100% executed or it is fake")."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign
from campaigns.queries.tasks import task_rows
from campaigns.words.tasks import day_words


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return the one check of the tasks: late ones fail it; none at all, or some without an owner, want a look."""
    rows = task_rows(campaign=campaign, at=at)
    url, name = reverse("campaigns:tasks", args=[campaign.pk]), _("Tasks in time")
    if not rows:
        return [PlanCheck("tasks_late", "watch", name, _("No department has a task yet; take those of the templates."), url)]
    late = [row for row in rows if row.days_late]
    if late:
        words = ngettext("{count} task is late", "{count} tasks are late", len(late)).format(count=len(late))
        found = _("{words}; longest “{title}”, due {day}, {owner}.").format(
            words=words, title=late[0].title, day=day_words(late[0].due_on), owner=late[0].owner or _("nobody's")
        )
        return [PlanCheck("tasks_late", "failed", name, found, f"{url}?view=list&late=1")]
    unowned = sum(row.is_open and not row.owner for row in rows)
    done = _("{done} of {total} are done, none is late.").format(done=sum(not row.is_open for row in rows), total=len(rows))
    if unowned:
        words = ngettext("{count} has no owner.", "{count} have no owner.", unowned).format(count=unowned)
        return [PlanCheck("tasks_late", "watch", name, f"{done} {words}", f"{url}?view=list&owner=none")]
    return [PlanCheck("tasks_late", "done", name, done, url)]
