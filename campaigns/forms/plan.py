"""The forms of the plan: what a person writes, in the shop's own clock and currency, and how it becomes a draft."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from campaigns.drafts import PhaseDraft, PlanDraft, StageDraft
from campaigns.forms.fields import ClockField, CountField, MoneyField, PercentField, day_input, moment
from campaigns.models import Campaign, CurveKind, Occasion, Template
from campaigns.rules.problems import Problem
from campaigns.words.problems import sentence
from common.forms import InkForm
from common.money import exponent_of, to_minor
from common.windows import slot_of
from orders.models import Shop

FIELD_OF = {
    "starts_at": "starts_time",
    "ends_at": "ends_time",
    "preparation": "preparation_on",
    "warm_up": "warm_up_on",
    "closing": "closing_on",
}


PHASE_FIELD_OF = {
    "phase_ends_before_it_starts": "to_on",
    "phase_outside_sale": "from_on",
    "phase_share_out_of_range": "share",
}


class PlanForm(InkForm):
    """A campaign: shops, window, stages, figures, phases' template, curve."""

    name = forms.CharField(label=_("Name of the sale"), max_length=120)
    occasion = forms.ChoiceField(label=_("Occasion"), choices=Occasion.choices, initial=Occasion.OWN, required=False)
    shops = forms.ModelMultipleChoiceField(
        label=_("Shops"), queryset=Shop.objects.none(), widget=forms.CheckboxSelectMultiple, required=True
    )
    starts_on = forms.DateField(label=_("Starts on"), widget=day_input())
    starts_time = ClockField(label=_("at"), initial=0)
    ends_on = forms.DateField(label=_("Ends on"), widget=day_input())
    ends_time = ClockField(label=_("at"), initial=24 * 60)
    preparation_on = forms.DateField(label=_("Preparation from"), widget=day_input(), required=False)
    warm_up_on = forms.DateField(label=_("Warm-up from"), widget=day_input(), required=False)
    closing_on = forms.DateField(label=_("Closing until the end of"), widget=day_input(), required=False)
    revenue = MoneyField(label=_("Revenue target"), required=False)
    visitors = CountField(label=_("Visitors"), required=False)
    conversion = PercentField(label=_("Conversion, %"), required=False)
    order_value = MoneyField(label=_("Order value"), required=False)
    inquiries = CountField(label=_("Inquiries"), required=False)
    template = forms.ChoiceField(
        label=_("Phases"), choices=Template.choices, initial=Template.DOUBLE_11, widget=forms.RadioSelect
    )
    compare_with = forms.ModelChoiceField(
        label=_("Earlier sale to compare with"), queryset=Campaign.objects.none(), required=False, empty_label=_("none")
    )
    curve_kind = forms.ChoiceField(
        label=_("Inside a phase the target follows"), choices=CurveKind.choices, initial=CurveKind.FLAT
    )

    def __init__(self, *args: Any, campaign: Campaign | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.phase_errors: list[str] = []
        self.figure_errors: list[str] = []
        self.problems: list[Problem] = []
        shops = self.fields["shops"]
        earlier = self.fields["compare_with"]
        if isinstance(shops, forms.ModelMultipleChoiceField):
            shops.queryset = Shop.objects.all()
        if isinstance(earlier, forms.ModelChoiceField):
            earlier.queryset = Campaign.objects.exclude(pk=campaign.pk) if campaign else Campaign.objects.all()
        if campaign is not None and campaign.derived_figure:
            self.fields[campaign.derived_figure].widget.attrs["placeholder"] = str(_("worked out"))

    def clean_shops(self) -> list[Shop]:
        """Return the shops as a list."""
        return list(self.cleaned_data["shops"])

    def draft(self, phases: "BaseFormSet[PhaseForm]") -> PlanDraft:
        """Return what was written as a draft: moments by the first shop's clock, money in its currency."""
        said = self.cleaned_data
        shop = said["shops"][0]
        zone, exponent = shop.time_zone, exponent_of(shop.currency)
        starts = moment(said["starts_on"], said["starts_time"], zone)
        ends = moment(said["ends_on"], said["ends_time"], zone)
        return PlanDraft(
            name=said["name"],
            shops=said["shops"],
            starts_at=starts,
            ends_at=ends,
            revenue_target_minor=to_minor(said["revenue"], exponent) if said["revenue"] else None,
            visitors_target=said["visitors"],
            conversion_target=said["conversion"],
            order_value_target_minor=to_minor(said["order_value"], exponent) if said["order_value"] else None,
            inquiries_target=said["inquiries"] or 0,
            template=said["template"],
            phases=list(own_phases(phases, zone)) if said["template"] == Template.CUSTOM else [],
            stages=self._stages(starts, ends, zone),
            curve_kind=said["curve_kind"],
            compare_with=said["compare_with"],
            occasion=said["occasion"] or (self.campaign.occasion if self.campaign else Occasion.OWN),
        )

    def take(
        self, problems: Iterable[Problem], *, currency: str, zone: str, phases: "BaseFormSet[PhaseForm] | None" = None
    ) -> None:
        """Show problems at the fields they belong to; those of several phases stand together above the phases."""
        for problem in problems:
            self.problems.append(problem)
            words = sentence(problem, currency=currency, zone=zone, campaign=self.campaign)
            field = FIELD_OF.get(problem.field, problem.field)
            if field == "phases":
                if not (phases and _shown_at_phase(problem, phases, words)):
                    self.phase_errors.append(words)
            elif problem.code == "figures_contradict":
                self.figure_errors.append(words)
            else:
                self.add_error(field if field in self.fields else None, words)

    def _stages(self, starts: datetime, ends: datetime, zone: str) -> list[StageDraft]:
        """Return the stages whose dates were written; warm-up follows preparation, closing follows the sale."""
        said = self.cleaned_data
        stages = []
        warm_up = moment(said["warm_up_on"], 0, zone) if said["warm_up_on"] else None
        if said["preparation_on"] and warm_up:
            stages.append(StageDraft("preparation", moment(said["preparation_on"], 0, zone), warm_up))
        if warm_up:
            stages.append(StageDraft("warm_up", warm_up, starts))
        if said["closing_on"]:
            stages.append(StageDraft("closing", ends, moment(said["closing_on"], 24 * 60, zone)))
        return stages


class PhaseForm(InkForm):
    """One phase of a person's own."""

    name = forms.CharField(label=_("Name"), max_length=80)
    tells = forms.CharField(label=_("What it tells"), max_length=200, required=False)
    from_on = forms.DateField(label=_("From"), widget=day_input())
    from_time = ClockField(label=_("at"))
    to_on = forms.DateField(label=_("To"), widget=day_input())
    to_time = ClockField(label=_("at"))
    share = PercentField(label=_("Share, %"))


PhaseFormSet = formset_factory(PhaseForm, extra=0, can_delete=True, max_num=200, absolute_max=400)


def own_phases(phases: "BaseFormSet[PhaseForm]", zone: str) -> Iterable[PhaseDraft]:
    """Yield the phases that were written, by the shop's clock. A time off the ten minutes is cut down; `off_slots` finds it."""
    for form in phases.forms:
        said = form.cleaned_data
        if not said or said.get("DELETE"):
            continue
        yield PhaseDraft(
            name=said["name"],
            tells=said["tells"],
            start_slot=slot_of(moment(said["from_on"], said["from_time"], zone)),
            end_slot=slot_of(moment(said["to_on"], said["to_time"], zone)),
            share_bp=round(said["share"] * 10_000),
        )


def _shown_at_phase(problem: Problem, phases: "BaseFormSet[PhaseForm]", words: str) -> bool:
    """Show a problem of one phase in its own row; False when it names none, or none that was typed."""
    field = PHASE_FIELD_OF.get(problem.code)
    typed = [form for form in phases.forms if form.is_bound and form.cleaned_data and not form.cleaned_data.get("DELETE")]
    number = problem.values.get("number", 0)
    if field is None or not 1 <= number <= len(typed):
        return False
    typed[number - 1].add_error(field, words)
    return True


def off_slots(phases: "BaseFormSet[PhaseForm]", zone: str) -> list[Problem]:
    """Return a problem for each time of a phase that is not on a step of ten minutes."""
    found = []
    for form in phases.forms:
        said = form.cleaned_data
        if said and not said.get("DELETE"):
            for day, minutes in (("from_on", "from_time"), ("to_on", "to_time")):
                if said[minutes] % 10:
                    values = {"name": said["name"], "moment": moment(said[day], said[minutes], zone)}
                    found.append(Problem("off_slot", "phases", values))
    return found
