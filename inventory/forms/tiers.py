"""Which proposals are shown, by what tiers are judged, what a tier means."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from inventory.models import ProductTier, TierRole, TierTerms
from inventory.words.tiers import BUFFERS, OFFERS, TRAFFIC_PLACES

STATES = [
    ("", _("all products")),
    ("open", _("to decide")),
    ("agreed", _("as proposed")),
    ("locked", _("locked by hand")),
    ("few", _("too few sales")),
]
CHOSEN = [("", _("chosen or not")), ("yes", _("chosen for the next sale"))]


class TierFilter(InkForm):
    """The filters; a value that is no choice filters nothing."""

    q = forms.CharField(
        label=_("SKU or title"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "placeholder": _("SKU or title")}),
    )  # fmt: skip
    tier = forms.ChoiceField(
        label=_("Proposal"),
        required=False,
        choices=[("", _("all proposals")), *((tier.value, tier.label) for tier in ProductTier), ("none", _("no proposal"))],
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    chosen = forms.ChoiceField(label=_("Selection"), required=False, choices=CHOSEN)

    def asked(self) -> dict[str, str]:
        """Return the filters that hold."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class TermsForm(InkForm):
    """The window, and how many orders it takes."""

    window_days = forms.IntegerField(label=_("Days looked back"), min_value=1, max_value=1_100)
    last_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"class": "input", "type": "date"}),
        help_text=_("empty: the last day anything was paid"),
    )  # fmt: skip
    minimum_orders = forms.IntegerField(label=_("Orders before anything is proposed"), min_value=1, max_value=1_000)

    @classmethod
    def of(cls, terms: TierTerms) -> "TermsForm":
        """Return the form as the terms stand."""
        last = f"{terms.last_on}" if terms.last_on else ""
        return cls(initial={"window_days": terms.window_days, "last_on": last, "minimum_orders": terms.minimum_orders})


class RoleForm(InkForm):
    """What one tier means; shares are typed in per cent."""

    offer_kind = forms.ChoiceField(label=_("Ordinary offer"), required=False, choices=[*OFFERS.items()])
    offer_percent = forms.DecimalField(label=_("Depth in per cent"), min_value=0, max_value=100, decimal_places=2)
    traffic_place = forms.CharField(label=_("Place in the traffic"), max_length=300, required=False)
    buffer_method = forms.ChoiceField(label=_("Rule for stock"), required=False, choices=[*BUFFERS.items()])
    buffer_percent = forms.DecimalField(
        label=_("Pieces above the plan in per cent"), min_value=0, max_value=1_000, decimal_places=2, required=False
    )

    @classmethod
    def of(cls, role: TierRole, data: Any = None) -> "RoleForm":
        """Return the form of a tier as its role stands, or as it was sent."""
        return cls(
            data,
            prefix=role.tier,
            initial={
                "offer_kind": role.offer_kind,
                "offer_percent": _percent(role.offer_bp),
                "traffic_place": role.traffic_place or TRAFFIC_PLACES[role.tier],
                "buffer_method": role.buffer_method,
                "buffer_percent": None if role.buffer_bp is None else _percent(role.buffer_bp),
            },
        )

    def values(self) -> dict[str, Any]:
        """Return what was typed as the fields of a role; shares in basis points."""
        said = self.cleaned_data
        buffer = said["buffer_percent"]
        return {
            "offer_kind": said["offer_kind"],
            "offer_bp": _basis_points(said["offer_percent"]),
            "traffic_place": said["traffic_place"].strip(),
            "buffer_method": said["buffer_method"],
            "buffer_bp": None if buffer is None else _basis_points(buffer),
        }


def _percent(basis_points: int) -> str:
    return f"{(Decimal(basis_points) / 100).normalize():f}"


def _basis_points(percent: Decimal) -> int:
    return int((percent * 100).to_integral_value(ROUND_HALF_UP))
