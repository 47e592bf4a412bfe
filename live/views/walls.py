"""The page of the screens: which hang where, make one, take one away."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from common.permissions import Permission, requires
from live.models import WallScreen
from live.services import make_wall, revoke_wall
from live.wall_forms import WallForm


@requires(Permission.MANAGE_ALERTS)
@never_cache
@require_http_methods(["GET", "POST"])
def wall_screens(request: HttpRequest) -> HttpResponse:
    """Show the screens that stand; make a new one, whose address is on the answer and nowhere else."""
    fresh, address = None, ""
    form = WallForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        fresh = make_wall(actor=cast("User", request.user), values=form.values(), at=timezone.now())
        address = request.build_absolute_uri(reverse("live:wall", args=[fresh.token]))
        form = WallForm(initial={"language": get_language()})
    screens = WallScreen.objects.standing().select_related("campaign", "made_by")
    context = {"form": form, "fresh": fresh, "address": address, "screens": screens}
    return render(request, "live/wall/screens.html", context, status=422 if form.errors else 200)


@requires(Permission.MANAGE_ALERTS)
@require_POST
def wall_revoke(request: HttpRequest, screen_id: int) -> HttpResponse:
    """Take a screen away."""
    if revoke_wall(actor=cast("User", request.user), screen_id=screen_id, at=timezone.now()):
        messages.success(request, _("The screen is taken away. Its address shows nothing any more."))
    return redirect("live:wall-screens")
