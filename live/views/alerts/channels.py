"""Channels: the list with their answers, one changed or made, tried with a message of test; and dead letters."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, is_part_of_page, requires
from live.alert_forms import ChannelForm
from live.models import AlertChannel, AlertDelivery, DeliveryState
from live.page.alerts.tabs import channel_state, letter_words
from live.page.alerts.words import reason_words
from live.queries.alerts import incidents as read
from live.services.alerts import ask_test, drop_channel, open_again, retry_letter, save_channel
from live.tasks import ring_channel
from live.views.alerts.frame import frame

PAGE_ROWS = 50


@requires(Permission.VIEW_BOARD)
@require_GET
def channels(request: HttpRequest) -> HttpResponse:
    """Show where alerts go and how each channel does."""
    now = timezone.now()
    rows: list[dict[str, Any]] = [
        {
            "channel": row,
            "waits": waits,
            "dead": dead,
            "state": channel_state(row, dead, at=now),
            "said": reason_words(row.reason),
        }
        for row, waits, dead in read.channels_with_letters()
    ]
    working = sum(row["state"][1] == "done" for row in rows)
    told = ngettext("{count} of {all} channel works.", "{count} of {all} channels work.", len(rows))
    title = told.format(count=format_count(working), all=format_count(len(rows))) if rows else _("Alerts go nowhere yet.")
    return render(request, "live/alerts/channels.html", frame(request, "channels", rows=rows, title=title))


@requires(Permission.MANAGE_ALERTS)
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Add a channel."""
    return _edit(request, None)


@requires(Permission.MANAGE_ALERTS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a channel."""
    return _edit(request, get_object_or_404(AlertChannel, pk=pk))


@requires(Permission.MANAGE_ALERTS)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a channel away."""
    drop_channel(actor=person(request), channel=get_object_or_404(AlertChannel, pk=pk))
    messages.success(request, _("The channel is gone, with its messages."))
    return redirect("live:channels")


@requires(Permission.MANAGE_ALERTS)
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message of test; the page then tells what the channel answered."""
    channel = get_object_or_404(AlertChannel, pk=pk)
    ask_test(actor=person(request), channel=channel, at=timezone.now())
    ring_channel(channel.pk)
    return _answer(request, channel) if is_part_of_page(request) else redirect("live:channel", pk=channel.pk)


@requires(Permission.MANAGE_ALERTS)
@require_GET
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a channel answered to the test; asks again by itself while it has not."""
    return _answer(request, get_object_or_404(AlertChannel, pk=pk))


@requires(Permission.MANAGE_ALERTS)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a channel that waits after failures try again at once."""
    channel = get_object_or_404(AlertChannel, pk=pk)
    open_again(actor=person(request), channel=channel)
    ring_channel(channel.pk)
    messages.success(request, _("It is tried again now."))
    return redirect("live:channels")


@requires(Permission.VIEW_BOARD)
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """Show the messages that were given up, and why."""
    paged = Paginator(read.dead_letters(), PAGE_ROWS).get_page(request.GET.get("page"))
    rows = [(row, letter_words(row), reason_words(row.reason)) for row in paged.object_list]
    count = paged.paginator.count
    told = ngettext("{count} message did not arrive.", "{count} messages did not arrive.", count)
    title = told.format(count=format_count(count)) if count else _("Every message has arrived.")
    older = f"page={paged.next_page_number()}" if paged.has_next() else ""
    return render(
        request, "live/alerts/letters.html", frame(request, "letters", rows=rows, title=title, paged=paged, older=older)
    )


@requires(Permission.MANAGE_ALERTS)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a dead letter once more."""
    letter = get_object_or_404(AlertDelivery.objects.select_related("channel"), pk=pk)
    if retry_letter(actor=person(request), delivery=letter, at=timezone.now()):
        ring_channel(letter.channel_id)
        messages.success(request, _("It goes once more, with the newest numbers."))
    else:
        messages.info(request, _("It is on its way already."))
    return redirect("live:letters")


def _edit(request: HttpRequest, channel: AlertChannel | None) -> HttpResponse:
    address = request.build_absolute_uri("/")
    form = (
        ChannelForm(request.POST, channel=channel, address=address) if request.method == "POST" else ChannelForm(channel=channel)
    )
    if request.method == "POST" and form.is_valid():
        saved = save_channel(actor=person(request), draft=form.draft(), secrets=form.secrets(), channel=channel)
        messages.success(request, _("The channel is kept. Send a message of test to see whether it arrives."))
        return redirect("live:channel", pk=saved.pk)
    title = channel.name if channel else _("Tell one place more")
    context = frame(request, "channels", form=form, channel=channel, title=title)
    context |= _told(channel) if channel else {"tried": None, "is_waiting": False, "said": ""}
    return render(request, "live/alerts/channel.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, channel: AlertChannel) -> HttpResponse:
    return render(request, "live/alerts/_answer.html", {"channel": channel, **_told(channel)})


def _told(channel: AlertChannel) -> dict[str, object]:
    tried = read.test_of(channel=channel)
    waiting = tried is not None and tried.state in {DeliveryState.WAITING, DeliveryState.SENDING}
    return {"tried": tried, "is_waiting": waiting, "said": reason_words(tried.reason) if tried and not waiting else ""}
