"""The form of an offer: only the fields of its kind, in the shop's clock and currency, and how it becomes a draft."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import ClockField, CountField, MoneyField, PercentField, day_input, moment
from campaigns.models import Campaign, GroupChoice, MeasuredOn, OfferKind
from campaigns.rules.offers import ALL_BP, OfferDraft
from campaigns.rules.problems import Problem
from campaigns.words.offers import problem_words
from common.forms import InkForm
from common.money import exponent_of, to_minor
from common.windows import slot_of
from inventory.models import ProductTier

LOYAL = "loyal"
STEP_ROWS = 6
# The fields of each kind; "loyal" is a per cent off that asks for the buyer tiers.
OWN_FIELDS: dict[str, tuple[str, ...]] = {
    OfferKind.PERCENT_OFF: ("percent",),
    OfferKind.AMOUNT_OFF: ("value",),
    OfferKind.FIXED_PRICE: ("value",),
    OfferKind.SPEND_AND_SAVE: ("steps", "repeats", "measured_on"),
    OfferKind.BUY_GET: ("buy_units", "get_units", "percent", "same_product"),
    OfferKind.GIFT: ("gift_sku", "gift_units", "gift_worth", "minimum", "minimum_units", "measured_on", "repeats"),
    OfferKind.COUPON: ("value", "percent", "most", "minimum", "code", "measured_on"),
    OfferKind.FREE_SHIPPING: ("minimum", "minimum_units", "measured_on"),
    OfferKind.DEPOSIT: ("deposit", "counts"),
    OfferKind.PLATFORM: ("steps", "repeats", "measured_on"),
    LOYAL: ("percent",),
}
ALL_OWN = frozenset(name for names in OWN_FIELDS.values() for name in names) - {"steps"}
FIELD_OF = {
    "percent_bp": "percent",
    "value_minor": "value",
    "most_minor": "most",
    "minimum_minor": "minimum",
    "gift_worth_minor": "gift_worth",
    "deposit_minor": "deposit",
    "counts_minor": "counts",
    "budget_minor": "budget",
    "start_slot": "starts_on",
    "end_slot": "ends_on",
    "shop_bp": "shop_share",
    "platform_bp": "platform_share",
    "brand_bp": "brand_share",
    "influencer_bp": "influencer_share",
}


class WordsField(forms.CharField):
    """Several words in one box, parted by commas or lines; the value is a list without repeats, in the order written."""

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(widget=widget, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the words."""
        words = (word.strip() for word in re.split(r"[,，、;；\n\t]", super().clean(value) or ""))
        return list(dict.fromkeys(word for word in words if word))

    def prepare_value(self, value: Any) -> Any:
        """Write a list as people do."""
        return ", ".join(value) if isinstance(value, (list, tuple)) else value


