"""The lessons of a sale: those it taught, those that came along, and the defaults they change."""

from dataclasses import dataclass

from django.db.models import Count

from campaigns.models import Campaign, LessonQuerySet
from campaigns.models.lessons import IS_DONE


@dataclass(frozen=True)
class Carried:
    """How many lessons came along from the sale before, and how many of them are done."""

    done: int
    all: int

    @property
    def left(self) -> int:
        """How many are still open."""
        return self.all - self.done


def lessons_of(campaign: Campaign) -> LessonQuerySet:
    """Return every lesson of a sale, those taken out too, with whom and what a page names; by department, oldest first."""
    return campaign.lessons.select_related("owner", "written_by", "done_by", "task", "came_from__campaign")


def carried_lessons(campaign: Campaign) -> Carried:
    """Count what came along: one question on an index."""
    counts = campaign.lessons.standing().carried().aggregate(all=Count("pk"), done=Count("pk", filter=IS_DONE))
    return Carried(counts["done"], counts["all"])


def changed_defaults(campaign: Campaign) -> dict[str, float]:
    """Return the defaults that lessons of the sale before change in this one, by key; of two lessons the newer has the word."""
    rows = campaign.lessons.standing().carried().exclude(change="").order_by("written_at", "pk")
    return {change: value for change, value in rows.values_list("change", "value") if value is not None}
