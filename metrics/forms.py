"""Asking for numbers: the same question on the page, in the interface and on the command line."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from common.windows import Window
from metrics.definitions import METRICS
from metrics.queries import By
from orders.models import Shop

MAX_HOURS = 24 * 366  # one answer by hour holds a year
_LONG_AGO, _FAR_AHEAD = 1990, 2100


class NumbersForm(forms.Form):
    """Which shop, from when to when on its clock, by what, which metrics (all when none are named)."""

    shop = forms.ModelChoiceField(queryset=Shop.objects.all(), to_field_name="name", label=_("Shop"))
    start = forms.CharField(required=False, label=_("From"), max_length=25)
    end = forms.CharField(required=False, label=_("Until, not included"), max_length=25)
    by = forms.ChoiceField(
        choices=[("day", _("by day")), ("hour", _("by hour")), ("total", _("in total"))], required=False, label=_("Divided")
    )
    metrics = forms.CharField(required=False, max_length=500, label=_("Metrics"))

    def __init__(self, data: Any, *, default_by: By = "total") -> None:
        super().__init__(data)
        self.default_by = default_by
        for name, example in (("start", "2025-11-11 00:00"), ("end", "2025-11-12 00:00")):
            self.fields[name].widget.attrs.update({"class": "input", "placeholder": example})
        for name in ("shop", "by"):
            self.fields[name].widget.attrs["class"] = "input"

    def clean_by(self) -> str:
        """Take the default where nothing was chosen."""
        return str(self.cleaned_data["by"] or self.default_by)

    def clean_metrics(self) -> list[str]:
        """Split the names at commas and refuse unknown ones."""
        names = [name.strip() for name in str(self.cleaned_data["metrics"]).split(",") if name.strip()]
        for name in names:
            if name not in METRICS:
                raise forms.ValidationError(_("There is no metric named %(name)s."), params={"name": name})
        return names

    def clean(self) -> dict[str, Any]:
        """Turn both ends into a window of slots on the shop's clock."""
        shop = self.cleaned_data.get("shop")
        self.window: Window | None = None
        if shop is None or self.errors:
            return self.cleaned_data
        start, end = (self._moment(name, shop.time_zone) for name in ("start", "end"))
        if self.errors:
            return self.cleaned_data
        if (start is None) != (end is None):
            self.add_error("end" if end is None else "start", _("Give both ends, or neither."))
        elif start is not None and end is not None:
            if start >= end:
                self.add_error("end", _("The end must come after the start."))
            elif self.cleaned_data["by"] == "hour" and end - start > timedelta(hours=MAX_HOURS):
                self.add_error("end", _("By hour, ask for a year at most."))
            else:
                self.window = Window.between(start, end)
        return self.cleaned_data

    def _moment(self, name: str, zone: str) -> datetime | None:
        """Read a date, or a date and time, on the shop's clock; an offset written behind it counts."""
        text = str(self.cleaned_data.get(name) or "").strip()
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or not _LONG_AGO <= moment.year < _FAR_AHEAD:
            self.add_error(name, _("Write it like 2025-11-11 or 2025-11-11 20:00."))
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
