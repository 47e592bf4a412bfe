"""The upload page: what came in, what waits, what was; and the first shop."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.moments import format_age
from common.permissions import Permission, is_allowed, requires
from imports import queries, services
from imports.errors import NotPossible
from imports.formats.registry import FORMATS
from imports.forms import HistoryForm, ShopForm
from imports.models import ImportJob, State
from imports.views.cards import job_card
from imports.views.headline import headline
from imports.views.standing import chip_of, what_of
from imports.views.words import count, moment
from live.rules.age import age_of
from metrics.queries import freshness
from orders import services as order_services
from orders.models import Shop

PAGE_ROWS, FULL_CARDS, SHOPS_TOLD = 25, 3, 12
FRESH = dt.timedelta(hours=2)


@require_GET
@requires(Permission.VIEW_IMPORTS)
def import_list(request: HttpRequest) -> HttpResponse:
    """Show the drop box, the files of the hour and the history."""
    return _page(request)


@require_GET
@requires(Permission.VIEW_IMPORTS)
def import_headline(request: HttpRequest) -> HttpResponse:
    """Answer the sentence alone; 304 while it still holds."""
    now = timezone.now()
    jobs = queries.open_jobs(since=now - FRESH)
    may_write = is_allowed(request.user, Permission.IMPORT_FILES)
    line = headline(jobs=jobs, has_shop=Shop.objects.exists(), ever=ImportJob.objects.count(), may_write=may_write)
    return _unless_known(request, line.etag, "imports/_headline.html", {"headline": line})


@require_GET
@requires(Permission.VIEW_IMPORTS)
def import_history(request: HttpRequest) -> HttpResponse:
    """Answer the table of all files alone, as its filters say."""
    return render(request, "imports/_history.html", {"history": _history(request, now=timezone.now())})


@require_POST
@requires(Permission.IMPORT_FILES)
def confirm_all(request: HttpRequest) -> HttpResponse:
    """Have every file imported that is understood and asks nothing."""
    started = 0
    for job in queries.open_jobs(since=timezone.now() - FRESH):
        if job.state == State.READY and job.may_confirm:
            try:
                services.confirm(job=job, actor=person(request))
            except NotPossible:  # somebody else decided about it meanwhile
                continue
            started += 1
    words = ngettext("%(count)s file is being imported.", "%(count)s files are being imported.", started)
    messages.success(request, words % {"count": count(started)})
    return redirect("imports:list")


@require_POST
@requires(Permission.MANAGE_SHOPS)
def first_shop(request: HttpRequest) -> HttpResponse:
    """Create a shop from the import page."""
    form = ShopForm(request.POST)
    if not form.is_valid():
        return _page(request, shop_form=form, status=422)
    shop = order_services.create_shop(actor=person(request), **form.cleaned_data)
    messages.success(request, _("The shop %(name)s is there; now drop its files.") % {"name": shop.name})
    return redirect("imports:list")


def _page(request: HttpRequest, *, shop_form: ShopForm | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    jobs = queries.open_jobs(since=now - FRESH)
    may_write = is_allowed(request.user, Permission.IMPORT_FILES)
    ended = sorted((job for job in jobs if job.state in {State.DONE, State.UNDONE}), key=lambda job: job.touched_at, reverse=True)
    shown = [job for job in jobs if job not in ended[FULL_CARDS:]]  # the others stand in the history
    # One next action a page: the first file that waits.
    cards = [job_card(job, may_write=may_write, now=now, act=place == 0) for place, job in enumerate(shown)]
    has_shop = Shop.objects.exists()
    ever = ImportJob.objects.count()
    context = {
        "headline": headline(jobs=jobs, has_shop=has_shop, ever=ever, may_write=may_write),
        "cards": cards,
        "may_write": may_write,
        "needs_shop": not has_shop,
        "shop_form": (shop_form or ShopForm()) if is_allowed(request.user, Permission.MANAGE_SHOPS) else None,
        "is_empty": not ever,
        "upload_limit": settings.UPLOAD_LIMIT_BYTES,
        "platforms": sorted({str(fmt.label) for fmt in FORMATS if fmt.platform != "any"}),
        "templates": template_choices(),
        "history": _history(request, now=now),
        "ages": _ages(now=now),
    }
    return render(request, "imports/list.html", context, status=status)


def _ages(*, now: dt.datetime) -> list[dict[str, str]]:
    """Say how old the orders of each shop are, the oldest first; at most two, the wide ones leave on a phone."""
    told = []
    for fresh in freshness(shops=list(Shop.objects.all()[:SHOPS_TOLD])):
        if fresh.orders_as_of is None:
            continue
        age = age_of(as_of=fresh.orders_as_of, at=now, is_closed=False)
        words = {
            "shop": fresh.shop.name,
            "time": moment(fresh.orders_as_of, zone=fresh.shop.time_zone, now=now),
            "age": format_age(fresh.orders_as_of, now),
        }
        text = _("%(shop)s orders: as of %(time)s, %(age)s") % words
        told.append((age.minutes or 0, {"level": age.level, "text": text}))
    return [entry for _minutes, entry in sorted(told, key=lambda pair: -pair[0])][:2]


def template_choices() -> list[dict[str, str]]:
    """Name our own tables that can be taken home, with their keys."""
    return [
        {"key": "lines", "label": _("orders")},
        {"key": "traffic", "label": _("traffic by hour")},
        {"key": "products", "label": _("products")},
        {"key": "prices", "label": _("offered prices")},
        {"key": "stock", "label": _("stock")},
        {"key": "market", "label": _("market figures")},
        {"key": "interest", "label": _("visits to products")},
        {"key": "reviews", "label": _("reviews")},
        {"key": "settlement", "label": _("settled money")},
    ]


def _unless_known(request: HttpRequest, etag: str, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer 304 when the reader holds this state already, else the part with its ETag."""
    quoted = f'"{etag}"'
    if request.headers.get("If-None-Match") == quoted:
        return HttpResponse(status=304, headers={"ETag": quoted})
    response = render(request, template, context)
    response.headers["ETag"] = quoted
    response.headers["Cache-Control"] = "no-store"
    return response


