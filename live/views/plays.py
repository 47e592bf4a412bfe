"""What now: the cards that are open in a sale, taking them, taking them back, what they did."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from campaigns.models import Campaign
from common.permissions import Permission, is_allowed, is_part_of_page, requires
from live.models import PlaybookAction
from live.page import play_words as words
from live.page.cause_words import cause_sentence
from live.play_forms import TakeForm
from live.plays import Card
from live.queries.hand import Hand, card_of, hand_of
from live.queries.plays import OpenCard, actions_of, cards, priors_of
from live.queries.shown import board_state
from live.queries.why import Why
from live.rules.plays.effect import Prior
from live.services import UndoneError, take_card, undo_card
from live.views.shared import shared_part


@requires(Permission.VIEW_BOARD)
@require_GET
def plays(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Show the open cards with their numbers, what was done with its effect, and all other cards; for htmx the next action."""
    if is_part_of_page(request):
        return _next(request, campaign_id)
    return render(request, "live/plays/page.html", _context(request, _hand(campaign_id)))


def _next(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """Answer with the next action, the same for all: it moves with the board, and within a minute with changed cards."""
    at, state = timezone.now(), board_state(campaign_id=campaign_id)
    if state is None:
        raise Http404

    def draw() -> str:
        hand = _hand(campaign_id)
        return render_to_string("live/plays/_next.html", {"campaign": hand.campaign, "first": _shown(hand, hand.opened[:1])})

    return shared_part(request, key=f"plays.{state.body_key(at=at)}.{at:%H%M}", draw=draw)


@requires(Permission.WORK_TASKS)
@require_POST
def take(request: HttpRequest, campaign_id: int, code: str) -> HttpResponse:
    """Take a card: its tasks are set for the chosen owners."""
    hand = _hand(campaign_id)
    card = card_of(code=code, currency=hand.campaign.currency)
    if hand.why is None or card is None:
        raise Http404
    form = TakeForm(request.POST, card=card, prefix=code)
    if not form.is_valid():
        messages.error(request, _("Choose an owner of the department that does the step, or nobody yet."))
        return redirect("live:plays", campaign_id=campaign_id)
    found = hand.chosen(card)
    action, is_new = take_card(
        campaign=hand.campaign,
        card=card,
        actor=_person(request),
        owners=form.owners(),
        told=found.told,
        numbers=words.numbers_of(found, why=hand.why, campaign=hand.campaign),
        why=hand.why,
        at=timezone.now(),
    )
    if is_new:
        count = len(card.steps)
        said = ngettext("%(count)s task is set: %(title)s.", "%(count)s tasks are set: %(title)s.", count)
        messages.success(request, said % {"count": count, "title": action.title})
    else:
        messages.info(request, _("This card was taken less than three hours ago; its tasks stand."))
    return redirect("live:plays", campaign_id=campaign_id)


@requires(Permission.WORK_TASKS)
@require_POST
def undo(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """Take a card back with the tasks that are not done."""
    action = get_object_or_404(PlaybookAction, pk=number, campaign=campaign_id)
    try:
        count = undo_card(action=action, actor=_person(request), at=timezone.now())
    except UndoneError:
        messages.info(request, _("It was taken back already."))
    else:
        said = ngettext("Taken back; %(count)s task is needless now.", "Taken back; %(count)s tasks are needless now.", count)
        messages.success(request, said % {"count": count})
    return redirect("live:plays", campaign_id=campaign_id)


def _hand(campaign_id: int) -> Hand:
    hand = hand_of(campaign_id=campaign_id, at=timezone.now())
    if hand is None:
        raise Http404
    return hand


def _shown(hand: Hand, opened: Sequence[OpenCard]) -> list[dict[str, Any]]:
    why, campaign = hand.why, hand.campaign
    if why is None:
        return []
    return [
        {
            "card": each.card,
            "numbers": words.numbers_of(each, why=why, campaign=campaign),
            "when": words.trigger_words(each.card.when, campaign.currency),
            "prior": words.prior_words(each.prior),
            "form": TakeForm(card=each.card, prefix=each.card.code),
            "page": _address(each.card, campaign),
        }
        for each in opened
    ]


def _context(request: HttpRequest, hand: Hand) -> dict[str, Any]:
    campaign, codes, priors = hand.campaign, {each.card.code for each in hand.opened}, priors_of([])
    return {
        "campaign": campaign,
        "zone": campaign.time_zone,
        "title": _title(hand),
        "why": _why(hand.why, hand),
        "opened": _shown(hand, hand.opened),
        "actions": [{"row": action, "effect": _effect(action, campaign)} for action in actions_of(campaign)],
        "others": [
            {
                "card": card,
                "when": words.trigger_words(card.when, campaign.currency),
                "prior": words.prior_words(priors.get(card.code, Prior())),
            }
            for card in cards(currency=campaign.currency)
            if card.code not in codes
        ],
        "is_running": hand.is_running,
        "may_take": is_allowed(request.user, Permission.WORK_TASKS),
        "may_write": is_allowed(request.user, Permission.EDIT_PLAN),
    }


def _effect(action: PlaybookAction, campaign: Campaign) -> str:
    if action.undone_at is not None:
        return ""
    return words.effect_words(action.effect, is_settled=action.is_settled, currency=campaign.currency)


def _why(why: Why | None, hand: Hand) -> str:
    if why is None or not hand.opened:
        return ""
    return cause_sentence(hand.opened[0].told, names=why.names, currency=hand.campaign.currency)


def _title(hand: Hand) -> str:
    if hand.at < hand.state.starts_at:
        return _("The sale has not begun; the cards open with its first hours.")
    if not hand.is_running:
        return _("The sale is over; this is what was done in it.")
    if hand.is_blind:
        return _("No card opens on data this old.")
    if not hand.opened:
        return _("No card is open: nothing is far enough off its plan.")
    said = {"card": hand.opened[0].card.title, "count": len(hand.opened)}
    return (
        ngettext("Do now: %(card)s. %(count)s card is open.", "Do now: %(card)s. %(count)s cards are open.", len(hand.opened))
        % said
    )


def _address(card: Card, campaign: Campaign) -> str:
    """Return where the work of a card is done; "" where it has no page."""
    if not card.page:
        return ""
    return reverse(card.page, args=[campaign.pk] if card.page.startswith("campaigns:") else [])


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
