"""What every page of buyers needs first: whose they are, who asks, which tab is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from common.permissions import Permission, is_allowed
from customers.models import Buyer
from orders.choosing import shop_of as chosen
from orders.models import Shop

Asked = Mapping[str, Any]


@dataclass(frozen=True)
class Tab:
    """One page of the group, with the shop in hand."""

    name: str
    label: str
    href: str


def shop_of(asked: Asked) -> Shop | None:
    """Return the shop that is asked for, else the first whose files name buyers, else the first; None when there is none."""
    # The first of the index. A mere "is there any" PostgreSQL answers for a shop without buyers by reading those of all others.
    first = Buyer.objects.filter(shop=OuterRef("pk")).order_by("buyer_key").values("buyer_key")[:1]
    shops = Shop.objects.alias(buyer=Subquery(first)).annotate(has_no_buyers=Q(buyer=None))
    return chosen(asked, shops.order_by("has_no_buyers", "name"))


def frame(request: HttpRequest, shop: Shop | None, here: str) -> dict[str, Any]:
    """Return what the frame of each page shows: shops to choose from, tabs, what the reader may do."""
    names = {
        "list": _("Buyers"),
        "tiers": _("Buyer tiers"),
        "benefits": _("Benefits"),
        "labels": _("Labels"),
        "persons": _("Persons"),
        "returning": _("Won and come back"),
        "privacy": _("Privacy"),
        "reveals": _("Look-ups"),
    }
    may = {
        "may_edit": is_allowed(request.user, Permission.EDIT_BUYERS),
        "may_manage": is_allowed(request.user, Permission.MANAGE_TIERS),
        "may_import": is_allowed(request.user, Permission.IMPORT_FILES),
    }
    query = f"?{urlencode({'shop': shop.pk})}" if shop else ""
    kept_back = {"privacy": may["may_manage"], "reveals": is_allowed(request.user, Permission.VIEW_AUDIT)}
    shown = [name for name in names if kept_back.get(name, True)]
    return may | {
        "shop": shop,
        "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        "here": here,
        "tabs": [Tab(name, names[name], reverse(f"customers:{name}") + query) for name in shown],
    }


def address(name: str, shop: Shop | None, **more: Any) -> str:
    """Return the address of a page of buyers with the shop in hand."""
    return f"{reverse(f'customers:{name}')}?{urlencode(({'shop': shop.pk} if shop else {}) | more)}"
