"""The form of a replay: whose baskets, under which assumptions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import PercentField, day_input, moment, percent, written
from campaigns.models import Campaign
from campaigns.rules.steps import Response
from common.forms import InkForm

MOST_DAYS = 400


class ReplayForm(InkForm):
    """Days of past orders, what buyers are assumed to hold, and how they are assumed to answer a step."""

    from_on = forms.DateField(label=_("Orders paid from"), widget=day_input())
    to_on = forms.DateField(label=_("to the end of"), widget=day_input())
    claimed = forms.BooleanField(label=_("Every buyer has claimed every coupon"), required=False)
    buyer_tier = forms.CharField(label=_("Every buyer is of the tier"), max_length=60, required=False)
    within = PercentField(label=_("Baskets up to so far below a step, %"))
    lift = PercentField(label=_("of which so many add what is missing, %"))
    off = PercentField(label=_("A step gives so much of what it asks for, %"))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign

    def clean(self) -> dict[str, Any]:
        """Check the order of the days and that shares are shares."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("from_on"), said.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("It must end after it begins."))
        elif first and last and (last - first).days > MOST_DAYS:
            self.add_error("to_on", _("At most {days} days at once.").format(days=MOST_DAYS))
        for name in ("within", "lift", "off"):
            if said.get(name) is not None and not 0 <= said[name] <= 1:
                self.add_error(name, _("Write a per cent from 0 to 100."))
        return said

    def asked(self) -> dict[str, Any]:
        """Return what was chosen as a report keeps it."""
        said, zone = self.cleaned_data, self.campaign.time_zone
        return {
            "start": moment(said["from_on"], 0, zone).isoformat(),
            "end": moment(said["to_on"], 24 * 60, zone).isoformat(),
            "claimed": said["claimed"],
            "buyer_tier": said["buyer_tier"].strip(),
            **{name: f"{said[name].normalize():f}" for name in ("within", "lift", "off")},
        }


def proposed(campaign: Campaign, window: tuple[Any, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the form shows before anybody typed: the last replay's choice, else the proposed days and response."""
    shown: dict[str, Any] = {
        "from_on": written(window[0], campaign.time_zone)[0],
        "to_on": written(window[1], campaign.time_zone, end=True)[0],
        "claimed": asked.get("claimed", True),
        "buyer_tier": asked.get("buyer_tier", ""),
    }
    standard = Response()
    for name in ("within", "lift", "off"):
        share = getattr(standard, name)
        shown[name] = percent(Decimal(asked[name]) if name in asked else Decimal(share.numerator) / share.denominator)
    return shown
