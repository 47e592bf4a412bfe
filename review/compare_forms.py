"""Which sales to lay beside each other, which number, along which axis: the same question on the page and in the interface."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from metrics.definitions import METRICS
from review.queries.compare import HOURS, MOST_SALES, Comparison, choosable, chosen_first, compared
from review.words.compare import AXES


class CompareForm(forms.Form):
    """One to five sales that have begun; revenue by hours since the start where nothing else is asked."""

    sale = forms.TypedMultipleChoiceField(label=_("Sales"), coerce=int, widget=forms.CheckboxSelectMultiple)
    metric = forms.ChoiceField(label=_("Number"), choices=[(name, one.label) for name, one in METRICS.items()])
    axis = forms.ChoiceField(label=_("Along"), choices=list(AXES.items()))
    way = forms.ChoiceField(label=_("Count"), choices=[("running", _("running total")), ("each", _("each by itself"))])

    def __init__(self, data: Any, *, at: datetime) -> None:
        super().__init__(data)
        self._at = at
        self.fields["sale"].choices = [(sale.pk, sale.name) for sale in choosable(at=at)]  # type: ignore[attr-defined]
        self.fields["sale"].error_messages["required"] = _("Choose two to five sales.")
        for name in ("metric", "axis", "way"):
            self.fields[name].widget.attrs["class"] = "input"

    @property
    def has_sales(self) -> bool:
        """Whether any sale has begun."""
        return bool(self.fields["sale"].choices)  # type: ignore[attr-defined]

    @classmethod
    def asked(cls, query: QueryDict, *, at: datetime) -> "CompareForm":
        """Return the question of an address, filled up with what is usual."""
        data = query.copy()
        if not data.getlist("sale"):
            data.setlist("sale", [str(sale.pk) for sale in chosen_first(at=at)])
        for name, usual in (("metric", "revenue"), ("axis", HOURS), ("way", "running")):
            data.setdefault(name, usual)
        return cls(data, at=at)

    def clean_sale(self) -> list[int]:
        """Refuse more sales than a person can tell apart."""
        chosen: list[int] = list(dict.fromkeys(self.cleaned_data["sale"]))
        if len(chosen) > MOST_SALES:
            raise forms.ValidationError(_("At most five sales can be told apart in one picture; leave some out."))
        return chosen

    def comparison(self) -> Comparison | None:
        """Return the answer; None when the question has errors."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        by_key = Campaign.objects.in_bulk(told["sale"])
        sales = [by_key[pk] for pk in told["sale"] if pk in by_key]
        return compared(sales, metric=told["metric"], axis=told["axis"], is_running=told["way"] == "running", at=self._at)
