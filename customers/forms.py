"""What can be asked of the list of buyers, and what is written about one."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import F, OrderBy, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from customers.models import Buyer, Label, LabelNature, Tier
from customers.models.privacy import USUAL_REVEALS
from customers.queries.buyers import find_buyers, possible_matches
from customers.rules.contacts import TAIL
from customers.rules.masked import is_masked
from customers.rules.phones import phone_of
from orders.models import Shop

SORTS = {"net": "net_minor", "orders": "orders_count", "last": "last_paid_at", "refunds": "refunded_count"}
RECENCY = {
    "30": (_("in the last 30 days"), 30, True),
    "90": (_("in the last 90 days"), 90, True),
    "365": (_("in the last 365 days"), 365, True),
    "over90": (_("not for 90 days"), 90, False),
    "over365": (_("not for 365 days"), 365, False),
}


MOST_POSSIBLE = 50


class BuyerFilter(InkForm):
    """The filters of the list; a value that is no choice filters nothing."""

    q = forms.CharField(
        label=_("Account, order number, e-mail, phone or person"), max_length=100, required=False,
        widget=forms.TextInput(
            attrs={"class": "input", "type": "search", "placeholder": _("Account, order, e-mail, phone"), "autocomplete": "off"}
        ),
    )  # fmt: skip
    tier = forms.ChoiceField(label=_("Buyer tier"), required=False)
    label = forms.ChoiceField(label=_("Label"), required=False)
    last = forms.ChoiceField(
        label=_("Last order"),
        required=False,
        choices=[("", _("last order: any time")), *((key, words) for key, (words, *_rest) in RECENCY.items())],
    )

    def __init__(self, *args: Any, shop: Shop, contacts: bool = False, **kwargs: Any) -> None:
        """Ask about the buyers of a shop; `contacts`: the reader may search by the receiver's name and phone."""
        super().__init__(*args, **kwargs)
        self.shop, self.contacts = shop, contacts
        tiers = Tier.objects.filter(shop=shop, ended_at=None).order_by("-rank")
        self._choose(
            "tier", [("", _("all buyer tiers")), *((str(tier.pk), str(tier)) for tier in tiers), ("none", _("without tier"))]
        )
        self._choose("label", [("", _("all labels")), *((str(label.pk), str(label)) for label in Label.objects.all())])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    @property
    def wants_right(self) -> bool:
        """Tell whether a phone is sought by somebody who may not search by phones; it is not searched."""
        return not self.contacts and bool(phone_of(self.asked().get("q", "")))

    @property
    def is_by_phone(self) -> bool:
        """Tell whether a phone, or the end of one, is sought by somebody who may."""
        text = self.asked().get("q", "")
        return self.contacts and (bool(phone_of(text)) or (len(text) == TAIL and text.isascii() and text.isdigit()))

    @property
    def is_masked(self) -> bool:
        """Tell whether an account is sought of which the platform hides a part: what is found is what it may be."""
        return is_masked(self.asked().get("q", ""))

    def asked(self) -> dict[str, str]:
        """Return the filters that hold."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def found(self, sort: str, at: datetime) -> QuerySet[Buyer]:
        """Return the buyers the filters keep; `sort`: a key of SORTS, with a minus from the largest, unknown ones last."""
        asked = self.asked()
        rows = Buyer.objects.filter(shop=self.shop).select_related("shop", "tier", "person")
        if "q" in asked:
            found = find_buyers(asked["q"], shops=[self.shop], limit=500, contacts=self.contacts)
            if self.is_masked:
                found += possible_matches(Buyer(shop=self.shop, buyer_key=asked["q"]), MOST_POSSIBLE)
            rows = rows.filter(pk__in=[one.pk for one in found])
        if "tier" in asked:
            rows = rows.filter(tier=None) if asked["tier"] == "none" else rows.filter(tier=int(asked["tier"]))
        if "label" in asked:
            rows = rows.filter(labels__label=int(asked["label"]))
        if "last" in asked:
            _words, days, is_since = RECENCY[asked["last"]]
            limit = at - timedelta(days=days)
            rows = rows.filter(Q(last_paid_at__gte=limit) if is_since else Q(last_paid_at__lt=limit))
        column = SORTS.get(sort.removeprefix("-"), "net_minor")
        return rows.order_by(_by(column, descending=sort.startswith("-")), "pk")


def _by(column: str, *, descending: bool) -> str | OrderBy:
    """Order by a column; only the moment may be unknown, and asking for unknown ones last costs the index."""
    if column == "last_paid_at":
        return F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)
    return f"-{column}" if descending else column


class NoteForm(InkForm):
    """A note on a buyer."""

    text = forms.CharField(label=_("Note"), max_length=1000, widget=forms.Textarea(attrs={"class": "input", "rows": 2}))


class HandTierForm(InkForm):
    """A tier set by hand: until a day, for a reason."""

    tier = forms.ModelChoiceField(label=_("Buyer tier"), queryset=Tier.objects.none(), empty_label=None)
    until = forms.DateField(
        label=_("Until, the day included"), required=False, widget=forms.DateInput(attrs={"class": "input", "type": "date"}),
        help_text=_("Empty: until it is taken away."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, shop: Shop, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["tier"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Tier.objects.filter(shop=shop, ended_at=None)

    def clean_until(self) -> Any:
        """Refuse a day that is over."""
        until = self.cleaned_data["until"]
        if until is not None and until < self.today:
            raise forms.ValidationError(_("This day is over: choose today or later."))
        return until


class LabelForm(InkForm):
    """A label, and the rule by which it goes on by itself."""

    name = forms.CharField(label=_("Name"), max_length=40)
    nature = forms.ChoiceField(label=_("Says"), choices=LabelNature.choices)
    orders_from = forms.IntegerField(label=_("Paid orders, at least"), required=False, min_value=1, max_value=1_000_000)
    window_days = forms.IntegerField(label=_("counted over the last … days"), required=False, min_value=1, max_value=3660)
    silent_days = forms.IntegerField(label=_("No order for … days"), required=False, min_value=1, max_value=3660)
    recent_days = forms.IntegerField(label=_("An order in the last … days"), required=False, min_value=1, max_value=3660)
    refund_least = forms.IntegerField(label=_("Orders refunded, at least %"), required=False, min_value=0, max_value=100)
    provinces = forms.CharField(label=_("Provinces, divided by commas"), required=False, max_length=200)
    phone_orders_from = forms.IntegerField(
        label=_("Orders on one phone, at least"), required=False, min_value=1, max_value=1_000_000,
        help_text=_("Of all accounts with that phone. For shops that keep contacts."),
    )  # fmt: skip
    phone_accounts_from = forms.IntegerField(
        label=_("Accounts with one phone, at least"), required=False, min_value=1, max_value=1_000_000
    )

    def rule(self) -> dict[str, Any]:
        """Return the conditions that are given."""
        names = (
            "orders_from", "window_days", "silent_days", "recent_days", "refund_least",
            "phone_orders_from", "phone_accounts_from",
        )  # fmt: skip
        told = {name: self.cleaned_data[name] for name in names if self.cleaned_data[name] is not None}
        places = [part.strip() for part in self.cleaned_data["provinces"].replace("，", ",").split(",") if part.strip()]
        return told | ({"provinces": tuple(places)} if places else {})


class PrivacyForm(InkForm):
    """What a shop keeps of its buyers, and for how many days."""

    keep_contacts = forms.BooleanField(
        label=_("Keep names, phones and streets of receivers, sealed"), required=False,
        help_text=_("From files that come from now on. Turned off, all of them are erased at once."),
    )  # fmt: skip
    keep_days = forms.IntegerField(
        label=_("Forget buyers after so many days without an order"), required=False, min_value=30, max_value=36_500,
        help_text=_("Empty: never. At least 30. A nightly task does it, five thousand a night."),
    )  # fmt: skip
    contact_days = forms.IntegerField(
        label=_("Erase contacts that no file told for so many days"), required=False, min_value=1, max_value=36_500,
        help_text=_("Empty: never."),
    )  # fmt: skip
    upload_days = forms.IntegerField(
        label=_("Drop the files that were brought in after so many days"), required=False, min_value=1, max_value=36_500,
        help_text=_("Empty: never. Imports can still be undone afterwards, but not read again."),
    )  # fmt: skip
    log_days = forms.IntegerField(
        label=_("Keep the log of look-ups for so many days"), required=False, min_value=30, max_value=36_500,
        help_text=_("Empty: without an end."),
    )  # fmt: skip
    reveals_an_hour = forms.IntegerField(
        label=_("Contacts shown to one person in an hour; more are marked"), required=False, min_value=1, max_value=36_500,
        help_text=_("Empty: twenty."),
    )  # fmt: skip

    def clean_reveals_an_hour(self) -> int:
        """Take the usual number where none is given."""
        return self.cleaned_data["reveals_an_hour"] or USUAL_REVEALS


class TableForm(InkForm):
    """A list of accounts and who won them, as CSV."""

    file = forms.FileField(label=_("CSV: account, won by"), widget=forms.ClearableFileInput(attrs={"class": "input"}))