def _history(request: HttpRequest, *, now: dt.datetime) -> dict[str, Any]:
    """Work out the table: title, filters, rows and pages."""
    form = HistoryForm(request.GET)
    asked = form.asked()
    found = queries.history(
        user=person(request), shop_id=asked["shop"].pk if "shop" in asked else None, state=asked.get("state", "")
    )
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    total = page.paginator.count
    title = (
        ngettext("History: %(count)s file", "History: %(count)s files", total) % {"count": count(total)}
        if total
        else _("History")
    )
    kept = {name: value for name, value in request.GET.items() if name in {"shop", "state"} and value}
    return {
        "title": title,
        "form": form,
        "show_filters": bool(kept) or total > 1,
        "rows": [_history_row(job, now=now) for job in page],
        "pages": page.paginator.num_pages,
        "page_words": _("Page %(page)s of %(pages)s") % {"page": page.number, "pages": page.paginator.num_pages},
        "newer_url": _page_url(kept, page.previous_page_number()) if page.has_previous() else "",
        "older_url": _page_url(kept, page.next_page_number()) if page.has_next() else "",
        "url": _history_url(kept, page),
        "empty_words": _("No file fits this choice.") if kept else _("What you send stands here afterwards, newest first."),
    }


def _page_url(kept: dict[str, Any], number: int) -> str:
    return f"{reverse('imports:list')}?{urlencode({**kept, 'page': number})}#history"


def _history_url(kept: dict[str, Any], page: "Page[ImportJob]") -> str:
    return f"{reverse('imports:history')}?{urlencode({**kept, 'page': page.number})}"


def _history_row(job: ImportJob, *, now: dt.datetime) -> dict[str, Any]:
    zone = job.zone or (job.shop.time_zone if job.shop else "")
    is_in = job.state in {State.DONE, State.UNDONE, State.UNDOING}
    return {
        "url": reverse("imports:detail", args=[job.pk]),
        "filename": job.filename,
        "what": what_of(job),
        "chip": chip_of(job, now=now),
        "shop": job.shop.name if job.shop else "",
        "rows": count(job.rows_total) if job.rows_total else "",
        "inserted": count(job.inserted) if is_in else "",
        "changed": count(job.changed) if is_in else "",
        "rejected": count(job.rejected) if job.rejected or is_in else "",
        "has_rejected": bool(job.rejected),
        "came_in": moment(job.created_at, zone=zone, now=now),
        "by": (job.created_by.get_full_name() or job.created_by.get_username()) if job.created_by else job.get_source_display(),
    }
