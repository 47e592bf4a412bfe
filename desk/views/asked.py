"""What every page of the desk reads from its address."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.asking import person
from common.once import asked_once
from common.permissions import Permission, is_allowed
from common.prepared import Prepared
from customers.models import Buyer
from customers.views.contacts import SHOWN_SECONDS
from desk.models import LookUpDoor, ScriptLanguage
from desk.pages.card import card_page
from desk.queries.card import Card, buyer_card
from desk.queries.found import Found, find
from desk.rules.baskets import MOST_LINES
from desk.services import note_card, note_search

LONGEST_BASKET = 500
_BUYER = Prepared(lambda pk: Buyer.objects.select_related("shop", "tier", "hand_tier", "person").filter(pk=pk), int)


def buyer_of(pk: int) -> Buyer:
    """Return a buyer with all the card reads of the row; Http404 for none."""
    buyer = _BUYER.first(pk)
    if buyer is None:
        raise Http404
    return buyer


def searched(request: HttpRequest, door: LookUpDoor) -> Found:
    """Return whom the text in the address means, and log that it was looked for."""
    found = find(request.GET.get("q", ""), may_phone=is_allowed(request.user, Permission.REVEAL_CONTACTS))
    if found.text:
        note_search(who=person(request), found=found, door=door, at=timezone.now())
    return found


def language_of(asked: QueryDict) -> str:
    """Return the language scripts are said in: as asked, else that of the page."""
    wanted = asked.get("say") or get_language() or ""
    return wanted if wanted in ScriptLanguage.values else str(ScriptLanguage.ENGLISH)


def card_asked(asked: QueryDict) -> dict[str, Any]:
    """Return what of the address the card depends on; links on the card keep it."""
    found: dict[str, Any] = {
        name: _text(str(asked[name]), LONGEST_BASKET) for name in ("basket", "order", "say") if asked.get(name)
    }
    if coupons := asked.getlist("coupon")[:MOST_LINES]:
        found["coupon"] = [_text(str(coupon), 20) for coupon in coupons]
    return found


def _text(told: str, longest: int) -> str:
    """Return a text of the address cut to a length, without the character that PostgreSQL takes in no question."""
    return told.replace("\x00", "")[:longest]


def card_shown(request: HttpRequest, pk: int, door: LookUpDoor) -> dict[str, Any]:
    """Return what the template of a card shows, and log that it was opened."""
    buyer, now, asked = buyer_of(pk), timezone.now(), card_asked(request.GET)
    note_card(who=person(request), buyer=buyer, door=door, at=now)
    with asked_once():
        card = buyer_card(
            buyer, at=now, basket=asked.get("basket", ""), coupons=asked.get("coupon", ()), order_no=asked.get("order", "")
        )
        shown = card_page(
            card, agent=person(request).shown_name, language=language_of(request.GET), asked=asked, path=request.path
        )
    may = {
        "may_edit": is_allowed(request.user, Permission.EDIT_BUYERS),
        "may_reveal": is_allowed(request.user, Permission.REVEAL_CONTACTS),
        "may_dispatch": is_allowed(request.user, Permission.VIEW_DISPATCH),
    }
    return shown | may | _addresses(card, is_panel=door == LookUpDoor.PANEL) | {"now": now}


def _addresses(card: Card, *, is_panel: bool) -> dict[str, Any]:
    """Return whom the card shows as the receiver, and where its forms go: in the panel to addresses of the panel alone."""
    stem, pk = "desk:panel-" if is_panel else "desk:", [card.buyer.pk]
    receiver = "desk:panel-" if is_panel else "customers:"
    of_order = f"?{urlencode({'order': card.order.order_no})}" if card.order else ""
    return {
        "is_panel": is_panel,
        "note_url": reverse(f"{stem}note", args=pk),
        "label_url": reverse(f"{stem}label", args=pk),
        "masked_url": reverse(f"{receiver}contact", args=pk) + of_order,
        "reveal_url": reverse(f"{receiver}contact-reveal", args=pk) + of_order,
        "contact": card.contact,
        "shown": None,
        "shown_seconds": SHOWN_SECONDS,
        "reveal_error": "",
    }
