"""The forms of asking: the rule of the chase, whom not to contact, the work list, core buyers, audiences."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from common.forms import InkForm
from common.money import exponent_of, from_minor, to_minor
from common.permissions import Permission, is_allowed
from customers.models import Label, Tier
from desk.models import Channel, ChaseRule, WorkRule
from desk.rules.audiences import ConsentMode, Criteria, Returning
from desk.words.asking import CONSENTS, RETURNING
from orders.models import Shop

CHASE_FIELDS = (
    "is_on", "from_minutes", "close_minutes", "stop_minutes", "held_bp", "lease_minutes", "again_minutes", "most_asks",
)  # fmt: skip
WORK_FIELDS = ("rest_days", "silent_days", "loyal_orders", "most_stars")


def _of_model(model: Any, name: str) -> forms.Field:
    """Make the field of a column, with the limits the column has."""
    column = model._meta.get_field(name)
    field = column.formfield()
    assert isinstance(field, forms.Field)  # noqa: S101 - a column that can be typed
    field.validators = [*field.validators, *column.validators]
    return field


class ChaseRuleForm(InkForm):
    """The rule of the unpaid chase; amounts in the shop's currency, the share left out in percent."""

    is_on = _of_model(ChaseRule, "is_on")
    from_minutes = _of_model(ChaseRule, "from_minutes")
    close_minutes = _of_model(ChaseRule, "close_minutes")
    stop_minutes = _of_model(ChaseRule, "stop_minutes")
    least = forms.DecimalField(label=_("From an amount of"), min_value=0, max_digits=12, required=False)
    most = forms.DecimalField(
        label=_("Up to an amount of"), min_value=0, max_digits=12, required=False, help_text=_("Empty: any.")
    )
    held = forms.DecimalField(
        label=_("Share left out at random, percent"), min_value=0, max_value=50, max_digits=4, decimal_places=2,
        help_text=_("Nobody asks them, so that it can be said later what asking brought. 0: nothing can be said."),
    )  # fmt: skip
    lease_minutes = _of_model(ChaseRule, "lease_minutes")
    again_minutes = _of_model(ChaseRule, "again_minutes")
    most_asks = _of_model(ChaseRule, "most_asks")

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exponent = exponent_of(shop.currency)

    @staticmethod
    def shown(rule: ChaseRule, shop: Shop) -> dict[str, Any]:
        """Return what the form begins with."""
        exponent = exponent_of(shop.currency)
        most = None if rule.most_minor is None else from_minor(rule.most_minor, exponent)
        kept = {name: getattr(rule, name) for name in CHASE_FIELDS}
        return kept | {"least": from_minor(rule.least_minor, exponent), "most": most, "held": Decimal(rule.held_bp) / 100}

    def told(self) -> dict[str, Any]:
        """Return what `set_chase_rule` is told; only of a valid form."""
        data = self.cleaned_data
        told = {name: data[name] for name in CHASE_FIELDS if name != "held_bp"}
        told["least_minor"] = to_minor(data["least"] or 0, self.exponent)
        told["most_minor"] = None if data["most"] is None else to_minor(data["most"], self.exponent)
        return told | {"held_bp": int(data["held"] * 100)}


class WorkRuleForm(InkForm):
    """What makes the work list."""

    rest_days = _of_model(WorkRule, "rest_days")
    silent_days = _of_model(WorkRule, "silent_days")
    loyal_orders = _of_model(WorkRule, "loyal_orders")
    most_stars = _of_model(WorkRule, "most_stars")


class BarForm(InkForm):
    """Whom nobody may reach out to."""

    account = forms.CharField(
        label=_("Account or order number"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
    until = forms.DateField(
        label=_("Until"), required=False, help_text=_("Empty: for good."), widget=forms.DateInput(attrs={"type": "date"})
    )


class CoreForm(InkForm):
    """A core buyer: who knows them, and when to be in touch again."""

    account = forms.CharField(
        label=_("Account or order number"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("What you call them"), max_length=60, required=False)
    owner = forms.ChoiceField(label=_("Who knows them"), required=False)
    every_days = forms.IntegerField(label=_("In touch every so many days"), min_value=1, max_value=365, initial=14)
    next_on = forms.DateField(label=_("Next contact"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [one for one in User.objects.filter(is_active=True) if is_allowed(one, Permission.ASK_BUYERS)]
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("nobody yet")), *((str(one.pk), one.shown_name) for one in people)]


class AudienceForm(InkForm):
    """Whom a list is to hold."""

    name = forms.CharField(label=_("Name of the list"), max_length=80)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    consent = forms.ChoiceField(label=_("Consent"), choices=list(CONSENTS.items()))
    tiers = forms.MultipleChoiceField(label=_("Buyer tiers"), required=False, help_text=_("None chosen: all."))
    labels = forms.MultipleChoiceField(label=_("Labels"), required=False, help_text=_("None chosen: all."))
    campaign = forms.ChoiceField(label=_("Bought in the sale"), required=False)
    returning = forms.ChoiceField(label=_("The last three months"), required=False, choices=list(RETURNING.items()))
    silent_from = forms.IntegerField(label=_("Days since the last order, from"), min_value=0, max_value=3_650, required=False)
    silent_to = forms.IntegerField(label=_("Days since the last order, up to"), min_value=0, max_value=3_650, required=False)
    orders_from = forms.IntegerField(label=_("Paid orders, from"), min_value=1, max_value=1_000, required=False)
    held = forms.DecimalField(
        label=_("Share left out at random, percent"), min_value=0, max_value=50, max_digits=4, decimal_places=2, initial=10,
        help_text=_("They stand in no file, so that it can be said later what the messages brought."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Orders count for so many days"), min_value=1, max_value=90, initial=7)

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tiers = Tier.objects.filter(shop=shop, ended_at=None).order_by("-rank")
        sales = Campaign.objects.filter(shops=shop).order_by("-starts_at")[:30]
        self._choose("tiers", [(str(one.pk), str(one)) for one in tiers])
        self._choose("labels", [(str(one.pk), str(one)) for one in Label.objects.all()])
        self._choose("campaign", [("", _("any")), *((str(one.pk), one.name) for one in sales)])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def criteria(self) -> Criteria:
        """Return what the list is chosen by; only of a valid form."""
        data = self.cleaned_data
        return Criteria(
            tiers=tuple(int(one) for one in data["tiers"]),
            labels=tuple(int(one) for one in data["labels"]),
            campaign=int(data["campaign"]) if data["campaign"] else None,
            silent_from=data["silent_from"] or 0,
            silent_to=data["silent_to"] or 0,
            orders_from=data["orders_from"] or 1,
            returning=Returning(data["returning"] or ""),
            consent=ConsentMode(data["consent"]),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a stretch of days that is turned."""
        data = super().clean() or {}
        first, last = data.get("silent_from") or 0, data.get("silent_to") or 0
        if last and first >= last:
            self.add_error("silent_to", _("This must be more than the days before it."))
        return data


class ConsentForm(forms.Form):
    """A CSV file of who agreed to messages."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, widget=forms.Select(attrs={"class": "input"}))
    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"class": "input", "accept": ".csv,text/csv"}))
