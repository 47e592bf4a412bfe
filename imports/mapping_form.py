"""The mapping screen as a form: one choice for each column of an unknown table, and what its numbers and times mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.formats.base import Kind
from imports.formats.registry import fields_for, guess_kind, guess_mapping, missing_fields
from imports.forms import ZONES, dress
from imports.models import ImportJob
from orders.models import Shop

SAMPLES = 3
KINDS = (
    (Kind.ORDERS, gettext_lazy("one order")),
    (Kind.LINES, gettext_lazy("one line of an order")),
    (Kind.TRAFFIC, gettext_lazy("one hour of traffic")),
    (Kind.PRODUCTS, gettext_lazy("one product")),
    (Kind.PRICES, gettext_lazy("one offered price")),
    (Kind.STOCK, gettext_lazy("the stock of one product at a place")),
    (Kind.MARKET, gettext_lazy("the market of one product")),
    (Kind.INTEREST, gettext_lazy("visits to one product in an hour or a day")),
    (Kind.REVIEWS, gettext_lazy("one review")),
    (Kind.SETTLEMENT, gettext_lazy("one order, or one entry, of a statement")),
)

CLOCKS = [("", gettext_lazy("the shop")), *[(zone, zone) for zone in ZONES]]


@dataclass(frozen=True)
class ColumnRow:
    """One line of the screen: their header, its first values, the choice of ours."""

    header: str
    samples: list[str]
    field: forms.BoundField


class MappingForm(forms.Form):
    """What each column of a table means, for a table whose row is of one `kind`.

    Fields `column_0` to `column_n` stand for the headers in the order of the file. Preselected: what was said before, else the
    guess. `mapping()` gives what `imports.services.answer` takes.
    """

    shop = forms.ModelChoiceField(label=gettext_lazy("Shop"), queryset=Shop.objects.all(), empty_label=gettext_lazy("choose"))
    money = forms.ChoiceField(
        label=gettext_lazy("Amounts are"),
        required=False,
        choices=[("gross", gettext_lazy("before refunds")), ("net", gettext_lazy("what is left after refunds"))],
        help_text=gettext_lazy("When a refunded order shows 0.00, choose “after refunds”."),
    )
    clock = forms.ChoiceField(
        label=gettext_lazy("Times are on the clock of"),
        required=False,
        choices=CLOCKS,
    )

    def __init__(self, *args: Any, job: ImportJob, kind: Kind, **kwargs: Any) -> None:
        self.job, self.kind = job, kind
        look = job.look or {}
        self.headers: list[str] = look.get("headers") or []
        self.sample: list[list[str]] = look.get("sample") or []
        super().__init__(*args, **kwargs)
        said: Mapping[str, Any] = job.mapping or {}
        self.initial = {
            "shop": job.shop_id,
            "money": "net" if said.get("money_is_net") else "gross",
            "clock": said.get("zone", ""),
        }
        if kind not in {Kind.ORDERS, Kind.LINES}:
            del self.fields["money"]
        self._add_columns(_preselected(said, self.headers, kind))
        dress(self)

    def _add_columns(self, chosen: Mapping[str, str]) -> None:
        choices = [("", _("not used"))] + [(field.name, f"{field.label}: {field.help}") for field in fields_for(self.kind)]
        named = {header: name for name, header in chosen.items()}
        for place, header in enumerate(self.headers):
            first = self.headers.index(header) == place
            self.fields[f"column_{place}"] = forms.ChoiceField(label=header, required=False, choices=choices)
            self.initial[f"column_{place}"] = named.get(header, "") if first else ""

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions about the table as a whole."""
        return [self[name] for name in ("shop", "money", "clock") if name in self.fields]

    @property
    def columns(self) -> list[ColumnRow]:
        """The table of their columns and our choices."""
        return [
            ColumnRow(header=header.strip() or _("(no name)"), samples=self._samples(place), field=self[f"column_{place}"])
            for place, header in enumerate(self.headers)
        ]

    def _samples(self, place: int) -> list[str]:
        seen = dict.fromkeys(row[place].strip() for row in self.sample if place < len(row) and row[place].strip())
        return [f"{text[:37]}…" if len(text) > 38 else text for text in list(seen)[:SAMPLES]]

    def chosen(self) -> dict[str, str]:
        """Give flat name -> header as chosen so far, whether or not the form is complete; of two equal choices the first."""
        found: dict[str, str] = {}
        for place, header in enumerate(self.headers):
            bound = self[f"column_{place}"]
            name = str(bound.value() or "")
            if name:
                found.setdefault(name, header)
        return found

    def meaning(self) -> dict[str, Any]:
        """Give the chosen columns with what the numbers and times mean, as an import keeps it."""
        money = self["money"].value() if "money" in self.fields else "gross"
        return {**self.chosen(), "kind": str(self.kind), "zone": str(self["clock"].value() or ""), "money_is_net": money == "net"}

    def clean(self) -> dict[str, Any]:
        """Refuse a field chosen for two columns, and a mapping from which nothing could be counted."""
        cleaned: dict[str, Any] = super().clean() or {}
        taken: dict[str, str] = {}
        labels = {field.name: str(field.label) for field in fields_for(self.kind)}
        for place, header in enumerate(self.headers):
            name = cleaned.get(f"column_{place}")
            if not name:
                continue
            if name in taken:
                told = {"field": labels[name], "other": taken[name].strip()}
                self.add_error(
                    f"column_{place}", _("“%(field)s” is already the column %(other)s; one of the two is something else.") % told
                )
            taken.setdefault(name, header)
        for sentence in missing_sentences(self.kind, self.chosen()):
            self.add_error(None, sentence)
        return cleaned


def _preselected(said: Mapping[str, Any], headers: Sequence[str], kind: Kind) -> dict[str, str]:
    if said and said.get("kind") == kind:
        return {name: header for name, header in said.items() if header in headers}
    return guess_mapping(headers, kind)


def kind_asked(job: ImportJob, asked: str) -> Kind:
    """Settle what a row is: what was asked for, what was said before, else the guess."""
    for word in (asked, str((job.mapping or {}).get("kind", "")), job.kind):
        if word in set(Kind):
            return Kind(word)
    return guess_kind((job.look or {}).get("headers") or [])


def missing_sentences(kind: Kind, chosen: Mapping[str, str]) -> list[str]:
    """Say what is still missing before anything could be counted, one sentence each."""
    labels = {field.name: str(field.label) for field in fields_for(kind)}
    sentences = []
    for need in missing_fields(kind, chosen):
        words = _(" or ").join(f"“{labels.get(name, name)}”" for name in need.split("|"))
        sentences.append(_("No column is %(field)s yet; choose which one it is.") % {"field": words})
    return sentences
