"""Forms of the page of buffers: which rows to show, what to hold, on which terms, how long to hold a product back."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import InkForm
from inventory.forms.tiers import CHOSEN
from inventory.models import BufferMethod, ProductTier
from inventory.queries.buffers import BufferLine
from inventory.queries.market import chosen_in
from inventory.rules.buffers import Terms
from inventory.rules.buffers.supply import InTime

NEEDS: dict[str, tuple[Any, Callable[[BufferLine], bool]]] = {
    "short": (_("the supplier falls short"), lambda line: bool(line.supplied and line.supplied.missing)),
    "unknown": (_("nobody knows whether it comes"), lambda line: bool(line.supplied and line.supplied.state is InTime.UNKNOWN)),
    "order": (_("to be ordered"), lambda line: bool(line.to_order)),
    "uncounted": (_("not counted"), lambda line: line.on_hand is None),
    "advice": (_("without advice"), lambda line: not line.costs),
    "new": (_("never sold before"), lambda line: line.is_new),
}
SORTS: dict[str, Callable[[BufferLine], float | str | None]] = {
    "title": lambda line: line.title,
    "expected": lambda line: line.expected,
    "on_hand": lambda line: line.on_hand,
    "units": lambda line: line.units,
    "cost": lambda line: line.cost_of(line.method),
    "capital": lambda line: line.capital_minor,
    "order": lambda line: line.to_order,
}
OF_COSTS = frozenset({"cost", "capital"})
CHOOSABLE = [(value, label) for value, label in BufferMethod.choices if value != BufferMethod.HAND]


class BufferFilter(InkForm):
    """Which rows are shown; a value that is no choice filters nothing."""

    q = forms.CharField(
        label=_("SKU or title"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "placeholder": _("SKU or title")}),
    )  # fmt: skip
    tier = forms.ChoiceField(
        label=_("Tier"), required=False, choices=[("", _("all tiers")), *((tier.value, tier.value) for tier in ProductTier)]
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    method = forms.ChoiceField(label=_("Held by"), required=False, choices=[("", _("every rule")), *BufferMethod.choices])
    chosen = forms.ChoiceField(label=_("Selection"), required=False, choices=CHOSEN)
    needs = forms.ChoiceField(
        label=_("Needs"),
        required=False,
        choices=[("", _("whatever it needs")), *((key, words) for key, (words, _test) in NEEDS.items())],
    )

    def __init__(self, *args: Any, lines: Sequence[BufferLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        names = sorted({line.category for line in lines if line.category})
        field.choices = [("", _("all categories")), *((name, name) for name in names)]
        self.lines = lines

    def asked(self) -> dict[str, str]:
        """Return the filters that hold."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def found(self, sort: str) -> list[BufferLine]:
        """Return the lines the filters keep; `sort`: a key of SORTS, with a minus from the largest, unknown ones last.

        Any other sort puts first what costs the most in expectation.
        """
        asked = self.asked()
        words = asked.get("q", "").casefold()
        chosen = chosen_in(line.shop_id for line in self.lines) if "chosen" in asked else set()
        kept = [
            line
            for line in self.lines
            if (not words or words in line.sku.casefold() or words in line.title.casefold())
            and all(getattr(line, name) == asked[name] for name in ("tier", "category", "method") if name in asked)
            and ("chosen" not in asked or (line.shop_id, line.sku) in chosen)
            and ("needs" not in asked or NEEDS[asked["needs"]][1](line))
        ]
        name = sort.removeprefix("-")
        key, descending = (SORTS[name], sort.startswith("-")) if name in SORTS else (SORTS["cost"], True)
        known = [line for line in kept if key(line) is not None]
        known.sort(key=lambda line: line.sku)
        known.sort(key=key, reverse=descending)  # type: ignore[arg-type]  # none is None
        return known + sorted((line for line in kept if key(line) is None), key=lambda line: line.sku)


class TermsForm(InkForm):
    """What a leftover and a missing piece are believed to cost, and the rules beside the advice; whole per cent."""

    clearance = forms.DecimalField(
        label=_("A leftover brings (of its cost, %)"), min_value=0, max_value=100, decimal_places=2,
        help_text=_("100 for goods that sell on at full price"),
    )  # fmt: skip
    holding = forms.DecimalField(label=_("Keeping it costs (of its cost, %)"), min_value=0, max_value=100, decimal_places=2)
    substitution = forms.DecimalField(
        label=_("Buyers who take another, %"), min_value=0, max_value=100, decimal_places=2,
        help_text=_("where the sale has another product of its category, or one is lined up"),
    )  # fmt: skip
    flat = forms.DecimalField(label=_("Flat share above the plan, %"), min_value=0, max_value=1000, decimal_places=2)
    platform = forms.DecimalField(label=_("The platform asks above the plan, %"), min_value=0, max_value=1000, decimal_places=2)

    @classmethod
    def of(cls, terms: Terms, *, prefix: str | None = None) -> "TermsForm":
        """Return the form with terms as they stand."""
        return cls(initial={name: _percent(getattr(terms, name)) for name in cls.base_fields}, prefix=prefix)

    def terms(self) -> Terms:
        """Return what was typed as shares."""
        return Terms(**{name: float(self.cleaned_data[name]) / 100 for name in self.base_fields})


class HoldBackForm(InkForm):
    """Which product is held back, for how long, and how many of its buyers wait."""

    sku = forms.ChoiceField(label=_("Product"))
    days = forms.IntegerField(label=_("Days before the sale"), min_value=1, max_value=60, initial=7)
    waiting = forms.DecimalField(label=_("Buyers who wait, %"), min_value=0, max_value=100, decimal_places=1, initial=30)

    def __init__(self, *args: Any, products: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sku"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(products)


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".")