class OfferForm(InkForm):
    """One offer of one kind: what it gives, on what, when, how often, beside what, at whose cost."""

    name = forms.CharField(label=_("Name"), max_length=120)
    percent = PercentField(label=_("Per cent off"), required=False)
    value = MoneyField(label=_("Amount"), required=False)
    most = MoneyField(label=_("At most"), required=False)
    minimum = MoneyField(label=_("From an amount of"), required=False)
    minimum_units = CountField(label=_("From how many pieces"), required=False)
    measured_on = forms.ChoiceField(label=_("Steps are held against"), choices=MeasuredOn.choices, required=False)
    repeats = forms.BooleanField(label=_("Again for every full amount"), required=False)
    buy_units = CountField(label=_("Pieces to buy"), required=False)
    get_units = CountField(label=_("Pieces that come with them"), required=False)
    same_product = forms.BooleanField(label=_("Only pieces of the same product"), required=False)
    gift_sku = forms.CharField(label=_("Gift (SKU or name)"), max_length=100, required=False)
    gift_units = CountField(label=_("Pieces"), required=False)
    gift_worth = MoneyField(label=_("What a piece is worth"), required=False)
    deposit = MoneyField(label=_("Deposit a piece"), required=False)
    counts = MoneyField(label=_("Counts for"), required=False)
    code = forms.CharField(label=_("Code"), max_length=40, required=False)

    skus = WordsField(label=_("Only these products (SKU)"), rows=2)
    tiers = forms.MultipleChoiceField(
        label=_("Only these tiers"), choices=ProductTier.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    categories = WordsField(label=_("Only these categories"))
    shops = forms.MultipleChoiceField(label=_("Only these shops"), required=False, widget=forms.CheckboxSelectMultiple)
    excluded_skus = WordsField(label=_("Never these products (SKU)"), rows=2)
    buyer_tiers = WordsField(label=_("Only buyers of the tiers"))
    must_be_held = forms.BooleanField(label=_("Only for who has claimed it"), required=False)

    starts_on = forms.DateField(label=_("Begins on"), widget=day_input(), required=False)
    starts_time = ClockField(label=_("at"), required=False)
    ends_on = forms.DateField(label=_("Ends on"), widget=day_input(), required=False)
    ends_time = ClockField(label=_("at"), required=False)
    limit_per_order = CountField(label=_("Times an order"), required=False)
    limit_per_buyer = CountField(label=_("Times a buyer"), required=False)
    limit_total = CountField(label=_("Times in all"), required=False)
    budget = MoneyField(label=_("Money in all"), required=False)

    priority = CountField(label=_("Priority"), required=False, help_text=_("The highest comes first."))
    group = forms.CharField(label=_("Group"), max_length=40, required=False, help_text=_("An order gets one offer of a group."))
    group_choice = forms.ChoiceField(label=_("Of a group an order gets"), choices=GroupChoice.choices, required=False)
    stacks = forms.BooleanField(label=_("May be used beside other offers"), required=False)
    stacks_with = forms.MultipleChoiceField(label=_("If not, still beside"), required=False, widget=forms.CheckboxSelectMultiple)
    shop_share = PercentField(label=_("Shop, %"), required=False)
    platform_share = PercentField(label=_("Platform, %"), required=False)
    brand_share = PercentField(label=_("Brand, %"), required=False)
    influencer_share = PercentField(label=_("Influencer, %"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, slug: str, campaign: Campaign, offer_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug, self.campaign, self.problems = slug, campaign, list[Problem]()
        own = OWN_FIELDS[slug]
        for name in ALL_OWN - set(own):
            del self.fields[name]
        if "steps" in own:
            self._add_steps()
        shops = list(campaign.shops.all())
        self._choose("shops", [(str(shop.pk), shop.name) for shop in shops] if len(shops) > 1 else [])
        others = campaign.offers.exclude(pk=offer_id or 0)
        self._choose("stacks_with", [(str(other.pk), other.name) for other in others])
        self._name_fields()

    @property
    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of steps: from how much, how much off; none for a kind without steps."""
        rows = range(1, STEP_ROWS + 1) if "step_1_from" in self.fields else range(0)
        return [(self[f"step_{row}_from"], self[f"step_{row}_off"]) for row in rows]

    @property
    def own(self) -> list[forms.BoundField]:
        """The fields of the kind but its steps, in order."""
        return [self[name] for name in OWN_FIELDS[self.slug] if name in self.fields]

    def draft(self) -> OfferDraft:
        """Return what was written as a draft; a step with one of its two halves missing counts as nothing off."""
        said = self.cleaned_data
        start, end = self._slot("starts"), self._slot("ends")
        return OfferDraft(
            kind=OfferKind.PERCENT_OFF if self.slug == LOYAL else self.slug,
            name=said["name"],
            start_slot=start,
            end_slot=end,
            skus=tuple(said["skus"]),
            tiers=tuple(said["tiers"]),
            categories=tuple(said["categories"]),
            shops=tuple(int(shop) for shop in said.get("shops", ())),
            excluded_skus=tuple(said["excluded_skus"]),
            buyer_tiers=tuple(said["buyer_tiers"]),
            minimum_minor=self._money("minimum") or 0,
            minimum_units=said.get("minimum_units") or 0,
            measured_on=said.get("measured_on") or MeasuredOn.REMAINING,
            percent_bp=self._bp("percent"),
            value_minor=self._money("value"),
            most_minor=self._money("most"),
            steps=self._steps(),
            repeats=said.get("repeats", False),
            buy_units=said.get("buy_units"),
            get_units=said.get("get_units"),
            same_product=said.get("same_product", False),
            gift_sku=said.get("gift_sku", ""),
            gift_units=1 if said.get("gift_units") is None else said["gift_units"],
            gift_worth_minor=self._money("gift_worth") or 0,
            deposit_minor=self._money("deposit"),
            counts_minor=self._money("counts"),
            code=said.get("code", "").strip(),
            must_be_held=said["must_be_held"],
            limit_per_order=said["limit_per_order"],
            limit_per_buyer=said["limit_per_buyer"],
            limit_total=said["limit_total"],
            budget_minor=self._money("budget"),
            priority=said["priority"] or 0,
            group=said["group"].strip(),
            group_choice=said["group_choice"] or GroupChoice.BEST,
            stacks=said["stacks"],
            stacks_with=tuple(int(key) for key in said.get("stacks_with", ())),
            shop_bp=self._bp("shop_share") or 0,
            platform_bp=self._bp("platform_share") or 0,
            brand_bp=self._bp("brand_share") or 0,
            influencer_bp=self._bp("influencer_share") or 0,
            note=said["note"],
        )

    def before_saving(self) -> list[Problem]:
        """Return what the draft could not show: half a window, a time off the ten minutes, loyal buyers without a tier."""
        said, found = self.cleaned_data, []
        if self.slug == LOYAL and not said["buyer_tiers"]:
            found.append(Problem("offer_tiers_missing", "buyer_tiers"))
        for edge in ("starts", "ends"):
            day, minutes = said.get(f"{edge}_on"), said.get(f"{edge}_time")
            if day is None and minutes is not None:
                found.append(Problem("offer_window_half", "start_slot" if edge == "starts" else "end_slot"))
            elif day is not None and (minutes or 0) % 10:
                values = {"moment": moment(day, minutes or 0, self.campaign.time_zone)}
                found.append(Problem("off_slot", "start_slot" if edge == "starts" else "end_slot", values))
        return found

    def take(self, problems: Iterable[Problem]) -> None:
        """Show problems at the fields they belong to, those of a step in its row."""
        rows = self._typed_steps()
        for problem in problems:
            self.problems.append(problem)
            field = _step_field(problem, rows) if problem.field == "steps" else FIELD_OF.get(problem.field, problem.field)
            self.add_error(field if field in self.fields else None, problem_words(problem, self.campaign))

    def _add_steps(self) -> None:
        for row in range(1, STEP_ROWS + 1):
            for edge, label in (("from", _("From")), ("off", _("Less"))):
                field = MoneyField(label=label, required=False)
                field.widget.attrs["class"] = "input"
                self.fields[f"step_{row}_{edge}"] = field

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if not choices:
            del self.fields[name]
        elif isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    def _name_fields(self) -> None:
        """Say what the amount and the per cent mean for this kind."""
        labels: dict[tuple[str, str], Any] = {
            (OfferKind.AMOUNT_OFF, "value"): _("Off each piece"),
            (OfferKind.FIXED_PRICE, "value"): _("Price a piece"),
            (OfferKind.COUPON, "value"): _("Amount off"),
            (OfferKind.COUPON, "percent"): _("or per cent off"),
            (OfferKind.BUY_GET, "percent"): _("Off those pieces, % (100 is free)"),
            (OfferKind.GIFT, "repeats"): _("Again for every full amount"),
        }
        for (slug, name), label in labels.items():
            if slug == self.slug:
                self.fields[name].label = label

    def _money(self, name: str) -> int | None:
        text = self.cleaned_data.get(name)
        return to_minor(text, exponent_of(self.campaign.currency)) if text else None

    def _bp(self, name: str) -> int | None:
        share: Decimal | None = self.cleaned_data.get(name)
        return None if share is None else round(share * ALL_BP)

    def _steps(self) -> tuple[tuple[int, int], ...]:
        return tuple((start, off) for _row, start, off in self._typed_steps())

    def _typed_steps(self) -> list[tuple[int, int, int]]:
        """Return the rows in which something was written: the row, from how much, how much off; 0 for an empty half."""
        rows = [(row, self._money(f"step_{row}_from"), self._money(f"step_{row}_off")) for row in range(1, STEP_ROWS + 1)]
        return [(row, start or 0, off or 0) for row, start, off in rows if start is not None or off is not None]

    def _slot(self, edge: str) -> int | None:
        day: date | None = self.cleaned_data.get(f"{edge}_on")
        if day is None:
            return None
        minutes = self.cleaned_data.get(f"{edge}_time")
        whole_day = 24 * 60 if edge == "ends" else 0
        return slot_of(moment(day, whole_day if minutes is None else minutes, self.campaign.time_zone))


def _step_field(problem: Problem, rows: Iterable[tuple[int, int, int]]) -> str:
    """Return the field of the step that a problem is about; the first one when it is about all of them."""
    for row, start, off in rows:
        if problem.code == "value_not_positive" and min(start, off) <= 0:
            return f"step_{row}_from" if start <= 0 else f"step_{row}_off"
        if problem.values.get("minimum_minor") == start:
            return f"step_{row}_off" if problem.code == "step_above_minimum" else f"step_{row}_from"
    return "step_1_from"
