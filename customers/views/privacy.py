"""How long buyers are kept, everything about one to take home, one forgotten."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asking import person
from accounts.services import record
from common.money import format_count
from common.permissions import Permission, requires
from customers.forms import PrivacyForm
from customers.models import Buyer, Erasure, PrivacySetting
from customers.queries.everything import everything_about
from customers.services import erase_buyers, set_privacy
from customers.views.shops import address, frame, shop_of


@requires(Permission.MANAGE_TIERS)
@require_http_methods(["GET", "POST"])
def privacy_page(request: HttpRequest) -> HttpResponse:
    """Show and set after how many days buyers of a shop are forgotten."""
    shop = shop_of(request.POST or request.GET)
    setting = PrivacySetting.objects.filter(shop=shop).first() if shop else None
    form = PrivacyForm(request.POST or None, initial={"keep_days": setting.keep_days if setting else None})
    if request.method == "POST" and shop is not None and form.is_valid():
        set_privacy(actor=person(request), shop=shop, keep_days=form.cleaned_data["keep_days"])
        messages.success(request, _("Kept."))
        return redirect(address("privacy", shop))
    gone = Erasure.objects.filter(shop=shop).select_related("by").order_by("-at") if shop else Erasure.objects.none()
    count = gone.count()
    line = _("Buyers are kept without an end.")
    if setting and setting.keep_days:
        line = _("Buyers are forgotten {days} days after their last order.").format(days=format_count(setting.keep_days))
    said = ngettext("{count} buyer was forgotten so far.", "{count} buyers were forgotten so far.", count)
    context = frame(request, shop, "privacy") | {
        "form": form,
        "line": line,
        "why": said.format(count=format_count(count)),
        "gone": gone[:50],
    }
    return render(request, "customers/privacy.html", context, status=422 if form.errors else 200)


@requires(Permission.MANAGE_TIERS)
@require_GET
def everything(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all that is kept about a buyer, and the other accounts of the same person, as JSON; the trail says who took it."""
    buyer = get_object_or_404(Buyer, pk=pk)
    record(actor=person(request), action="buyer.export", target=f"buyer {pk}")
    text = json.dumps(everything_about(buyer, timezone.now()), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="buyer-{pk}.json"'
    return response


@requires(Permission.MANAGE_TIERS)
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a buyer and the other accounts of the same person; orders keep their sums."""
    buyer = get_object_or_404(Buyer, pk=pk)
    rows = [buyer] if buyer.person_id is None else list(Buyer.objects.filter(person=buyer.person_id))
    count = erase_buyers(actor=person(request), buyers=rows, reason=_("asked for"), at=timezone.now())
    said = ngettext("{count} account was forgotten.", "{count} accounts were forgotten.", count)
    messages.success(request, said.format(count=format_count(count)))
    return redirect("customers:buyer", pk=pk)
