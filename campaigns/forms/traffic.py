"""The forms of the traffic plan: one row a channel, a channel of the house's own, a table pasted from a spreadsheet."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.channels import ChannelKind
from campaigns.forms.fields import CountField, MoneyField, PercentField, percent
from campaigns.models import Campaign
from campaigns.queries.traffic import PlannedChannel
from campaigns.rules.traffic import ChannelPlan
from campaigns.services import LineDraft
from common.forms import InkForm
from common.money import exponent_of, from_minor, to_minor
from orders.models import Shop

FIGURES = ("visitors", "conversion", "order_value", "fixed", "per_visitor", "commission")
_PLACES = Decimal("0.0001")


class PriceField(MoneyField):
    """The price of one visitor: an amount that may have parts of the smallest coin, like 0.385."""

    default_error_messages = {"invalid": _("Write an amount like 2.50 or 0.385.")}


class LineForm(InkForm):
    """One channel. Empty visitors and no cost: the channel is not planned, whatever else stands in the row."""

    visitors = CountField(label=_("Visitors"), required=False, min_value=0, max_value=10**12)
    conversion = PercentField(label=_("Conversion, %"), required=False)
    order_value = MoneyField(label=_("Order value"), required=False)
    fixed = MoneyField(label=_("Fixed cost"), required=False)
    per_visitor = PriceField(label=_("Per click or visitor"), required=False)
    commission = PercentField(label=_("Commission, %"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, kind: ChannelKind, **kwargs: Any) -> None:
        super().__init__(*args, prefix=kind.key, **kwargs)
        self.kind = kind
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{kind.name}: {field.label}"
            field.widget.attrs["data-figure"] = name
        self.fields["visitors"].widget.attrs["placeholder"] = " "  # lets the style sheet see that it is empty

    def clean(self) -> dict[str, Any]:
        """Ask for conversion and order value where visitors are planned; refuse amounts below zero."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("visitors"):
            for name in ("conversion", "order_value"):
                if name not in self.errors and said.get(name) in {None, ""}:
                    self.add_error(name, _("Visitors need a conversion and an order value."))
        for name in ("conversion", "commission"):
            if said.get(name) and not 0 <= said[name] <= 1:
                self.add_error(name, _("This lies between 0 and 100 per cent."))
        for name in ("order_value", "fixed", "per_visitor"):
            if said.get(name) and to_minor(said[name]) < 0:
                self.add_error(name, _("This cannot be below zero."))
        return said

    @property
    def is_planned(self) -> bool:
        """Whether the row says anything that counts."""
        said = self.cleaned_data
        return said.get("visitors") is not None or bool(said.get("fixed")) or bool(said.get("note"))

    def draft(self, currency: str) -> LineDraft:
        """Return the line as it was written; what is empty is nothing."""
        said, exponent = self.cleaned_data, exponent_of(currency)
        return LineDraft(
            channel=self.kind.key,
            visitors=said.get("visitors") or 0,
            conversion=said.get("conversion") or Decimal(0),
            order_value_minor=to_minor(said["order_value"], exponent) if said.get("order_value") else 0,
            fixed_minor=to_minor(said["fixed"], exponent) if said.get("fixed") else 0,
            per_visitor_minor=price_minor(said.get("per_visitor") or "0", exponent),
            commission=(said.get("commission") or Decimal(0)).quantize(Decimal("0.000001")),
            note=said.get("note") or "",
        )

    def planned(self, currency: str) -> PlannedChannel:
        """Return the line with its arithmetic, before it is saved."""
        draft = self.draft(currency)
        plan = ChannelPlan(
            draft.channel,
            draft.visitors,
            draft.conversion,
            draft.order_value_minor,
            draft.fixed_minor,
            draft.per_visitor_minor,
            draft.commission,
        )
        return PlannedChannel(self.kind, plan, draft.note)


class ChannelForm(InkForm):
    """A channel of the house's own."""

    name = forms.CharField(label=_("Name"), max_length=60)
    is_paid = forms.BooleanField(label=_("It is paid for"), required=False)
    shop = forms.ModelChoiceField(Shop.objects.none(), label=_("For"), required=False, empty_label=_("Every shop of the house"))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shop: Any = self.fields["shop"]
        shop.queryset = campaign.shops.all()


class SheetForm(InkForm):
    """The table as text from a spreadsheet, or as a file."""

    text = forms.CharField(
        label=_("Paste the table with its first row"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("or choose a CSV or XLSX file"), required=False)


def initial_of(line: PlannedChannel, currency: str) -> dict[str, str]:
    """Return a line as a person would write it; what costs nothing stays empty."""
    plan, exponent = line.plan, exponent_of(currency)
    return {
        "visitors": f"{plan.visitors:,}",
        "conversion": percent(plan.conversion),
        "order_value": f"{from_minor(plan.order_value_minor, exponent):,}",
        "fixed": f"{from_minor(plan.fixed_minor, exponent):,}" if plan.fixed_minor else "",
        "per_visitor": price_text(plan.per_visitor_minor, exponent) if plan.per_visitor_minor else "",
        "commission": percent(plan.commission) if plan.commission else "",
        "note": line.note,
    }


def blank_of(campaign: Campaign) -> dict[str, str]:
    """Return what stands in the row of a channel that is not planned: the sale's own conversion and order value."""
    exponent = exponent_of(campaign.currency)
    return {
        "conversion": percent(campaign.conversion_target.quantize(_PLACES)),
        "order_value": f"{from_minor(campaign.order_value_target_minor, exponent):,}",
    }


def line_forms(
    kinds: Sequence[ChannelKind], *, data: Mapping[str, Any] | None = None, initial: Mapping[str, dict[str, str]] | None = None
) -> list[LineForm]:
    """Return a row for each channel."""
    return [LineForm(data, kind=kind, initial=(initial or {}).get(kind.key, {})) for kind in kinds]


def price_minor(text: str, exponent: int) -> Decimal:
    """Return a price in minor units with four places: 0.385 gives 38.5."""
    fine = to_minor(text, exponent + 4)
    return Decimal(fine).scaleb(-4)


def price_text(minor: Decimal, exponent: int) -> str:
    """Write a price with the currency's decimals at least, more where it has parts of a minor unit: 38.5 gives 0.385."""
    value = minor.scaleb(-exponent).normalize()
    places = max(exponent, -int(value.as_tuple().exponent))
    return f"{value:,.{places}f}"
