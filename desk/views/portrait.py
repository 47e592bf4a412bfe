"""What an agent writes on the card while talking: a note, a label (playbook B2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.asking import person
from common.permissions import Permission, requires
from common.requests import whole_number
from customers.models import Label
from customers.services import put_label, take_label, write_note
from desk.views.asked import buyer_of

LONGEST_NOTE = 1000


@requires(Permission.EDIT_BUYERS)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a note."""
    buyer, text = buyer_of(pk), request.POST.get("text", "").strip()
    if not text or len(text) > LONGEST_NOTE:
        messages.error(request, _("Nothing was kept: a note has one to a thousand letters."))
    else:
        write_note(actor=person(request), buyer=buyer, text=text, at=timezone.now())
        messages.success(request, _("The note is kept."))
    return _back(request, pk)


@requires(Permission.EDIT_BUYERS)
@require_POST
def label(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a label on by its name or the beginning of it, or take one off by its number (`take`)."""
    buyer, name = buyer_of(pk), request.POST.get("label", "").strip()
    if taken := Label.objects.filter(pk=whole_number(request.POST.get("take") or "")).first():
        take_label(actor=person(request), buyer=buyer, label=taken)
        messages.success(request, _("“{label}” is off.").format(label=taken))
        return _back(request, pk)
    fitting = _fitting(name)
    if len(fitting) != 1:
        known = ", ".join(str(one) for one in Label.objects.all())
        messages.error(request, _("No label is called “{name}”. There are: {known}.").format(name=name[:40], known=known))
    else:
        put_label(actor=person(request), buyer=buyer, label=fitting[0], at=timezone.now())
        messages.success(request, _("“{label}” is on.").format(label=fitting[0]))
    return _back(request, pk)


def _fitting(name: str) -> list[Label]:
    """Return the label of a name, else those that begin with it; case does not count."""
    wanted, every = name.casefold(), list(Label.objects.all())
    exact = [one for one in every if str(one).casefold() == wanted]
    return exact or [one for one in every if wanted and str(one).casefold().startswith(wanted)]


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead back to the card, in the panel to that of the panel."""
    match = request.resolver_match
    is_panel = match is not None and str(match.url_name).startswith("panel-")
    return redirect("desk:panel-card" if is_panel else "desk:card", pk=pk)
