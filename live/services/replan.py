"""One press on the re-plan: more people on the shifts that miss them, or a task for what no roster can do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.departments import Department
from accounts.models import User
from campaigns.models import Campaign, DueFrom, Shift, Task
from campaigns.queries import shifts as roster
from campaigns.rules.problems import PlanError
from campaigns.services import shifts as services
from campaigns.services.tasks import TaskDraft, create_task
from common.moments import format_moment
from common.windows import local_time, slot_of
from live.rules.service.replan import Change

SOON = timedelta(minutes=10)


@dataclass(frozen=True)
class Replanned:
    """What came of it: people of the reserve who work now, people put on a shift, people nobody was found for, and the task."""

    called: int
    placed: int
    missing: int
    task: Task | None


@transaction.atomic
def apply_change(*, campaign: Campaign, change: Change, actor: User | None, at: datetime, role_words: str) -> Replanned:
    """Make a proposed change and return what came of it. Pressed twice it changes nothing more.

    More people: the need of each shift it touches is raised, so that its reserve works; then free people who may work by the rest
    rules are put on it. Who is still missing is asked for by a task of customer service. Fewer people: a task, for nobody is
    sent home by a program.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if change.people < 0:
        return Replanned(0, 0, 0, _ask(campaign, change, -change.people, actor, at, role_words))
    called = placed = missing = 0
    for shift in campaign.shifts.filter(starts_at__lt=change.end, ends_at__gt=change.start):
        found = _fill(shift, change, actor)
        called, placed, missing = called + found[0], placed + found[1], max(missing, found[2])
    if not campaign.shifts.filter(starts_at__lt=change.end, ends_at__gt=change.start).exists():
        missing = change.people
    task = _ask(campaign, change, missing, actor, at, role_words) if missing else None
    return Replanned(called, placed, missing, task)


def _fill(shift: Shift, change: Change, actor: User | None) -> tuple[int, int, int]:
    """Raise the need of one shift, place whoever is free, and return how many were called, placed and are missing."""
    standing = shift.places.filter(role=change.role).count()
    before = min(standing, shift.needed.get(change.role, 0))
    if shift.needed.get(change.role, 0) < change.needed:
        shift = services.need_people(shift=shift, role=change.role, count=change.needed, actor=actor)
    called = min(standing, change.needed) - before
    placed = 0
    if standing < change.needed:
        settings = roster.settings_of(shift.campaign)
        rows = [row for row in roster.shift_rows(shift.campaign, settings) if row.shift.pk == shift.pk]
        free = roster.candidates(rows, shift.campaign, settings).get((shift.pk, change.role), [])
        for person in free[: change.needed - standing]:
            try:
                services.place_person(shift=shift, person=person, role=change.role, actor=actor)
            except PlanError:  # somebody put them on another shift meanwhile
                continue
            placed += 1
    return called, placed, max(0, change.needed - standing - placed)


def _ask(campaign: Campaign, change: Change, people: int, actor: User | None, at: datetime, role_words: str) -> Task:
    """Return the task that asks for people, or to let people go: the open one where somebody has pressed before."""
    zone = campaign.time_zone
    said = {
        "count": people,
        "role": role_words,
        "start": format_moment(change.start, zone, date=False),
        "end": format_moment(change.end, zone, date=False),
    }
    if change.people > 0:
        title = _("{role}: find {count} more, {start} to {end}").format(**said)
        what = _("More buyers ask than planned, and nobody on the roster is free by the rest rules.").format(**said)
    else:
        title = _("{role}: {count} fewer, {start} to {end}").format(**said)
        what = _("Fewer buyers ask than planned: let them rest, or chase unpaid orders.").format(**said)
    standing = campaign.tasks.open().filter(title=title).first()
    if standing is not None:
        return standing
    due = local_time(slot_of(max(at + SOON, change.start - SOON)), zone)
    draft = TaskDraft(
        department=Department.SERVICE,
        title=title[:200],
        what=what,
        due_from=DueFrom.DATE,
        due_on=due.date(),
        due_minute=due.hour * 60 + due.minute,
    )
    return create_task(campaign=campaign, actor=actor, draft=draft, at=at)
