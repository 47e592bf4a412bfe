"""Fields as people of a shop write them: a time of the clock, an amount, a count, a per cent; and moments to and fro."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from common.money import AmountTooLargeError, to_minor

_TIME = re.compile(r"(\d{1,2}):?(\d{2})")


class ClockField(forms.CharField):
    """A time of day as minutes since midnight; 24:00 is the end of the day."""

    default_error_messages = {"invalid": _("Write the time like 20:00; 24:00 is the end of the day.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "0:00", "autocomplete": "off", "maxlength": 5})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the minutes, or None for nothing."""
        text = str(value or "").strip().replace("：", ":")
        if not text:
            return None
        found = _TIME.fullmatch(text)
        if found is None or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) > 24 * 60:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found[1]) * 60 + int(found[2])

    def prepare_value(self, value: Any) -> Any:
        """Write minutes as a time."""
        return f"{value // 60}:{value % 60:02}" if isinstance(value, int) else value


class MoneyField(forms.CharField):
    """An amount as people write it; the text is kept, minor units come with the currency."""

    default_error_messages = {
        "invalid": _("Write an amount like 62,000,000 or 213.50."),
        "too_high": _("This is more than the program counts; check the number of zeros."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        """Check that the text is an amount."""
        text = super().clean(value)
        if text:
            try:
                to_minor(text)
            except AmountTooLargeError:
                raise forms.ValidationError(self.error_messages["too_high"], code="too_high") from None
            except ValueError:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return text


class CountField(forms.IntegerField):
    """A whole number, with or without thousands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Take the thousands out."""
        return super().to_python(re.sub(r"[\s,，_\u00a0]", "", str(value)) if value not in self.empty_values else value)


class PercentField(forms.DecimalField):
    """A share written in per cent; the value is a share from 0 to 1."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_digits=14, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the share."""
        found = super().to_python(str(value).strip().removesuffix("%") if value not in self.empty_values else value)
        return None if found is None else found / 100


def day_input() -> forms.DateInput:
    """Return the input of a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def moment(day: date, minutes: int, zone: str) -> datetime:
    """Return the moment at which the shop's clock shows so many minutes after midnight; 24:00 is the next day's 0:00."""
    day = day + timedelta(days=minutes // (24 * 60))
    minutes %= 24 * 60
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=ZoneInfo(zone))


def written(at: datetime, zone: str, *, end: bool = False) -> tuple[date, int]:
    """Return the day and minutes a person would write; with `end` a midnight is 24:00 of the day before."""
    local = at.astimezone(ZoneInfo(zone))
    minutes = local.hour * 60 + local.minute
    if end and minutes == 0:
        return local.date() - timedelta(days=1), 24 * 60
    return local.date(), minutes


def percent(share: Decimal) -> str:
    """Write a share in per cent without needless zeros: 0.054 gives 5.4."""
    return f"{(share * 100).normalize():f}"
