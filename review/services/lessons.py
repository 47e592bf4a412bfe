"""What a person says of a finding: it becomes a lesson, or it is dismissed; both can be taken back."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign
from campaigns.services.lessons import LessonDraft, drop_lesson, write_lesson
from review.models import FindingDecision
from review.rules.lessons import Finding


@transaction.atomic
def accept_finding(
    *, campaign: Campaign, actor: User | None, finding: Finding, text: str, remedy: str, at: datetime
) -> FindingDecision:
    """Make a finding a lesson of the sale, in these words, and return the decision; decided already it stays as it is."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    standing = FindingDecision.objects.filter(campaign=campaign, key=finding.key).first()
    if standing is not None:
        return standing
    draft = LessonDraft(
        text=text,
        remedy=remedy,
        kind=finding.kind,
        department=finding.department,
        rule=finding.rule,
        change=finding.change,
        value=finding.value,
    )
    lesson = write_lesson(campaign=campaign, actor=actor, draft=draft, at=at)
    record(actor=actor, action="review.accept_finding", target=campaign.name, after={"text": text})
    return FindingDecision.objects.create(campaign=campaign, key=finding.key, lesson=lesson, is_accepted=True, at=at, by=actor)


@transaction.atomic
def dismiss_finding(*, campaign: Campaign, actor: User | None, finding: Finding, text: str, at: datetime) -> FindingDecision:
    """Say that a finding is no lesson and return the decision; decided already it stays as it is."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    made, is_new = FindingDecision.objects.get_or_create(
        campaign=campaign, key=finding.key, defaults={"is_accepted": False, "at": at, "by": actor}
    )
    if is_new:
        record(actor=actor, action="review.dismiss_finding", target=campaign.name, after={"text": text})
    return made


@transaction.atomic
def undo_decision(*, decision: FindingDecision, actor: User | None, at: datetime) -> None:
    """Take a decision back: the finding is proposed again, and the lesson it became is taken out."""
    lesson = decision.lesson
    if lesson is not None and lesson.dropped_at is None:
        drop_lesson(campaign=decision.campaign, actor=actor, lesson=lesson.pk, at=at)
    record(actor=actor, action="review.undo_finding", target=decision.campaign.name, before={"text": decision.key})
    decision.delete()
