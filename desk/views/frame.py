"""What the pages of asking share: the shop in hand, the tabs a person may open, addresses that keep the shop."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from common.permissions import Permission, is_allowed
from orders.models import Shop


@dataclass(frozen=True)
class Tab:
    """One page of the group, with the shop in hand."""

    name: str
    label: str
    href: str


def frame(request: HttpRequest, shop: Shop | None, here: str) -> dict[str, Any]:
    """Return what the frame of each page shows: shops to choose from, tabs, what the reader may do."""
    may_manage = is_allowed(request.user, Permission.MANAGE_DESK)
    tabs = [
        ("chase", _("Unpaid orders"), Permission.ASK_BUYERS),
        ("chase-effect", _("What asking brought"), Permission.ASK_BUYERS),
        ("work", _("Quiet hour"), Permission.ASK_BUYERS),
        ("audiences", _("Audiences"), Permission.MANAGE_DESK),
        ("not-to-contact", _("Not to contact"), Permission.ASK_BUYERS),
        ("chase-rules", _("Rules"), Permission.MANAGE_DESK),
    ]
    return {
        "shop": shop,
        "shops": [(one, urlencode({"shop": one.pk})) for one in Shop.objects.all()],
        "here": here,
        "tabs": [Tab(name, label, address(name, shop)) for name, label, right in tabs if is_allowed(request.user, right)],
        "may_manage": may_manage,
    }


def address(name: str, shop: Shop | None, **more: Any) -> str:
    """Return the address of a page of the desk with the shop in hand."""
    query = ({"shop": shop.pk} if shop else {}) | more
    return f"{reverse(f'desk:{name}')}{'?' if query else ''}{urlencode(query)}"
