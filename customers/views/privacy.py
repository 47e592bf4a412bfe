"""What a shop keeps and for how long, everything about a person to take home, one forgotten."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, requires
from common.spreadsheets import XLSX
from customers import words
from customers.exports import everything_as_xlsx
from customers.forms import PrivacyForm
from customers.models import Buyer, Contact, Erasure, PrivacySetting
from customers.models.privacy import FORGOTTEN_DAYS
from customers.services import erase_person, set_privacy, take_everything
from customers.views.shops import address, frame, shop_of

FIELDS = ("keep_contacts", "keep_days", "contact_days", "upload_days", "log_days", "reveals_an_hour")


@requires(Permission.MANAGE_TIERS)
@require_http_methods(["GET", "POST"])
def privacy_page(request: HttpRequest) -> HttpResponse:
    """Show and set what a shop keeps of its buyers, and for how long."""
    shop = shop_of(request.POST or request.GET)
    setting = (PrivacySetting.objects.filter(shop=shop).first() if shop else None) or PrivacySetting()
    form = PrivacyForm(request.POST or None, initial={name: getattr(setting, name) for name in FIELDS})
    if request.method == "POST" and shop is not None and form.is_valid():
        told = {name: form.cleaned_data[name] for name in FIELDS}
        set_privacy(actor=person(request), shop=shop, at=timezone.now(), **told)
        messages.success(request, _("Kept."))
        return redirect(address("privacy", shop))
    gone = Erasure.objects.filter(shop=shop).select_related("by").order_by("-at") if shop else Erasure.objects.none()
    count = gone.count()
    said = ngettext("{count} buyer was forgotten so far.", "{count} buyers were forgotten so far.", count)
    context = frame(request, shop, "privacy") | {
        "form": form,
        "setting": setting,
        "line": words.privacy_line(setting),
        "why": said.format(count=format_count(count)) if count else _("Nobody was forgotten so far."),
        "gone": gone[:50],
        "contacts": Contact.objects.filter(shop=shop).count() if shop else 0,
        "forgotten_days": FORGOTTEN_DAYS,
    }
    return render(request, "customers/privacy.html", context, status=422 if form.errors else 200)


@requires(Permission.MANAGE_TIERS)
@require_GET
def everything(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all that is kept about a buyer and the other accounts of the same person, as JSON or (`format=xlsx`) a workbook.

    The trail says who took it, and so does the log of look-ups where contacts are among it.
    """
    buyer = get_object_or_404(Buyer.objects.select_related("shop", "person"), pk=pk)
    told = take_everything(actor=person(request), buyer=buyer, reason=_("everything kept, to take home"), at=timezone.now())
    if request.GET.get("format") == "xlsx":
        response = HttpResponse(everything_as_xlsx(told), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="buyer-{pk}.xlsx"'
    else:
        text = json.dumps(told, ensure_ascii=False, indent=1)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="buyer-{pk}.json"'
    response["Cache-Control"] = "no-store"
    return response


@requires(Permission.MANAGE_TIERS)
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a buyer and the other accounts of the same person; orders keep their sums."""
    buyer = get_object_or_404(Buyer, pk=pk)
    count = erase_person(actor=person(request), buyer=buyer, reason=_("asked for"), at=timezone.now())
    said = ngettext("{count} account was forgotten.", "{count} accounts were forgotten.", count)
    messages.success(request, said.format(count=format_count(count)))
    return redirect("customers:buyer", pk=pk)
