"""Which sale the navigation leads to."""

from datetime import datetime

from campaigns.models import Campaign
from common.prepared import Prepared

_COMING = Prepared(
    lambda at: Campaign.objects.filter(ends_at__gt=at).order_by("starts_at", "pk").values_list("pk", flat=True)[:1], datetime
)


def sale_in_hand(*, looked_at: int | None, at: datetime) -> int | None:
    """Return the primary key of the sale last looked at while it is there, else of the one that runs or comes next, else None.

    One query where the sale looked at stands, two at most.
    """
    if looked_at is not None and Campaign.objects.filter(pk=looked_at).exists():
        return looked_at
    return _COMING.first(at)
