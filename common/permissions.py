"""The one gate: who may do what.

Every page and every REST action names the permission it needs. Which role holds which permission stands in
`accounts.roles`; here is only the question and the door.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from rest_framework.permissions import BasePermission

if TYPE_CHECKING:  # `rest_framework.views` reads the settings, which name a class that needs the models that need this
    from rest_framework.request import Request
    from rest_framework.views import APIView

View = Callable[..., HttpResponseBase]


class Permission(StrEnum):
    """Everything a person can be allowed, one word each."""

    VIEW_BOARD = "view_board"
    VIEW_PLAN = "view_plan"
    EDIT_PLAN = "edit_plan"
    WORK_TASKS = "work_tasks"
    VIEW_COSTS = "view_costs"
    VIEW_STOCK = "view_stock"
    COUNT_STOCK = "count_stock"
    MANAGE_STOCK = "manage_stock"
    VIEW_BUYERS = "view_buyers"
    EDIT_BUYERS = "edit_buyers"
    MANAGE_TIERS = "manage_tiers"
    REVEAL_CONTACTS = "reveal_contacts"
    ASK_BUYERS = "ask_buyers"
    MANAGE_DESK = "manage_desk"
    VIEW_DISPATCH = "view_dispatch"
    SCAN_PARCELS = "scan_parcels"
    RELEASE_HOLDS = "release_holds"
    MANAGE_ALERTS = "manage_alerts"
    VIEW_IMPORTS = "view_imports"
    IMPORT_FILES = "import_files"
    VIEW_NUMBERS = "view_numbers"
    MANAGE_SHOPS = "manage_shops"
    MANAGE_STAFF = "manage_staff"
    VIEW_AUDIT = "view_audit"
    USE_API = "use_api"
    VIEW_STATUS = "view_status"


def is_allowed(user: Any, permission: Permission) -> bool:
    """Tell whether this user holds the permission; nobody (anonymous, inactive) holds none."""
    return bool(user.is_authenticated and user.is_active and user.may(permission))


def sees_costs(user: Any) -> bool:
    """Tell whether costs, margins, profit, odds and floor prices may be shown to this user."""
    return is_allowed(user, Permission.VIEW_COSTS)


def rights(request: HttpRequest) -> dict[str, Any]:
    """Give every template `sees_costs`, so that a part of a page that tells a cost can ask before it does.

    And `finds_buyers`: whether the box that looks buyers up stands at the top of every page. `makes_shops`: whether a page
    that is empty for want of a shop leads to making one.
    """
    return {
        "sees_costs": SimpleLazyObject(lambda: sees_costs(request.user)),
        "finds_buyers": SimpleLazyObject(lambda: is_allowed(request.user, Permission.VIEW_BUYERS)),
        "makes_shops": SimpleLazyObject(lambda: is_allowed(request.user, Permission.MANAGE_SHOPS)),
    }


def is_part_of_page(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of a page, which must never be answered by a whole other page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def requires(permission: Permission) -> Callable[[View], View]:
    """Let a function view answer only to people who hold the permission.

    A stranger goes to the sign-in page and comes back after it; a signed-in person without the right gets the 403 page.
    A request of htmx gets a bare 401 or 403, which `static/app.js` turns into a message: a part of a page is never
    replaced by the sign-in form.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            if not is_allowed(request.user, permission):
                if is_part_of_page(request):
                    return HttpResponse(status=403)
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(*, reason: str) -> Callable[[View], View]:
    """Let a function view answer to every signed-in person. The reason is read by the test that walks all addresses."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            return view(request, *args, **kwargs)

        guarded.signed_in_reason = reason  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(*, reason: str) -> Callable[[View], View]:
    """Mark a function view that answers to strangers too. The reason is read by the test that walks all addresses."""

    def decorate(view: View) -> View:
        view.public_reason = reason  # type: ignore[attr-defined]
        return view

    return decorate


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if is_part_of_page(request):
        return HttpResponse(status=401)
    come_back_to = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': come_back_to})}")


class GatePermission(BasePermission):
    """The same gate for REST: a class of views says `permission = Permission.X`; one that says nothing is denied.

    A class whose methods differ says `permission_by_method = {"GET": Permission.X, "POST": Permission.Y}`.
    One for everybody who is signed in says `signed_in_reason = "..."`, one for strangers too `public_reason = "..."`.
    """

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        """Answer for the whole address; rights to single objects are the query's work."""
        if getattr(view, "public_reason", ""):
            return True
        if getattr(view, "signed_in_reason", ""):
            return bool(request.user.is_authenticated and request.user.is_active)
        needed = permission_of(view, request.method or "GET")
        return needed is not None and is_allowed(request.user, needed)


def permission_of(view: Any, method: str) -> Permission | None:
    """Name the permission a REST view needs for an HTTP method; None where it declares none (and is therefore denied)."""
    by_method: Mapping[str, Permission] = getattr(view, "permission_by_method", {})
    if by_method:
        return by_method.get("GET" if method in {"HEAD", "OPTIONS"} else method)
    return getattr(view, "permission", None)
