"""What a tier means in a shop: its offer, its place in the traffic, its rule for stock."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.permissions import Permission, is_allowed, requires
from inventory.forms.tiers import RoleForm
from inventory.queries.tiers import roles_of
from inventory.services import set_role
from inventory.words.tiers import BUFFERS, OFFERS, TIERS, offer_words, role_place
from orders.choosing import shop_of
from orders.models import Shop


@requires(Permission.VIEW_COSTS)
@require_GET
def tier_roles(request: HttpRequest) -> HttpResponse:
    """Show what each tier means."""
    return _page(request, request.GET)


@requires(Permission.EDIT_PLAN)
@require_POST
def tier_roles_set(request: HttpRequest) -> HttpResponse:
    """Set what the tiers mean; all three, or with one field that cannot stand none."""
    shop = shop_of(request.POST)
    if shop is None:
        return redirect("inventory:tier-roles")
    forms = {tier: RoleForm.of(role, request.POST) for tier, role in roles_of(shop).items()}
    if not all([form.is_valid() for form in forms.values()]):  # noqa: C419 - each form is to show what is wrong with it
        return _page(request, request.POST, forms=forms, status=422)
    for tier, form in forms.items():
        set_role(actor=person(request), shop=shop, tier=tier, **form.values())
    messages.success(request, _("Offers and buffers made from now on begin with this."))
    return redirect(f"{reverse('inventory:tier-roles')}?{urlencode({'shop': shop.pk})}")


def _page(request: HttpRequest, query: QueryDict, *, forms: dict[str, RoleForm] | None = None, status: int = 200) -> HttpResponse:
    shop = shop_of(query)
    context: dict[str, Any] = {"shop": shop, "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()]}
    context["may_edit"] = is_allowed(request.user, Permission.EDIT_PLAN)
    if shop is None:
        return render(request, "inventory/tiers/roles.html", context | {"tiers": [], "headline": _("There is no shop yet.")})
    roles = roles_of(shop)
    context |= {
        "headline": _("; ").join(offer_words(role) for role in roles.values()) + _("."),
        "tiers": [
            {
                "tier": tier,
                "name": TIERS[tier],
                "form": (forms or {}).get(tier) or RoleForm.of(role),
                "offer": OFFERS.get(role.offer_kind, role.offer_kind),
                "depth": role.offer_bp / 10_000,
                "place": role_place(tier, role.traffic_place),
                "buffer": BUFFERS.get(role.buffer_method, role.buffer_method),
                "above": None if role.buffer_bp is None else role.buffer_bp / 10_000,
            }
            for tier, role in roles.items()
        ],
    }
    return render(request, "inventory/tiers/roles.html", context, status=status)
