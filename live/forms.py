"""What is typed on the pages of the stock cockpit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from inventory.models import StockDay


def _whole(label: Any, *, least: int, most: int, required: bool = True, **more: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, widget=widget, **more)


class ReleaseForm(InkForm):
    """How many pieces of a reserve are released, and why."""

    units = _whole(_("Pieces to release"), least=1, most=10_000_000)
    reason = forms.CharField(label=_("Why"), max_length=200, widget=forms.TextInput(attrs={"class": "input"}))


class KeepForm(InkForm):
    """How many pieces are kept back from sale, and why."""

    units = _whole(_("Pieces to keep back"), least=1, most=10_000_000)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": "input"}))


class StockDayForm(InkForm):
    """What the alert line and the risk of a shop are worked out from."""

    interval_minutes = _whole(
        _("Minutes from one import to the next"), least=1, most=1_440, required=False, help_text=_("empty: as observed")
    )
    swap_minutes = _whole(_("Minutes from the alert to the substitute on the page"), least=1, most=1_440)
    safety_percent = _whole(_("Safety on top of what is sold in that time, per cent"), least=0, most=500)
    risk_percent = forms.DecimalField(
        label=_("Highest risk of overselling, per cent"),
        min_value=0,
        max_value=50,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "decimal", "step": "0.1"}),
    )

    @classmethod
    def of(cls, day: StockDay) -> "StockDayForm":
        """Return the form as a shop stands."""
        return cls(
            initial={
                "interval_minutes": day.interval_minutes,
                "swap_minutes": day.swap_minutes,
                "safety_percent": round(100 * day.safety_share),
                "risk_percent": f"{100 * day.risk_limit:g}",
            }
        )

    def clean_risk_percent(self) -> Any:
        """Refuse a risk of nothing: it would hold everything back."""
        value = self.cleaned_data["risk_percent"]
        if value <= 0:
            raise forms.ValidationError(_("A risk of nothing would hold everything back; write 0.1 for one in a thousand."))
        return value

    def values(self) -> dict[str, Any]:
        """Return what `set_stock_day` takes."""
        said = self.cleaned_data
        return {
            "interval_minutes": said["interval_minutes"],
            "swap_minutes": said["swap_minutes"],
            "safety_share": said["safety_percent"] / 100,
            "risk_limit": float(said["risk_percent"]) / 100,
        }
