"""Who was shown which contact in clear, when and why."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.models import User
from common.forms import InkForm
from common.permissions import Permission, requires
from common.spreadsheets import Cell, download
from customers import words
from customers.models import ContactReveal
from customers.queries.reveals import reveals_of, usual_of
from customers.views.shops import frame, shop_of
from orders.models import Shop

PAGE_ROWS = 50
MOST_EXPORTED = 100_000


class RevealFilter(InkForm):
    """What can be asked of the log; a value that is no choice filters nothing."""

    who = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=User.objects.none(), required=False, empty_label=gettext_lazy("everybody")
    )
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"class": "input", "type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("To, the day included"),
        required=False,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}),
    )
    unusual = forms.BooleanField(label=gettext_lazy("only unusual"), required=False)

    def __init__(self, *args: Any, shop: Shop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop
        field = self.fields["who"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = User.objects.filter(pk__in=reveals_of(shop=shop).order_by().values("by"))

    def found(self) -> QuerySet[ContactReveal]:
        """Return the rows the filters keep; days are days of the shop's clock."""
        self.is_valid()
        asked, zone = self.cleaned_data, ZoneInfo(self.shop.time_zone)
        who, since, until = asked.get("who"), asked.get("since"), asked.get("until")
        return reveals_of(
            shop=self.shop,
            who=who.pk if who else None,
            since=datetime.combine(since, time(), zone) if since else None,
            until=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
            unusual=bool(asked.get("unusual")),
        )


@requires(Permission.VIEW_AUDIT)
@require_GET
def reveals_page(request: HttpRequest) -> HttpResponse:
    """Show who saw whose contact in clear, the newest first; what is unusual is marked."""
    shop = shop_of(request.GET)
    context = frame(request, shop, "reveals")
    if shop is None:
        return render(request, "customers/reveals.html", context | {"line": words.reveals_line(0, 0)})
    form, usual = RevealFilter(request.GET, shop=shop), usual_of(shop)
    found = form.found()
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    asked = {name: request.GET[name] for name in ("shop", "who", "since", "until", "unusual") if request.GET.get(name)}
    context |= {
        "form": form,
        "page": page,
        "rows": [(row, words.name_of(row.buyer), row.in_hour > usual) for row in page.object_list],
        "usual": usual,
        "is_filtered": bool(set(asked) - {"shop"}),
        "line": words.reveals_line(page.paginator.count, found.filter(in_hour__gt=usual).count()),
        "query": urlencode(asked),
        "older": urlencode(asked | {"page": page.next_page_number()}) if page.has_next() else "",
        "first": urlencode(asked),
    }
    return render(request, "customers/reveals.html", context)


@requires(Permission.VIEW_AUDIT)
@require_GET
def reveals_export(request: HttpRequest) -> HttpResponse:
    """Give the rows found as a table."""
    shop = shop_of(request.GET)
    if shop is None:
        return redirect("customers:reveals")
    usual = usual_of(shop)
    zone = ZoneInfo(shop.time_zone)
    heading: list[Cell] = [_("When"), _("Who"), _("Buyer"), _("Account"), _("Reason"), _("In this hour"), _("Unusual")]
    rows: list[list[Cell]] = [heading]
    for row in RevealFilter(request.GET, shop=shop).found()[:MOST_EXPORTED]:
        at = f"{row.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        unusual = _("yes") if row.in_hour > usual else ""
        rows.append([at, row.by.username, row.buyer_id, words.name_of(row.buyer), row.reason, row.in_hour, unusual])
    return download(shop.name, rows, name=f"look-ups-{shop.pk}", ending=request.GET.get("format", "csv"))
