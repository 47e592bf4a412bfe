"""The page that stands where a worker has not prepared one yet: not begun, being prepared, or its last try failed."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.models import Campaign
from review.models.prepared import Prepared
from review.words.waiting import WAITING


def waiting_page(
    request: HttpRequest,
    campaign: Campaign,
    topic: str,
    row: Prepared | None,
    *,
    is_ahead: bool,
    again: str,
    sales: Sequence[Campaign] = (),
) -> HttpResponse:
    """Say what is waited for; after a failed try why, with a button that posts to `again`. `sales`: others to look at."""
    error, words = "" if is_ahead or row is None else row.error, WAITING[topic]
    title = words.ahead if is_ahead else words.failed if error else words.under_way
    context = {
        "campaign": campaign, "head": words.head, "title": title, "why": error, "again": again if error else "", "sales": sales,
    }  # fmt: skip
    return render(request, "review/waiting.html", context)
