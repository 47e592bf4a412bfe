"""Audience lists for SMS and WeChat: chosen, frozen, taken out, their orders counted; who agreed to messages."""

import csv
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from common.spreadsheets import Cell, download
from customers.views.shops import shop_of
from desk.forms.asking import AudienceForm, ConsentForm
from desk.models import Audience, AudienceState, Channel
from desk.queries.audiences import audiences_of, chosen, outcome_of
from desk.services import ask_audience, count_orders, members_to_export, record_export, set_consents
from desk.services.audiences.phones import phones_of
from desk.tasks import ring_audience
from desk.views.effect import shown
from desk.views.frame import address, frame
from desk.words import asking

LARGEST_TABLE = 10_000_000
YES = frozenset({"yes", "y", "1", "true", "agreed", "是", "同意", "已同意"})
NO = frozenset({"no", "n", "0", "false", "refused", "否", "拒绝", "退订", "不同意"})


@requires(Permission.MANAGE_DESK)
@require_http_methods(["GET", "POST"])
def audiences(request: HttpRequest) -> HttpResponse:
    """Show the lists; choose a new one: count first, then freeze."""
    shop, now = shop_of(request.POST if request.method == "POST" else request.GET), timezone.now()
    context = frame(request, shop, "audiences")
    if shop is None:
        return render(request, "desk/asking/audiences.html", context | {"line": _("There is no shop yet."), "lists": []})
    form, status, counted = AudienceForm(shop=shop), 200, None
    if request.method == "POST":
        form = AudienceForm(request.POST, shop=shop)
        if not form.is_valid():
            status = 422
        elif request.POST.get("act") == "count":
            counted = chosen(shop, form.criteria(), now).count()
        else:
            data = form.cleaned_data
            row = ask_audience(
                actor=person(request), shop=shop, name=data["name"], channel=Channel(data["channel"]), criteria=form.criteria(),
                at=now, held_bp=int(data["held"] * 100), days=data["days"],
            )  # fmt: skip
            ring_audience(row.pk)
            return redirect("desk:audience", pk=row.pk)
    lists = audiences_of(shop)
    said = ngettext("{count} audience list.", "{count} audience lists.", len(lists)).format(count=format_count(len(lists)))
    context |= {
        "line": said if lists else _("No audience list yet: choose whom to write to."),
        "lists": lists,
        "form": form,
        "counted": None if counted is None else asking.buyers_words(counted),
        "consent_form": ConsentForm(),
    }
    return render(request, "desk/asking/audiences.html", context, status=status)


@requires(Permission.MANAGE_DESK)
@require_GET
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one list: how many, who was left out and why, what its orders came to."""
    row = get_object_or_404(Audience.objects.select_related("shop", "made_by"), pk=pk)
    effect = outcome_of(row)
    context = frame(request, row.shop, "audiences") | {
        "row": row,
        "line": _line(row),
        "why": asking.effect_line(effect, row.shop.currency) if effect else "",
        "excluded": [(asking.REASONS[reason], row.excluded[reason]) for reason in asking.REASONS if row.excluded.get(reason)],
        "effect": effect,
        "shown": shown(effect) if effect else {},
        "with_phones": is_allowed(request.user, Permission.REVEAL_CONTACTS),
        "now": timezone.now(),
    }
    return render(request, "desk/asking/audience.html", context)


@requires(Permission.MANAGE_DESK)
@require_GET
def audience_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a frozen list as a file: the account, and the phone where the shop keeps phones and the person may see them."""
    row = get_object_or_404(Audience.objects.select_related("shop"), pk=pk)
    if row.state != AudienceState.FROZEN:
        messages.error(request, _("This list is not frozen yet."))
        return redirect("desk:audience", pk=pk)
    user = person(request)
    lines: list[list[Cell]] = []
    with_phones = False
    for buyers in members_to_export(row):
        phones = phones_of(user=user, audience=row, buyers=buyers)
        with_phones = with_phones or bool(phones)
        lines += [[one.buyer_key, str(one.tier) if one.tier else "", phones.get(one.pk, "")] for one in buyers]
    heading: list[Cell] = [_("Account"), _("Buyer tier"), _("Phone")]
    table = [heading, *lines] if with_phones else [[*heading[:2]], *(line[:2] for line in lines)]
    record_export(actor=user, audience=row, with_phones=with_phones)
    return download(row.name, table, name=f"audience-{row.pk}", ending=request.GET.get("format", "csv"))


@requires(Permission.MANAGE_DESK)
@require_POST
def audience_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the orders of a list now."""
    row = get_object_or_404(Audience, pk=pk)
    if row.frozen_at is None:
        messages.error(request, _("This list is not frozen yet."))
    else:
        count_orders(audience=row, at=timezone.now())
    return redirect("desk:audience", pk=pk)


@requires(Permission.MANAGE_DESK)
@require_POST
def consents(request: HttpRequest) -> HttpResponse:
    """Keep who agreed to messages: the first column is the account, the second yes or no."""
    shop, form = shop_of(request.POST), ConsentForm(request.POST, request.FILES)
    if shop is None or not form.is_valid() or form.cleaned_data["file"].size > LARGEST_TABLE:
        messages.error(request, _("Choose a CSV file of at most 10 MB with two columns: account, yes or no."))
        return redirect(address("audiences", shop))
    file = form.cleaned_data["file"]
    try:
        told = read_consents(file.read())
        channel = Channel(form.cleaned_data["channel"])
        count = set_consents(actor=person(request), shop=shop, channel=channel, told=told, at=timezone.now(), source=file.name)
    except ValueError as wrong:
        messages.error(request, _("Nothing was kept: {why}").format(why=str(wrong)))
    else:
        said = ngettext("Kept what {count} buyer said.", "Kept what {count} buyers said.", count).format(
            count=format_count(count)
        )
        messages.success(request, said)
    return redirect(address("audiences", shop))


def read_consents(content: bytes) -> dict[str, bool]:
    """Return yes or no by account; the heading is passed over. Raises ValueError with the line that cannot be read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    told: dict[str, bool] = {}
    for line, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        if not row or not row[0].strip():
            continue
        word = row[1].strip().casefold() if len(row) > 1 else ""
        if word not in YES | NO:
            if line == 1:
                continue
            raise ValueError(_("line {line} says neither yes nor no in its second column.").format(line=line))
        told[row[0].strip()] = word in YES
    if not told:
        raise ValueError(_("the file has no rows."))
    return told


def _line(row: Audience) -> str:
    if row.state == AudienceState.FAILED:
        return _("{name} could not be frozen; make it again.").format(name=row.name)
    if row.state == AudienceState.WAITING:
        return _("{name} is being frozen.").format(name=row.name)
    return _("{name}: {members}; {held} more left out at random.").format(
        name=row.name, members=asking.buyers_words(row.members_count), held=format_count(row.held_count)
    )
