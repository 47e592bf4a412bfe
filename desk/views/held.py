"""What of a buyer's orders is held: a part that the page of the buyer asks for, since holds stand with dispatch."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.permissions import Permission, requires
from customers.queries import buyer_summary
from desk.queries.problems import open_problems
from desk.queries.recent import LOOKED_AT
from desk.views.asked import buyer_of
from desk.words.card import tail_of


@requires(Permission.VIEW_BUYERS)
@require_GET
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which of a buyer's orders do not leave, and why; empty where none is held."""
    buyer, now = buyer_of(pk), timezone.now()
    recent = buyer_summary(buyer, now).orders(LOOKED_AT)
    holds = open_problems(buyer, recent, is_all=len(recent) < LOOKED_AT, at=now).holds
    return render(request, "desk/_held.html", {"held": [(tail_of(number), why) for number, why in holds.items()]})
