"""What is typed about watches and channels: shares in per cent, money in whole units, times by the clock."""

from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.departments import Department
from campaigns.models import Campaign
from common.forms import InkForm
from common.money import exponent_of, from_minor, to_minor
from live.channels.secrets import SecretError, Secrets, read_place
from live.measures import MEASURES, Measured, choices
from live.models import AlertChannel, ChannelKind, Severity, Watch
from live.services.alerts.channels import ChannelDraft
from live.services.alerts.watches import WatchDraft

ANY = [("", gettext_lazy("all departments")), *Department.choices]
_TIMES = ("hold", "settle", "cool_down", "escalate", "within")


def _minutes(label: Any, *, required: bool = True, least: int = 0, help_text: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=10_080, required=required, widget=widget, help_text=help_text
    )


def _number(label: Any, help_text: Any = "") -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"class": "input", "inputmode": "decimal", "step": "any"})
    return forms.DecimalField(label=label, widget=widget, help_text=help_text, max_digits=16, decimal_places=4)


class WatchForm(InkForm):
    """One watch."""

    measure = forms.ChoiceField(label=gettext_lazy("What is watched"), choices=choices)
    subject = forms.CharField(
        label=gettext_lazy("Only of"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("a SKU, or the key of a channel of visitors"),
    )
    above = forms.ChoiceField(
        label=gettext_lazy("Bad when"), choices=[("1", gettext_lazy("this or more")), ("0", gettext_lazy("this or less"))]
    )
    threshold = _number(
        gettext_lazy("Bound"), gettext_lazy("per cent, whole units of money, pieces or minutes, as the number has it")
    )
    clear = _number(
        gettext_lazy("Over once it is back beyond"), gettext_lazy("a second bound, so that a number that trembles rings once")
    )
    hold = _minutes(gettext_lazy("For so many minutes"))
    settle = _minutes(gettext_lazy("Over after so many good minutes"))
    cool_down = _minutes(gettext_lazy("The same incident if it is back within minutes"))
    within = _minutes(
        gettext_lazy("Minutes looked at"), least=1, help_text=gettext_lazy("of a number of the last minutes, or of those to come")
    )
    escalate = _minutes(
        gettext_lazy("Tell others after so many minutes without an answer"),
        required=False,
        help_text=gettext_lazy("empty: never"),
    )
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), choices=Severity.choices)
    department = forms.ChoiceField(label=gettext_lazy("Department"), choices=ANY, required=False)
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, required=False, help_text=gettext_lazy("empty: what it measures")
    )
    is_active = forms.BooleanField(label=gettext_lazy("Is watched"), required=False, initial=True)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = campaign.currency

    @classmethod
    def of(cls, watch: Watch | None, *, campaign: Campaign) -> "WatchForm":
        """Return the form as a watch stands, or as one of one's own begins."""
        if watch is None:
            return cls(
                campaign=campaign,
                initial={"above": "0", "hold": 10, "settle": 10, "cool_down": 30, "within": 60, "severity": Severity.WARNING},
            )
        said: dict[str, Any] = {
            name: getattr(watch, name) for name in ("measure", "subject", *_TIMES, "severity", "department", "name", "is_active")
        }
        said |= {"above": "1" if watch.above else "0"}
        said |= {name: shown_number(watch.measure, getattr(watch, name), campaign.currency) for name in ("threshold", "clear")}
        return cls(campaign=campaign, initial=said)

    def clean(self) -> dict[str, Any]:
        """Refuse a second bound on the bad side, and a measure of one thing that names none."""
        said = super().clean() or {}
        if {"threshold", "clear", "above"} <= said.keys():
            is_wrong = said["clear"] > said["threshold"] if said["above"] == "1" else said["clear"] < said["threshold"]
            if is_wrong:
                self.add_error("clear", _("It must lie on the good side of the bound, or be the same."))
        measure = MEASURES.get(said.get("measure", ""))
        if measure is not None and measure.subject in {"sku", "channel"} and not said.get("subject"):
            self.add_error("subject", _("This number is of one thing: say which."))
        return said

    def draft(self) -> WatchDraft:
        """Return what `save_watch` takes."""
        said = self.cleaned_data
        threshold, clear = (kept_number(said["measure"], said[name], self.currency) for name in ("threshold", "clear"))
        rest = {name: said[name] for name in ("measure", "subject", *_TIMES, "severity", "department", "name", "is_active")}
        return WatchDraft(above=said["above"] == "1", threshold=threshold, clear=clear, **rest)


def kept_number(measure: str, typed: Decimal, currency: str) -> float:
    """Return a number as it is kept: per cent as a share, money in minor units."""
    unit = MEASURES[measure].unit
    if unit == Measured.SHARE:
        return float(typed / 100)
    return float(to_minor(typed, exponent_of(currency))) if unit == Measured.MONEY else float(typed)


