"""The cards of the house: all of them, one to write or change, one to take away."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.departments import Department
from accounts.models import User
from common.permissions import Permission, is_allowed, requires
from live.models import PlayCard
from live.page.play_words import prior_words, trigger_words
from live.play_forms import CardForm
from live.queries.plays import cards, priors_of
from live.queries.shown import current_campaign
from live.rules.plays.effect import Prior
from live.services import drop_card, write_card
from orders.models import Shop


@requires(Permission.VIEW_BOARD)
@require_GET
def playbook(request: HttpRequest) -> HttpResponse:
    """Show every card with its trigger and what it did so far."""
    priors, currency = priors_of([]), _currency()
    rows: list[dict[str, Any]] = [
        {
            "card": card,
            "department": Department(card.department).label,
            "when": trigger_words(card.when, currency),
            "prior": prior_words(priors.get(card.code, Prior())),
        }
        for card in cards(currency=currency)
    ]
    measured = len([row for row in rows if row["card"].code in priors])
    may_write = is_allowed(request.user, Permission.EDIT_PLAN)
    return render(request, "live/plays/playbook.html", {"rows": rows, "measured": measured, "may_write": may_write})


@requires(Permission.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, code: str = "") -> HttpResponse:
    """Write a card, or change one; a built-in card becomes one of the house."""
    currency = _currency()
    found = next((card for card in cards(currency=currency) if card.code == code), None)
    if code and found is None:
        raise Http404
    if request.method == "POST":
        form = CardForm(request.POST)
        if form.is_valid():
            card = write_card(actor=cast("User", request.user), code=code, values=form.cleaned_data)
            messages.success(request, _("The card stands: %(title)s.") % {"title": card.title})
            return redirect("live:playbook")
    else:
        form = CardForm.of(found, currency) if found else CardForm(initial={"hours": 1, "is_active": True})
    return render(request, "live/plays/write.html", {"form": form, "card": found}, status=422 if form.errors else 200)


@requires(Permission.EDIT_PLAN)
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Take a card of the house away; a built-in one stands again as it came."""
    is_back = drop_card(actor=cast("User", request.user), card=get_object_or_404(PlayCard, code=code))
    messages.success(request, _("The card stands again as it came.") if is_back else _("The card is gone."))
    return redirect("live:playbook")


def _currency() -> str:
    """Return the currency of the sale at hand: a card says "500", and counts it in the money of the sale it is played in."""
    sale = current_campaign(at=timezone.now())
    return sale.currency if sale else str(Shop.objects.values_list("currency", flat=True).first() or "CNY")
