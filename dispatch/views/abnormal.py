"""Abnormal orders (playbook C2): the list with one owner each, one with its story, the rules and how noisy they are."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.asking import person
from accounts.models import User
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import download
from dispatch.due_export import abnormal_table
from dispatch.due_forms import ReportForm
from dispatch.models import STANDING, AbnormalKind, AbnormalOrder, AbnormalState
from dispatch.pages import abnormal_words as words
from dispatch.queries.abnormal import Asked, abnormal_orders, noise, order_and_lines
from dispatch.views.due import chosen
from orders.models import Shop

PAGE_ROWS = 50
MOST_EXPORTED = 100_000
UNDO_KEY = "abnormal_undo"
FILTERS = ("shop", "kind", "state", "owner", "q", "late")


@requires(Permission.VIEW_DISPATCH)
@require_GET
def abnormal_list(request: HttpRequest) -> HttpResponse:
    """Show the abnormal orders, what is due first coming first."""
    return list_page(request, ReportForm())


@requires(Permission.VIEW_DISPATCH)
@require_GET
def abnormal_export(request: HttpRequest) -> HttpResponse:
    """Give all that the filters find as a file."""
    asked, _one = asked_of(request)
    rows = abnormal_orders(asked, person=person(request), at=timezone.now())[:MOST_EXPORTED]
    name = f"abnormal-{timezone.now():%Y%m%d%H%M}"
    return download("abnormal", abnormal_table(rows), name=name, ending=request.GET.get("format", "csv"), fixed_columns=2)


@requires(Permission.VIEW_DISPATCH)
@require_GET
def abnormal_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one abnormal order: what the rule saw, the order, its story, and what can be done."""
    row = get_object_or_404(AbnormalOrder.objects.select_related("shop", "owner", "found_by", "closed_by"), pk=pk)
    order, lines = order_and_lines(row)
    notes = row.notes.select_related("by")
    beside = AbnormalOrder.objects.filter(shop=row.shop, order_no=row.order_no).exclude(pk=row.pk).order_by("kind")
    context = {
        "row": row,
        "what": words.what(row),
        "chip": words.CHIPS[AbnormalState(row.state)],
        "due": words.due_words(row, timezone.now()),
        "order": order,
        "lines": lines,
        "story": [(note, words.note_words(note, row.shop.time_zone)) for note in notes],
        "beside": [(other, words.what(other), words.CHIPS[AbnormalState(other.state)]) for other in beside],
        "states": AbnormalState.choices,
        "people": people(),
        "now": timezone.now(),
        "may_work": is_allowed(request.user, Permission.WORK_TASKS),
    }
    return render(request, "dispatch/abnormal/one.html", context)


def list_page(request: HttpRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    """Show the list, with the form of a report as it stands."""
    now, user = timezone.now(), person(request)
    asked, one = asked_of(request)
    page = Paginator(abnormal_orders(asked, person=user, at=now), PAGE_ROWS).get_page(request.GET.get("page"))
    counts = noise(shops=asked.shops, at=now)
    everything = AbnormalOrder.objects.filter(shop__in=asked.shops, state__in=STANDING)
    kept = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    standing = sum(each.standing for each in counts.values())
    context: dict[str, Any] = {
        "sentence": words.sentence(
            standing=standing,
            late=everything.filter(due_at__lte=now).count(),
            mine=everything.filter(owner=user).count(),
            nobodys=everything.filter(owner=None).count(),
        ),
        "rows": [_shown(row, now) for row in page.object_list],
        "page": page,
        "kinds": [_tab(asked, kept, counts, kind, label) for kind, label in [("", _("All")), *AbnormalKind.choices]],
        "noisy": [str(AbnormalKind(each.kind).label) for each in counts.values() if each.is_noisy],
        "asked": asked,
        "is_filtered": bool({*kept} - {"shop"}),
        "states": [("standing", _("still to do")), ("closed", _("closed")), *AbnormalState.choices],
        "people": people(),
        "shops": [(each, urlencode(kept | {"shop": each.pk})) for each in Shop.objects.all()],
        "all_shops": urlencode({name: value for name, value in kept.items() if name != "shop"}),
        "shop": one,
        "query": urlencode(kept),
        "older": urlencode(kept | {"page": page.next_page_number()}) if page.has_next() else "",
        "form": form,
        "undo": request.session.get(UNDO_KEY),
        "may_work": is_allowed(request.user, Permission.WORK_TASKS),
        "may_set": is_allowed(request.user, Permission.MANAGE_SHOPS),
    }
    return render(request, "dispatch/abnormal/list.html", context, status=status)


def asked_of(request: HttpRequest) -> tuple[Asked, Shop | None]:
    """Read the filters of the address; a value that is none filters nothing."""
    shops, one = chosen(request.GET)
    asked = request.GET
    text = asked.get("q", "").strip()[:100].replace("\x00", "")
    found = Asked(
        shops=shops,
        kind=asked.get("kind", ""),
        state=asked.get("state", "standing") or "standing",
        owner=asked.get("owner", ""),
        text=text,
        late=asked.get("late") == "1",
    )
    return found, one


def people() -> list[tuple[int, str]]:
    """Return who can be an owner: everybody who works here."""
    users = User.objects.filter(is_active=True).order_by("first_name", "username")
    return [(user.pk, user.shown_name) for user in users]


def _shown(row: AbnormalOrder, now: datetime) -> dict[str, Any]:
    return {
        "row": row,
        "what": words.what(row),
        "due": words.due_words(row, now),
        "is_late": row.is_standing and row.due_at <= now,
        "chip": words.CHIPS[AbnormalState(row.state)],
    }


def _tab(asked: Asked, kept: dict[str, str], counts: dict[str, Any], kind: str, label: Any) -> tuple[str, str, int, str]:
    number = counts[kind].standing if kind else sum(each.standing for each in counts.values())
    others = {name: value for name, value in kept.items() if name != "kind"}
    return kind, str(label), number, urlencode(others | ({"kind": kind} if kind else {}))
