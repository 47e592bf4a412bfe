"""Forms of the prices page: which rows to show, a rule that fills prices, the terms on which they are judged."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, StageKind
from campaigns.queries.price_terms import PRICED, Terms
from campaigns.words.prices import ENDINGS, OUTCOMES, RULES
from common.forms import InkForm
from inventory.forms.tiers import CHOSEN
from inventory.models import ProductTier
from inventory.queries import products
from inventory.rules.price_rules import PLATFORM, rule_of

STAGES = [(stage.value, stage.label) for stage in reversed(PRICED)]
TIERS = [("", _("all tiers")), *((tier.value, tier.value) for tier in ProductTier)]
BASIS_POINTS = 100


class FilterForm(InkForm):
    """Which prices are shown; a value that is no choice filters nothing."""

    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES, required=False)
    q = forms.CharField(label=_("SKU or title"), max_length=100, required=False)
    shop = forms.ChoiceField(label=_("Shop"), required=False)
    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    chosen = forms.ChoiceField(label=_("Selection"), required=False, choices=CHOSEN)
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=[("", _("all verdicts")), *OUTCOMES.items(), ("none", _("no price"))], required=False
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shops = list(campaign.shops.all())
        _choices(self, "shop", [("", _("all shops")), *((str(shop.pk), shop.name) for shop in shops)])
        _choices(self, "category", [("", _("all categories")), *((name, name) for name in categories(campaign))])
        self.fields["q"].widget = forms.TextInput(attrs={"class": "input", "type": "search", "placeholder": _("SKU or title")})
        if len(shops) < 2:
            del self.fields["shop"]

    def asked(self) -> dict[str, str]:
        """Return the filters that hold; the stage is always among them."""
        self.is_valid()
        found = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return {"stage": StageKind.LIVE.value} | found


class FillForm(InkForm):
    """List price less a cut, for a stage and some of the products."""

    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES)
    cut = forms.DecimalField(
        label=_("Less than the list price, %"), min_value=Decimal(0), max_value=Decimal("99.99"), decimal_places=2
    )
    ending = forms.ChoiceField(label=_("Prices end on"), choices=list(ENDINGS.items()), required=False)
    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    chosen = forms.BooleanField(label=_("Only what is chosen for the next sale"), required=False)
    keep = forms.BooleanField(label=_("Keep prices that are planned already"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "category", [("", _("all categories")), *((name, name) for name in categories(campaign))])

    @property
    def cut_bp(self) -> int:
        """The cut in basis points."""
        return int(self.cleaned_data["cut"] * BASIS_POINTS)


class TermsForm(InkForm):
    """By which rules prices are judged, and how they go back after the sale."""

    rules = forms.MultipleChoiceField(
        label=_("Judged by"), choices=list(RULES.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one rule.")},
    )  # fmt: skip
    window_days = forms.IntegerField(label=_("Platform: days looked back"), min_value=1, max_value=365)
    least_cut = forms.DecimalField(
        label=_("Platform: least cut, %"), min_value=Decimal(0), max_value=Decimal("99.99"), decimal_places=2
    )
    back_days = forms.IntegerField(label=_("Days of the way back"), min_value=1, max_value=30)
    ending = forms.ChoiceField(label=_("Prices on the way end on"), choices=list(ENDINGS.items()), required=False)

    @classmethod
    def of(cls, terms: Terms) -> "TermsForm":
        """Return the form as the terms stand."""
        platform = next((rule for rule in terms.rules if rule.key == PLATFORM.key), PLATFORM)
        return cls(
            initial={
                "rules": [rule.key for rule in terms.rules],
                "window_days": platform.window_days,
                "least_cut": Decimal(platform.least_cut_bp) / BASIS_POINTS,
                "back_days": terms.back_days,
                "ending": terms.ending,
            }
        )

    def terms(self) -> Terms:
        """Return what was chosen."""
        said = self.cleaned_data
        figures = {"window_days": said["window_days"], "least_cut_bp": int(said["least_cut"] * BASIS_POINTS)}
        rules = tuple(rule_of({"key": key} | figures) for key in RULES if key in said["rules"])
        return Terms(rules, said["back_days"], said["ending"])


def categories(campaign: Campaign) -> list[str]:
    """Return the categories of the goods in the plan's shops."""
    found = products(shops=campaign.shops.all()).goods().exclude(category="").order_by("category")
    return list(found.values_list("category", flat=True).distinct())


def _choices(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices
