"""One buyer: who they are, what is missing, what they bought; notes, labels, a tier by hand, who won them."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.permissions import Permission, is_allowed, requires
from common.requests import whole_number
from customers import words
from customers.forms import HandTierForm, NoteForm
from customers.models import Buyer, Label, Tier
from customers.queries.buyers import BuyerSummary, buyer_summary, possible_matches
from customers.queries.forgotten import is_forgotten
from customers.queries.persons import proposals_about
from customers.rules.masked import is_masked
from customers.services import put_label, set_acquisitions, set_by_hand, take_label, write_note
from customers.views.contacts import contact_context
from customers.views.shops import frame
from orders.states import OrderState, RefundState

_GOOD = {OrderState.COMPLETED, OrderState.SHIPPED}
_CLOSED = {OrderState.CLOSED_UNPAID, OrderState.CLOSED_REFUNDED}


@requires(Permission.VIEW_BUYERS)
@require_GET
def buyer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one buyer."""
    return _page(request, _found(pk))


@requires(Permission.EDIT_BUYERS)
@require_POST
def note_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a note."""
    row, form = _found(pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, row, note=form, status=422)
    write_note(actor=person(request), buyer=row, text=form.cleaned_data["text"], at=timezone.now())
    return redirect("customers:buyer", pk=pk)


@requires(Permission.EDIT_BUYERS)
@require_POST
def label_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a label on, or take it off (`take`)."""
    row = _found(pk)
    label = get_object_or_404(Label, pk=whole_number(request.POST.get("take") or request.POST.get("label") or ""))
    if request.POST.get("take"):
        take_label(actor=person(request), buyer=row, label=label)
    else:
        put_label(actor=person(request), buyer=row, label=label, at=timezone.now())
    return redirect("customers:buyer", pk=pk)


@requires(Permission.EDIT_BUYERS)
@require_POST
def acquisition_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who won the buyer; empty takes it away."""
    row, tag = _found(pk), request.POST.get("tag", "").strip()
    if len(tag) > 60:
        messages.error(request, _("Sixty letters at most."))
    else:
        set_acquisitions(actor=person(request), shop=row.shop, told={row.buyer_key: tag}, at=timezone.now())
    return redirect("customers:buyer", pk=pk)


@requires(Permission.MANAGE_TIERS)
@require_POST
def tier_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a tier by hand, or leave it to the rules again (`free`)."""
    row, now = _found(pk), timezone.now()
    if request.POST.get("free"):
        set_by_hand(actor=person(request), buyer=row, tier=None, until=None, reason="", at=now)
        messages.success(request, _("The rules decide on the tier again."))
        return redirect("customers:buyer", pk=pk)
    form = _hand_form(row, now, request.POST)
    if not form.is_valid():
        return _page(request, row, hand=form, status=422)
    tier: Tier = form.cleaned_data["tier"]
    until = _end_of(form.cleaned_data["until"], row)
    set_by_hand(actor=person(request), buyer=row, tier=tier, until=until, reason=form.cleaned_data["reason"], at=now)
    messages.success(request, _("The tier is {tier} now.").format(tier=tier))
    return redirect("customers:buyer", pk=pk)


def _page(
    request: HttpRequest, row: Buyer, *, note: NoteForm | None = None, hand: HandTierForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    summary = buyer_summary(row, now)
    currency = row.shop.currency
    tier = summary.standing.tier
    following = None if summary.standing.by_hand else summary.next_tier
    context: dict[str, Any] = frame(request, row.shop, "list") | {
        "buyer": row,
        "now": now,
        "name": words.name_of(row),
        "is_forgotten": is_forgotten(row),
        "summary": summary,
        "line": words.buyer_line(row, str(tier) if tier else "", following),
        "why": _why(summary),
        "following": following,
        "missing": [words.missing_words(each, currency) for each in following.missing] if following else [],
        "progress": _progress(summary),
        "orders": [(order, _look(order)) for order in summary.orders()],
        "favourites": summary.favourites(),
        "benefits": [(benefit, words.benefit_words(benefit, currency)) for benefit in summary.benefits],
        "changes": [_change(change, currency) for change in summary.changes],
        "labels_left": Label.objects.exclude(pk__in=[one.label_id for one in summary.labels]),
        "note_form": note or NoteForm(),
        "hand_form": hand or _hand_form(row, now, None),
        "masked": is_masked(row.buyer_key),
        "matches": [(other, words.name_of(other)) for other in possible_matches(row)],
        "accounts": [(other, words.name_of(other)) for other in summary.accounts],
        "proposals": [(one, _other(one, row)) for one in proposals_about(row)],
        "won_by": summary.acquisition.tag if summary.acquisition else "",
        "may_dispatch": is_allowed(request.user, Permission.VIEW_DISPATCH),
        **contact_context(request, row),
        "interval_days": None if row.gap_seconds is None else round(row.gap_seconds / 86_400, 1),
    }
    return render(request, "customers/buyer.html", context, status=status)


def _why(summary: BuyerSummary) -> str:
    standing, currency = summary.standing, summary.buyer.shop.currency
    if standing.by_hand:
        return _("Set by hand: {reason}").format(reason=standing.reason)
    return _("Because: {rule}.").format(rule=words.way_words(standing.way, currency)) if standing.way else ""


def _progress(summary: BuyerSummary) -> tuple[int, int] | None:
    """Return how far the money is for the next tier by the cheapest way, in minor units: (reached, needed)."""
    following = summary.next_tier
    if following is None or following.best is None or not following.best.spent_minor:
        return None
    needed = following.ways[following.best.way].spent_from_minor or 0
    return max(0, needed - following.best.spent_minor), needed


def _look(order: Any) -> str:
    """Return the look of an order's chip."""
    if order.refund_state in {RefundState.REQUESTED, RefundState.RETURNING}:
        return "hold"
    if order.refund_state in {RefundState.PARTIAL, RefundState.FULL} or order.state in _CLOSED:
        return "onplan"
    return "done" if order.state in _GOOD else "next"


def _change(change: Any, currency: str) -> dict[str, Any]:
    return {
        "row": change,
        "before": words.kept_name(change.before_name),
        "after": words.kept_name(change.after_name),
        "why": words.change_words(change, currency),
    }


def _other(proposal: Any, row: Buyer) -> Buyer:
    found: Buyer = proposal.second if proposal.first_id == row.pk else proposal.first
    return found


def _hand_form(row: Buyer, now: datetime, data: Any) -> HandTierForm:
    return HandTierForm(data, shop=row.shop, today=now.astimezone(ZoneInfo(row.shop.time_zone)).date())


def _end_of(day: Any, row: Buyer) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), ZoneInfo(row.shop.time_zone))


def _found(pk: int) -> Buyer:
    return get_object_or_404(Buyer.objects.select_related("shop", "tier", "hand_tier", "hand_by", "person"), pk=pk)
