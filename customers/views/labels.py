"""The labels: which go on by a rule, on how many buyers each is."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, requires
from common.requests import whole_number
from customers import words
from customers.forms import LabelForm
from customers.models import Label, LabelNature, TierCause
from customers.rules.tiers import Way
from customers.services import ask_runs_of_all, drop_label, save_label
from customers.tasks import ring_runs
from customers.views.shops import address, frame, shop_of


@requires(Permission.VIEW_BUYERS)
@require_GET
def labels_page(request: HttpRequest) -> HttpResponse:
    """Show the labels; `?change=3` fills the form with one."""
    return _page(request, change=Label.objects.filter(pk=whole_number(request.GET.get("change") or "")).first())


@requires(Permission.MANAGE_TIERS)
@require_POST
def label_save(request: HttpRequest) -> HttpResponse:
    """Make or change a label, and have everybody looked at by its rule."""
    form = LabelForm(request.POST)
    label = Label.objects.filter(pk=whole_number(request.POST.get("label") or "")).first()
    if not form.is_valid():
        return _page(request, form, change=label, status=422)
    told = form.rule()
    said = form.cleaned_data
    try:
        with transaction.atomic():
            save_label(
                actor=person(request),
                name=said["name"],
                nature=LabelNature(said["nature"]),
                rule=Way.read(told) if told else None,
                label=label,
            )
            ring_runs(ask_runs_of_all(at=timezone.now(), cause=TierCause.TIME))
    except ValueError as wrong:
        code = str(wrong)
        form.add_error(
            "name" if code == "name" else None, _("This name is taken.") if code == "name" else _("This rule means nobody.")
        )
        return _page(request, form, change=label, status=422)
    messages.success(request, _("The label is kept; by its rule it goes on in a moment."))
    return redirect(address("labels", shop_of(request.POST)))


@requires(Permission.MANAGE_TIERS)
@require_POST
def label_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a label away from everybody."""
    count = drop_label(actor=person(request), label=get_object_or_404(Label, pk=pk))
    said = ngettext("The label is gone; it was on {count} buyer.", "The label is gone; it was on {count} buyers.", count)
    messages.success(request, said.format(count=format_count(count)))
    return redirect("customers:labels")


def _page(request: HttpRequest, form: LabelForm | None = None, *, change: Label | None = None, status: int = 200) -> HttpResponse:
    shop = shop_of(request.GET or request.POST)
    here = Q(on__buyer__shop=shop) if shop else Q()
    labels = list(Label.objects.annotate(count=Count("on", filter=here)))
    currency = shop.currency if shop else "CNY"
    ruled = sum(1 for label in labels if label.rule)
    line = ngettext("{count} label goes on by itself.", "{count} labels go on by themselves.", ruled).format(count=ruled)
    context = frame(request, shop, "labels") | {
        "labels": [(label, words.way_words(Way.read(label.rule), currency) if label.rule else "") for label in labels],
        "line": line,
        "form": form or LabelForm(initial=_initial(change)),
        "change": change,
    }
    return render(request, "customers/labels.html", context, status=status)


def _initial(label: Label | None) -> dict[str, Any]:
    if label is None:
        return {}
    return {**label.rule, "name": str(label), "nature": label.nature, "provinces": ", ".join(label.rule.get("provinces", []))}
