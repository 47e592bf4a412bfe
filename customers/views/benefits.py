"""What each tier gets."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.forms import InkForm
from common.money import exponent_of, format_count, to_minor
from common.permissions import Permission, requires
from customers import words
from customers.models import Benefit, BenefitKind, BenefitTime, Tier
from customers.queries.benefits import benefits_of
from customers.queries.tiers import tiers_of
from customers.services import drop_benefit, save_benefit
from customers.services.benefits import BenefitError
from customers.views.shops import address, frame, shop_of
from orders.models import Shop


class BenefitForm(InkForm):
    """One benefit of one tier."""

    tier = forms.ModelChoiceField(label=gettext_lazy("Buyer tier"), queryset=Tier.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=BenefitKind.choices)
    holds = forms.ChoiceField(label=gettext_lazy("When"), choices=BenefitTime.choices)
    amount = forms.CharField(label=gettext_lazy("Worth, for a coupon or a gift"), required=False, max_length=20)
    from_amount = forms.CharField(label=gettext_lazy("From a basket of"), required=False, max_length=20)
    number = forms.IntegerField(
        label=gettext_lazy("Hours of early access, or days of return"), required=False, min_value=1, max_value=3650
    )
    text_en = forms.CharField(label=gettext_lazy("What the agent says, English"), required=False, max_length=300)
    text_zh = forms.CharField(label=gettext_lazy("What the agent says, Chinese"), required=False, max_length=300)

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop
        field = self.fields["tier"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Tier.objects.filter(shop=shop, ended_at=None).order_by("-rank")

    def _minor(self, name: str) -> int | None:
        text = self.cleaned_data[name]
        if not text:
            return None
        try:
            minor = to_minor(text, exponent_of(self.shop.currency))
        except (ValueError, ArithmeticError):
            minor = -1
        if not 0 < minor < 10**13:
            raise forms.ValidationError(_("This is no amount."))
        return minor

    def clean_amount(self) -> int | None:
        """Read the worth."""
        return self._minor("amount")

    def clean_from_amount(self) -> int | None:
        """Read the basket."""
        return self._minor("from_amount")


@requires(Permission.VIEW_BUYERS)
@require_GET
def benefits_page(request: HttpRequest) -> HttpResponse:
    """Show what each tier of a shop gets."""
    return _page(request, shop_of(request.GET))


@requires(Permission.MANAGE_TIERS)
@require_POST
def benefit_save(request: HttpRequest) -> HttpResponse:
    """Keep a benefit; one of the same kind and time of the tier is replaced."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("customers:benefits")
    form = BenefitForm(request.POST, shop=shop)
    if not form.is_valid():
        return _page(request, shop, form, status=422)
    said = form.cleaned_data
    values = {name: said[name] for name in ("number", "text_en", "text_zh")}
    try:
        save_benefit(
            actor=person(request),
            tier=said["tier"],
            kind=BenefitKind(said["kind"]),
            holds=BenefitTime(said["holds"]),
            amount_minor=said["amount"],
            from_minor=said["from_amount"],
            **values,
        )
    except BenefitError as wrong:
        field = {"amount_minor": "amount"}.get(str(wrong), str(wrong))
        form.add_error(field, _("Say how much: this benefit means nothing without it."))
        return _page(request, shop, form, status=422)
    messages.success(request, _("The benefit is kept."))
    return redirect(address("benefits", shop))


@requires(Permission.MANAGE_TIERS)
@require_POST
def benefit_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a benefit away."""
    benefit = get_object_or_404(Benefit.objects.select_related("tier__shop"), pk=pk)
    shop = benefit.tier.shop
    drop_benefit(actor=person(request), benefit=benefit)
    messages.success(request, _("The benefit is gone."))
    return redirect(address("benefits", shop))


def _page(request: HttpRequest, shop: Shop | None, form: BenefitForm | None = None, status: int = 200) -> HttpResponse:
    tiers = list(reversed(tiers_of(shop))) if shop else []
    currency = shop.currency if shop else ""
    shown = [
        (tier, [(one, words.benefit_words(one, currency), one.tier_id == tier.pk) for one in benefits_of(tier)]) for tier in tiers
    ]
    count = sum(own for _tier, found in shown for *_rest, own in found)
    line = _("No tier gets anything yet.")
    if count:
        best = tiers[0]
        told = {"tier": best, "count": format_count(len(shown[0][1]))}
        line = _("{tier} buyers are entitled to {count} things.").format(**told)
    context = frame(request, shop, "benefits") | {
        "shown": shown,
        "line": line,
        "form": (form or BenefitForm(shop=shop)) if shop else None,
    }
    return render(request, "customers/benefits.html", context, status=status)
