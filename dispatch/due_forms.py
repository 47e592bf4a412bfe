"""What is typed on the pages of the clock and of abnormal orders."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from common.money import exponent_of, from_minor, to_minor
from dispatch.models import ClockRule
from dispatch.rules.clock import limit_of
from orders.models import Shop

WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def _whole(label: Any, *, most: int, least: int = 1, **more: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **more)


def _amount(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=20, widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal"})
    )


class ClockForm(InkForm):
    """What a shop promises, when its warehouse works, what a late order costs."""

    hours = _whole(_("Hours from the payment until the parcel must have left"), most=1_440, required=False)
    sale_hours = _whole(_("The same for what is paid while a sale runs"), most=1_440, required=False)
    work_from = forms.TimeField(
        label=_("The warehouse works from"), widget=forms.TimeInput(attrs={"class": "input", "type": "time"})
    )
    work_until = forms.TimeField(label=_("until"), widget=forms.TimeInput(attrs={"class": "input", "type": "time"}))
    days = forms.MultipleChoiceField(
        label=_("on"),
        required=False,
        choices=[(str(place), label) for place, label in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
    )
    off_days = forms.CharField(
        label=_("Days off, one a line, like 2026-10-01"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    stands_still = forms.BooleanField(label=_("The clock stands still on days off"), required=False)
    late_percent = forms.DecimalField(
        label=_("A late order costs, per cent of its amount"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "decimal", "step": "0.1"}),
        help_text=_("Empty: not known. Then only orders are counted, and no money."),
    )
    late_least = _amount(_("at least"))
    late_most = _amount(_("at most"))
    forget_days = _whole(_("Paid more than so many days ago: the file is old, not the parcel"), most=180)

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop, self.exponent = shop, exponent_of(shop.currency)
        limit = limit_of(shop.platform)
        source = (
            _("by the rules of the platform; check those in force") if limit.source == "platform" else _("by the playbook, C1")
        )
        for name, hours in (("hours", limit.hours), ("sale_hours", limit.sale_hours)):
            self.fields[name].help_text = gettext("Empty: {hours}, {source}.").format(hours=hours, source=source)

    @classmethod
    def of(cls, rule: ClockRule, shop: Shop) -> "ClockForm":
        """Return the form as a shop stands."""
        exponent = exponent_of(shop.currency)
        least, most = rule.late_least_minor, rule.late_most_minor
        return cls(
            shop=shop,
            initial={
                "hours": rule.hours,
                "sale_hours": rule.sale_hours,
                "work_from": f"{rule.work_from // 60:02}:{rule.work_from % 60:02}",
                "work_until": f"{rule.work_until // 60:02}:{rule.work_until % 60:02}",
                "days": [str(place) for place in range(7) if rule.work_days >> place & 1],
                "off_days": "\n".join(rule.off_days),
                "stands_still": rule.stands_still,
                "late_percent": None if rule.late_share is None else f"{100 * rule.late_share:g}",
                "late_least": "" if least is None else f"{from_minor(least, exponent)}",
                "late_most": "" if most is None else f"{from_minor(most, exponent)}",
                "forget_days": rule.forget_days,
            },
        )

    def clean_off_days(self) -> list[str]:
        """Read the days; refuse a line that is none."""
        days = set()
        for line in self.cleaned_data["off_days"].split():
            try:
                days.add(date.fromisoformat(line).isoformat())
            except ValueError:
                raise forms.ValidationError(gettext("{line} is no day; write it like 2026-10-01.").format(line=line)) from None
        return sorted(days)

    def clean_late_least(self) -> int | None:
        """Read the amount."""
        return self._minor("late_least")

    def clean_late_most(self) -> int | None:
        """Read the amount."""
        return self._minor("late_most")

    def values(self) -> dict[str, Any]:
        """Return what `dispatch.services.due.set_clock` takes."""
        told = self.cleaned_data
        percent = told["late_percent"]
        return {
            "hours": told["hours"],
            "sale_hours": told["sale_hours"],
            "work_from": told["work_from"].hour * 60 + told["work_from"].minute,
            "work_until": told["work_until"].hour * 60 + told["work_until"].minute,
            "work_days": sum(1 << int(day) for day in told["days"]),
            "off_days": told["off_days"],
            "stands_still": told["stands_still"],
            "late_share": None if percent is None else float(percent) / 100,
            "late_least_minor": told["late_least"],
            "late_most_minor": told["late_most"],
            "forget_days": told["forget_days"],
        }

    def _minor(self, name: str) -> int | None:
        text = self.cleaned_data[name].strip()
        if not text:
            return None
        try:
            minor = to_minor(text, self.exponent)
        except ValueError:
            raise forms.ValidationError(gettext("{text} is not an amount.").format(text=text)) from None
        if minor < 0:
            raise forms.ValidationError(gettext("{text} is not an amount.").format(text=text))
        return minor


class PromiseForm(InkForm):
    """Pre-sale orders and the day they were promised for."""

    told = forms.CharField(
        label=_("Order number and day, one order a line"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "placeholder": "6917926768823643751 2026-11-20"}),
        max_length=2_000_000,
    )

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop

    def clean_told(self) -> dict[str, datetime | None]:
        """Read the lines: a day means until its end by the shop's clock, a dash takes the promise back."""
        told: dict[str, datetime | None] = {}
        for number, line in enumerate(self.cleaned_data["told"].splitlines(), start=1):
            words = line.replace(",", " ").replace("\t", " ").split()
            if not words:
                continue
            moment = promised_moment(" ".join(words[1:]), self.shop.time_zone) if len(words) > 1 else None
            if len(words) < 2 or len(words[0]) > 100 or (moment is None and words[1] != "-"):
                said = gettext("Line {line} is no order number with a day like 2026-11-20.").format(line=number)
                raise forms.ValidationError(said)
            told[words[0]] = moment
        return told


def promised_moment(text: str, zone: str) -> datetime | None:
    """Read a day (its last minute) or a moment by the shop's clock; None for what is neither."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        try:
            moment = parse_datetime(text)
        except ValueError:
            return None
        return None if moment is None else moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=ZoneInfo(zone))


class ReportForm(InkForm):
    """An order reported by hand."""

    order_no = forms.CharField(label=_("Order number"), max_length=100, widget=forms.TextInput(attrs={"class": "input"}))
    text = forms.CharField(label=_("What is wrong"), max_length=500, widget=forms.TextInput(attrs={"class": "input"}))
