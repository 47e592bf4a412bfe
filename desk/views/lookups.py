"""The log of look-ups, for those who read trails: who looked whom up, when, and how."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.models import User
from common.money import format_count
from common.permissions import Permission, requires
from common.requests import whole_number
from common.spreadsheets import Cell, download
from customers.words import name_of
from desk.models import LookUp
from desk.queries.lookups import look_ups

PAGE_ROWS = 100
MOST_EXPORTED = 100_000


@requires(Permission.VIEW_AUDIT)
@require_GET
def lookup_list(request: HttpRequest) -> HttpResponse:
    """Show the look-ups, the newest first; of one person where one is chosen."""
    who = whole_number(request.GET.get("who", "")) or None
    page = Paginator(look_ups(who=who), PAGE_ROWS).get_page(request.GET.get("page"))
    total = page.paginator.count
    said = ngettext("{count} look-up is kept.", "{count} look-ups are kept.", total).format(count=format_count(total))
    query = f"who={who}" if who else ""
    context = {
        "line": said if total else _("Nobody was looked up yet."),
        "keep_days": settings.LOOKUP_KEEP_DAYS,
        "page": page,
        "rows": [(row, name_of(row.buyer) if row.buyer else "") for row in page.object_list],
        "people": [(one, one.pk == who) for one in User.objects.order_by("username")],
        "who": who,
        "query": query,
        "older": f"{query}&page={page.next_page_number()}" if page.has_next() else "",
        "newer": f"{query}&page={page.previous_page_number()}" if page.has_previous() else "",
    }
    return render(request, "desk/lookups.html", context)


@requires(Permission.VIEW_AUDIT)
@require_GET
def lookups_export(request: HttpRequest) -> HttpResponse:
    """Send the look-ups as a table; buyers by their number, as in the export of buyers."""
    who = whole_number(request.GET.get("who", "")) or None
    heading: list[Cell] = [
        _("When (UTC)"),
        _("Who"),
        _("What"),
        _("Where"),
        _("Text"),
        _("Found"),
        _("Refused"),
        _("Number of the buyer"),
    ]
    return download(
        "look-ups",
        [heading, *map(_row, look_ups(who=who)[:MOST_EXPORTED])],
        name="look-ups",
        ending=request.GET.get("format", "csv"),
    )


def _row(row: LookUp) -> list[Cell]:
    return [
        f"{row.at:%Y-%m-%d %H:%M:%S}",
        row.who.username,
        str(row.get_kind_display()),
        str(row.get_door_display()),
        row.text,
        row.found,
        _("yes") if row.refused else "",
        row.buyer_id,
    ]