def shown_number(measure: str, kept: float, currency: str) -> str:
    """Return a number as it is typed."""
    unit = MEASURES[measure].unit if measure in MEASURES else Measured.COUNT
    if unit == Measured.SHARE:
        return f"{round(kept * 100, 4):g}"
    return str(from_minor(round(kept), exponent_of(currency))) if unit == Measured.MONEY else f"{kept:g}"


class ChannelForm(InkForm):
    """One channel. What stands against it is never shown again: an empty address keeps what there is."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("stands before each message; a bot that asks for a keyword finds it there"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Service"), choices=ChannelKind.choices)
    place = forms.CharField(
        label=gettext_lazy("Address or token"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "the whole address the bot shows; for mail mailtos://name:password@server?to=somebody@example.com"
        ),
    )
    secret = forms.CharField(
        label=gettext_lazy("Secret of the signature"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
        help_text=gettext_lazy("DingTalk with signature, and our own webhook"),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    severity = forms.ChoiceField(label=gettext_lazy("Incidents from"), choices=Severity.choices)
    department = forms.ChoiceField(label=gettext_lazy("Department"), choices=ANY, required=False)
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time", "class": "input"})
    )
    quiet_to = forms.TimeField(
        label=gettext_lazy("Quiet to"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "input"}),
        help_text=gettext_lazy("by the clock of the sale; what happens then is told in one message afterwards"),
    )
    urgent_in_quiet = forms.BooleanField(label=gettext_lazy("Urgent incidents also in quiet hours"), required=False, initial=True)
    is_escalation = forms.BooleanField(label=gettext_lazy("Only what nobody acknowledged in time"), required=False)
    wants_digest = forms.BooleanField(label=gettext_lazy("A digest every hour of the sale, three minutes past"), required=False)
    wants_reports = forms.BooleanField(
        label=gettext_lazy("The report of the review at the end of each stage"),
        required=False,
        help_text=gettext_lazy("it tells profit and costs: only for a group that may know them"),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Is used"), required=False, initial=True)

    def __init__(self, *args: Any, channel: AlertChannel | None = None, address: str = "", **kwargs: Any) -> None:
        if channel is not None and not args:
            kwargs["initial"] = _initial(channel)
        super().__init__(*args, **kwargs)
        self.channel, self.address = channel, address

    def clean_name(self) -> str:
        """Refuse a name that another channel has."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        others = AlertChannel.objects.filter(name=name)
        if (others.exclude(pk=self.channel.pk) if self.channel else others).exists():
            raise forms.ValidationError(_("Another channel has this name."))
        return name

    def clean(self) -> dict[str, Any]:
        """Read the address, and ask for all that the service needs."""
        said = super().clean() or {}
        kind, place, secret = said.get("kind", ""), said.get("place", ""), said.get("secret", "")
        is_new = self.channel is None or self.channel.kind != kind
        if not place:
            if is_new or secret:
                self.add_error("place", _("Paste the address of the bot."))
        else:
            try:
                said["place"] = read_place(kind, place)
            except SecretError as wrong:
                self.add_error("place", place_error(wrong.code))
        if kind == ChannelKind.WEBHOOK and place and len(secret) < 16:
            self.add_error("secret", _("Our webhook is signed: a secret of at least 16 letters, the same at the receiver."))
        if (said.get("quiet_from") is None) != (said.get("quiet_to") is None):
            self.add_error("quiet_to", _("Quiet hours have a beginning and an end."))
        return said

    def secrets(self) -> Secrets | None:
        """Return what was typed; None keeps what there is."""
        said = self.cleaned_data
        return Secrets(said["place"], said["secret"]) if said["place"] else None

    def draft(self) -> ChannelDraft:
        """Return what `save_channel` takes."""
        said = {name: self.cleaned_data[name] for name in ChannelDraft.__dataclass_fields__ if name in self.cleaned_data}
        said |= {name: _minute(said[name]) for name in ("quiet_from", "quiet_to")}
        return ChannelDraft(**said, address=self.address)


def place_error(code: str) -> str:
    """Return in words why an address cannot be one of the service."""
    return {
        "mail": _("A mailbox is written mailtos://name:password@server?to=somebody@example.com."),
        "webhook": _("A webhook begins with https:// or http:// and holds no name or password."),
    }.get(code, _("This is no address of a bot of this service. Copy the whole address from the settings of the bot."))


def _initial(channel: AlertChannel) -> dict[str, Any]:
    said = {name: getattr(channel, name) for name in ChannelDraft.__dataclass_fields__ if name != "address"}
    return said | {name: _clock(said[name]) for name in ("quiet_from", "quiet_to")}


def _minute(typed: time | None) -> int | None:
    return None if typed is None else typed.hour * 60 + typed.minute


def _clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"
