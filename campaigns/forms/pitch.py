"""The form of the pitch sheet's words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Pitch
from campaigns.services.pitch import PitchWords
from common.forms import InkForm

LONGEST = 600


def _area(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=LONGEST, widget=widget)


class PitchForm(InkForm):
    """What a person writes on the pitch sheet; each line stands as a line on the paper."""

    asked = _area(_("What we ask of the platform"), _("Places, dates, coupons: one a line."))
    outside = _area(_("What we bring from outside"), _("Beside the planned visitors, which stand there already."))
    strength = _area(_("Why this shop"), _("What the platform gains by showing it."))
    contact = forms.CharField(label=_("Contact"), required=False, max_length=120)

    def words(self) -> PitchWords:
        """Return what was written."""
        return PitchWords(**self.cleaned_data)


def initial_of(pitch: Pitch) -> dict[str, str]:
    """Return the words as they stand."""
    return {name: getattr(pitch, name) for name in PitchForm.base_fields}
