"""The forms of the import pages: the answers a file wants, the first shop, the filters of the history."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.windows import validate_zone
from imports.models import ImportJob, State
from imports.views.words import clock_of, from_epoch, moment
from orders.models import Shop

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "SGD", "MYR", "THB", "VND", "KRW", "AUD", "CAD")
ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Bangkok",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Australia/Sydney",
    "UTC",
)
PLATFORMS = (
    ("taobao", gettext_lazy("Taobao or Tmall")),
    ("jd", gettext_lazy("JD")),
    ("pinduoduo", gettext_lazy("Pinduoduo")),
    ("douyin", gettext_lazy("Douyin")),
    ("jushuitan", gettext_lazy("several, by Jushuitan")),
    ("shopify", "Shopify"),
    ("woocommerce", "WooCommerce"),
    ("amazon", "Amazon"),
    ("", gettext_lazy("another")),
)


def dress(form: forms.Form) -> None:
    """Give every widget its class, and tell a screen reader which text belongs to it."""
    for name, field in form.fields.items():
        bound = form[name]
        field.widget.attrs.setdefault("class", "input")
        if form.is_bound and bound.errors:
            field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.id_for_label}_error"}
        elif field.help_text:
            field.widget.attrs["aria-describedby"] = f"{bound.id_for_label}_helptext"


class ShopForm(forms.Form):
    """A new shop: its name, where it sells, its currency and its clock."""

    name = forms.CharField(label=gettext_lazy("Name of the shop"), max_length=100)
    platform = forms.ChoiceField(label=gettext_lazy("Platform"), choices=PLATFORMS, required=False, initial="taobao")
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(code, code) for code in CURRENCIES])
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=[(zone, zone) for zone in ZONES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def clean_name(self) -> str:
        """Refuse a name that is taken: files could not be told apart."""
        name: str = self.cleaned_data["name"].strip()
        if Shop.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a shop of this name already; choose another."))
        return name

    def clean_time_zone(self) -> str:
        """Refuse a clock whose hours cannot be kept in slots of ten minutes."""
        try:
            return validate_zone(self.cleaned_data["time_zone"])
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem


class AnswerForm(forms.Form):
    """What a file cannot tell by itself: whose orders they are, and when it was exported.

    `exported_at` is written on the shop's clock. `told()` gives only what differs from what the import knows already, as the
    keyword arguments of `imports.services.answer`.
    """

    shop = forms.ModelChoiceField(label=gettext_lazy("Shop"), queryset=Shop.objects.all(), empty_label=gettext_lazy("choose"))
    exported_at = forms.CharField(label=gettext_lazy("Exported at"), max_length=30, required=False)

    def __init__(self, *args: Any, job: ImportJob, now: dt.datetime, **kwargs: Any) -> None:
        self.job, self.now = job, now
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{job.pk}_%s"
        if job.needs == "mapping":
            self.fields = {}
            return
        self.initial = {"shop": job.shop_id, "exported_at": self._written(job.as_of)}
        if job.prepared:
            self.fields["exported_at"].help_text = self._where_from()
        else:
            del self.fields["exported_at"]
        dress(self)

    def _written(self, at: dt.datetime | None) -> str:
        return f"{at.astimezone(clock_of(self.job.zone)):%Y-%m-%d %H:%M:%S}" if at else ""

    def _where_from(self) -> str:
        return {
            "filename": _("Taken from the file's name."),
            "latest": _("Its latest time; the export may be younger."),
            "given": _("As you said."),
        }.get(self.job.as_of_source, "")

    def clean_exported_at(self) -> dt.datetime | None:
        """Read the moment on the shop's clock; it lies neither in the future nor before the file's own last time."""
        written: str = self.cleaned_data["exported_at"].strip()
        if not written:
            if self.job.as_of is None:
                raise forms.ValidationError(_("When was it exported? A later export has the last word on an order."))
            return self.job.as_of
        try:
            naive = parse_datetime(written.replace("/", "-"))
        except ValueError:
            naive = None
        if naive is None:
            raise forms.ValidationError(_("Write the moment like 2026-11-11 10:35."))
        zone = self.job.zone
        at = naive if naive.tzinfo else naive.replace(tzinfo=clock_of(zone))
        if self.job.as_of and self._written(at) == self._written(self.job.as_of):
            return self.job.as_of
        last = from_epoch((self.job.prepared or {}).get("last_at"))
        told = {
            "time": moment(at, zone=zone, now=self.now),
            "now": moment(self.now, zone=zone, now=self.now),
            "last": moment(last, zone=zone, now=self.now) if last else "",
        }
        if at > self.now:
            sentence = _("%(time)s is still to come; it is %(now)s now.") % told
            known = _("The file’s last time is %(last)s.") % told
            raise forms.ValidationError(f"{sentence} {known}" if last else sentence)
        if last and at < last:
            raise forms.ValidationError(_("The file knows of %(last)s, so it was not exported at %(time)s already.") % told)
        return at

    def told(self) -> dict[str, Any]:
        """Give what is new in these answers; empty when they say what is known."""
        answers: dict[str, Any] = {}
        shop = self.cleaned_data.get("shop")
        if shop is not None and shop.pk != self.job.shop_id:
            answers["shop"] = shop
        at = self.cleaned_data.get("exported_at")
        if at is not None and at != self.job.as_of:
            answers["as_of"] = at
        return answers


class HistoryForm(forms.Form):
    """The filters of the history; a value that is no choice filters nothing."""

    shop = forms.ModelChoiceField(
        label=gettext_lazy("Shop"), queryset=Shop.objects.all(), required=False, empty_label=gettext_lazy("all shops")
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("all states")), *State.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def asked(self) -> dict[str, Any]:
        """Give the filters that hold."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
