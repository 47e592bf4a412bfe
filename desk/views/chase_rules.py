"""The rule of the chase and of the work list; whom nobody may reach out to."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, requires
from common.spreadsheets import Cell, download
from customers.queries.buyers import find_buyers
from customers.views.shops import shop_of
from desk.forms.asking import WORK_FIELDS, BarForm, ChaseRuleForm, WorkRuleForm
from desk.models import DoNotContact
from desk.queries.barred import standing
from desk.queries.chase import rule_of
from desk.queries.worklist import work_rule_of
from desk.services import bar_buyer, set_chase_rule, set_work_rule, unbar_buyer
from desk.views.frame import address, frame
from desk.words import asking
from orders.models import Shop

MOST_SHOWN = 200


@requires(Permission.MANAGE_DESK)
@require_http_methods(["GET", "POST"])
def chase_rules(request: HttpRequest) -> HttpResponse:
    """Show and change when and for how much a shop asks, who is left out, and what makes the work list."""
    shop = shop_of(request.POST if request.method == "POST" else request.GET)
    context = frame(request, shop, "chase-rules")
    if shop is None:
        return render(request, "desk/asking/rules.html", context | {"line": _("There is no shop yet.")})
    rule, work_rule = rule_of(shop), work_rule_of(shop)
    form = ChaseRuleForm(initial=ChaseRuleForm.shown(rule, shop), shop=shop, prefix="chase")
    work_form = WorkRuleForm(initial={name: getattr(work_rule, name) for name in WORK_FIELDS}, prefix="work")
    status = 200
    if request.method == "POST":
        if request.POST.get("about") == "work":
            work_form, done = _work_set(request, shop)
        else:
            form, done = _chase_set(request, shop)
        if done:
            messages.success(request, _("Kept. What is open already keeps its draw and its window."))
            return redirect(address("chase-rules", shop))
        status = 422
    line = _("Orders are asked about from {first} minutes after they were placed; {share} of the buyers are left out.")
    if not rule.is_on:
        line = _("Unpaid orders are not asked about.")
    said = line.format(first=format_count(rule.from_minutes), share=asking.share_words(rule.held_bp / 10_000))
    context |= {"line": said, "form": form, "work_form": work_form}
    return render(request, "desk/asking/rules.html", context, status=status)


def _chase_set(request: HttpRequest, shop: Shop) -> tuple[ChaseRuleForm, bool]:
    form = ChaseRuleForm(request.POST, shop=shop, prefix="chase")
    if not form.is_valid():
        return form, False
    try:
        set_chase_rule(actor=person(request), shop=shop, told=form.told())
    except ValueError as error:
        if str(error) == "window":
            form.add_error("from_minutes", _("Asking would end before it begins: leave more time until the order closes."))
        else:
            form.add_error("most", _("This is less than the amount asking begins at."))
        return form, False
    return form, True


def _work_set(request: HttpRequest, shop: Shop) -> tuple[WorkRuleForm, bool]:
    form = WorkRuleForm(request.POST, prefix="work")
    if not form.is_valid():
        return form, False
    set_work_rule(actor=person(request), shop=shop, told=form.cleaned_data)
    return form, True


@requires(Permission.ASK_BUYERS)
@require_http_methods(["GET", "POST"])
def not_to_contact(request: HttpRequest) -> HttpResponse:
    """Show whom nobody may reach out to, with the reason; put somebody on the list."""
    shop = shop_of(request.POST if request.method == "POST" else request.GET)
    context = frame(request, shop, "not-to-contact")
    if shop is None:
        return render(request, "desk/asking/barred.html", context | {"line": _("There is no shop yet."), "entries": []})
    form, status = BarForm(initial={"account": request.GET.get("account", "")}), 200
    if request.method == "POST":
        form = BarForm(request.POST)
        if form.is_valid() and _bar(request, shop, form):
            messages.success(request, _("Nobody reaches out to this buyer any more."))
            return redirect(address("not-to-contact", shop))
        status = 422
    rows = standing(timezone.now()).filter(shop=shop).select_related("by", "shop")
    count = rows.count()
    said = ngettext("{count} buyer must not be contacted.", "{count} buyers must not be contacted.", count)
    context |= {
        "line": said.format(count=format_count(count)) if count else _("Everybody may be contacted."),
        "entries": [(one, asking.name_of(one.buyer_key)) for one in rows[:MOST_SHOWN]],
        "more": max(0, count - MOST_SHOWN),
        "form": form,
    }
    return render(request, "desk/asking/barred.html", context, status=status)


@requires(Permission.ASK_BUYERS)
@require_POST
def not_to_contact_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    entry = get_object_or_404(DoNotContact.objects.select_related("shop"), pk=pk)
    unbar_buyer(actor=person(request), entry=entry, at=timezone.now())
    messages.success(request, _("This buyer may be contacted again."))
    return redirect(address("not-to-contact", entry.shop))


@requires(Permission.MANAGE_DESK)
@require_GET
def not_to_contact_export(request: HttpRequest) -> HttpResponse:
    """Give the list as a file, for the tools that send messages."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("desk:not-to-contact")
    lines: list[list[Cell]] = [[_("Buyer"), _("Reason"), _("Until"), _("Since")]]
    for one in standing(timezone.now()).filter(shop=shop):
        until = f"{one.until:%Y-%m-%d}" if one.until else ""
        lines.append([one.buyer_key, one.reason, until, f"{one.at:%Y-%m-%d}"])
    return download(shop.name, lines, name=f"not-to-contact-{shop.pk}", ending=request.GET.get("format", "csv"))


def _bar(request: HttpRequest, shop: Shop, form: BarForm) -> bool:
    account = form.cleaned_data["account"]
    key = account_of(shop, account)
    if key is None:
        form.add_error("account", _("This finds no buyer of the shop, or more than one: give the whole account."))
        return False
    day = form.cleaned_data["until"]
    until = datetime.combine(day, time.min, ZoneInfo(shop.time_zone)) if day else None
    try:
        bar_buyer(
            actor=person(request), shop=shop, buyer_key=key, reason=form.cleaned_data["reason"], at=timezone.now(), until=until
        )
    except ValueError:
        form.add_error("until", _("This day is over."))
        return False
    return True


def account_of(shop: Shop, text: str) -> str | None:
    """Return the one account a text means (account, order number, e-mail, phone); None for none or several."""
    found = find_buyers(text, shops=[shop], limit=3, phones=True)  # who asks not to be called is put there by any agent
    exact = [one for one in found if one.buyer_key == text.strip()]
    chosen = exact or found
    return chosen[0].buyer_key if len(chosen) == 1 else None
