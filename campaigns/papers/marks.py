"""What every paper of a sale says at its top and at its foot."""

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from common.moments import format_moment


def marks(campaign: Campaign, at: datetime) -> tuple[str, ...]:
    """Return the top line: the sale, its window, when the paper was made."""
    zone = campaign.time_zone
    return (
        campaign.name,
        _("{start} to {end}").format(
            start=format_moment(campaign.starts_at, zone, year=True), end=format_moment(campaign.ends_at, zone, year=True)
        ),
        _("as of {moment}").format(moment=format_moment(at, zone, year=True)),
    )


def foot(campaign: Campaign) -> str:
    """Return the foot: which version of the plan this is."""
    return _("Plan version {version}. Times are those of {zone}.").format(version=campaign.version, zone=campaign.time_zone)
