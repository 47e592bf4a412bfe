"""What a person tells of the costs of a sale that no file tells."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign
from review.models import ToldCost
from review.services.preparing import ask_review


@transaction.atomic
def tell_cost(
    *, actor: User | None, campaign: Campaign, name: str, amount_minor: int | None, at: datetime, note: str = ""
) -> None:
    """Keep an amount for the whole sale in minor units, or forget it (None); the review is prepared anew after commit."""
    standing = ToldCost.objects.filter(campaign=campaign, name=name).first()
    before = {"amount_minor": standing.amount_minor} if standing else {}
    if amount_minor is None:
        ToldCost.objects.filter(campaign=campaign, name=name).delete()
    else:
        told = {"amount_minor": amount_minor, "note": note, "told_by": actor, "told_at": at}
        ToldCost.objects.update_or_create(campaign=campaign, name=name, defaults=told)
    after = {"amount_minor": amount_minor} if amount_minor is not None else {}
    record(actor=actor, action="review.cost", target=f"{campaign.name}: {name}", before=before, after=after)
    ask_review(campaign=campaign, at=at)
