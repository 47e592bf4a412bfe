"""The rules of the tiers: edited, tried on everybody, saved; how the tiers are filled."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.permissions import Permission, requires
from customers import words
from customers.charts import distribution_figure
from customers.ladder_form import LadderForm
from customers.models import TierCause, TierRun, TierRunState
from customers.queries.tiers import Simulation, distribution, simulate, tiers_of
from customers.rules.tiers import Step
from customers.services import ask_run, begin_tiers, save_tiers
from customers.services.tiers import TierError, ToldTier, check_ladder
from customers.tasks import ring_run
from customers.views.shops import address, frame, shop_of
from orders.models import Shop


@requires(Permission.VIEW_BUYERS)
@require_GET
def tiers_page(request: HttpRequest) -> HttpResponse:
    """Show the tiers of a shop, who stands on them, and the rules to edit."""
    shop = shop_of(request.GET)
    if shop is None:
        return render(request, "customers/tiers.html", frame(request, None, "tiers") | {"form": None})
    return _page(request, shop, LadderForm.of(shop))


@requires(Permission.MANAGE_TIERS)
@require_POST
def tiers_save(request: HttpRequest) -> HttpResponse:
    """Try the rules (`try`), begin with the default ones (`begin`), or save them and have everybody judged by them."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("customers:tiers")
    if request.POST.get("begin"):
        begin_tiers(shop=shop)
        return redirect(address("tiers", shop))
    form = LadderForm(shop, request.POST)
    told = form.told()
    try:
        if form.errors:
            return _page(request, shop, form, status=422)
        check_ladder(told)
    except TierError as wrong:
        form.refuse(wrong)
        return _page(request, shop, form, status=422)
    if request.POST.get("try"):
        return _page(request, shop, form, tried=_tried(shop, told))
    with transaction.atomic():
        save_tiers(actor=person(request), shop=shop, told=told, at=timezone.now())
        ring_run(ask_run(shop=shop, cause=TierCause.RULES, at=timezone.now(), actor=person(request)))
    messages.success(request, _("The rules are saved; everybody is judged by them now."))
    return redirect(address("tiers", shop))


def _tried(shop: Shop, told: list[ToldTier]) -> Simulation:
    ladder = [Step(one.name, one.ways) for one in told]
    return simulate(shop, ladder, [one.tier_id for one in told], timezone.now())


def _page(
    request: HttpRequest, shop: Shop, form: LadderForm, *, tried: Simulation | None = None, status: int = 200
) -> HttpResponse:
    tiers, filled = tiers_of(shop), distribution(shop)
    known = sum(count for count, _net in filled.values())
    told = form.told() if tried else []
    names = [one.name for one in told] if tried else [str(tier) for tier in tiers]
    now_by_name = [
        filled.get(number, (0, 0))[0] if number else 0
        for number in ([one.tier_id for one in told] if tried else [tier.pk for tier in tiers])
    ]
    then = [tried.after(step) for step in range(len(told))] if tried else None
    context: dict[str, Any] = frame(request, shop, "tiers") | {
        "form": form,
        "known": known,
        "tiers": list(reversed([(tier, *filled.get(tier.pk, (0, 0))) for tier in tiers])),
        "without": filled.get(None, (0, 0))[0],
        "line": words.simulation_line(tried) if tried else _line(tiers, filled, known),
        "tried": tried,
        "moves": _moves(tried, told, {tier.pk: str(tier) for tier in tiers}) if tried else [],
        "figure": distribution_figure(names, now_by_name, then) if names and known else None,
        "run": TierRun.objects.filter(shop=shop).first(),
        "is_moving": TierRun.objects.filter(shop=shop, state__in=[TierRunState.QUEUED, TierRunState.RUNNING]).exists(),
    }
    return render(request, "customers/tiers.html", context, status=status)


def _moves(tried: Simulation, told: list[ToldTier], names: dict[int, str]) -> list[tuple[str, str, int]]:
    """Return (from, to, how many) of those who would move, the largest group first."""
    found = []
    for (before, after), count in tried.moves.items():
        target = None if after is None else (told[after].tier_id or -after - 1)
        if before != target:
            nobody = _("without tier")
            found.append((names.get(before or 0, nobody), nobody if after is None else told[after].name, count))
    return sorted(found, key=lambda move: -move[2])


def _line(tiers: list[Any], filled: dict[int | None, tuple[int, int]], known: int) -> str:
    if not tiers or not known:
        return _("No buyer is known yet.")
    return words.list_line(tiers[0].shop.name, known, _best(tiers, filled))


def _best(tiers: list[Any], filled: dict[int | None, tuple[int, int]]) -> tuple[str, int, float | None] | None:
    net = sum(kept for _count, kept in filled.values())
    best = next((tier for tier in reversed(tiers) if filled.get(tier.pk, (0, 0))[0]), None)
    return None if best is None else (str(best), filled[best.pk][0], filled[best.pk][1] / net if net > 0 else None)
