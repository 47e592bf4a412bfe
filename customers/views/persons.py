"""Who is who: pairs to decide, accounts merged and split by hand, what was done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.money import format_count
from common.permissions import Permission, is_allowed, requires
from customers import words
from customers.models import Buyer, PersonAct, PersonProposal
from customers.queries.buyers import find_buyers
from customers.queries.persons import last_acts, open_proposals, proposal_count
from customers.services import decide_proposal, merge_persons, name_person, split_person, undo_act
from customers.services.persons import PersonError
from customers.views.shops import frame, shop_of


@requires(Permission.VIEW_BUYERS)
@require_GET
def persons_page(request: HttpRequest) -> HttpResponse:
    """Show the pairs that may be one human, with the evidence, and what was merged and split last."""
    shop = shop_of(request.GET)
    count = proposal_count()
    line = _("No two accounts look like one person now.")
    if count:
        said = ngettext("{count} pair of accounts may be one person.", "{count} pairs of accounts may be one person.", count)
        line = said.format(count=format_count(count))
    context = frame(request, shop, "persons") | {
        "line": line,
        "proposals": [
            (one, [(one.first, words.name_of(one.first)), (one.second, words.name_of(one.second))]) for one in open_proposals()
        ],
        "acts": [(act, [(move.buyer, words.name_of(move.buyer)) for move in act.moves.all()]) for act in last_acts()],
    }
    return render(request, "customers/persons.html", context)


@requires(Permission.EDIT_BUYERS)
@require_POST
def proposal_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a pair is one person, or two."""
    proposal = get_object_or_404(PersonProposal, pk=pk)
    is_one = request.POST.get("is") == "one"
    decide_proposal(actor=person(request), proposal=proposal, is_one=is_one, at=timezone.now())
    messages.success(
        request, _("They are one person now.") if is_one else _("They are two persons; this pair is not asked again.")
    )
    return redirect("customers:persons")


@requires(Permission.EDIT_BUYERS)
@require_POST
def act_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge or a split back."""
    try:
        undo_act(actor=person(request), act=get_object_or_404(PersonAct, pk=pk), at=timezone.now())
    except PersonError:
        messages.error(request, _("This was taken back before."))
    else:
        messages.success(request, _("Taken back: every account is where it was."))
    return redirect("customers:persons")


@requires(Permission.EDIT_BUYERS)
@require_POST
def person_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge a buyer with the account that is typed, take them out of their person, or name the person."""
    row = get_object_or_404(Buyer.objects.select_related("person"), pk=pk)
    act, now = request.POST.get("act"), timezone.now()
    if act == "split":
        split_person(actor=person(request), buyers=[row], at=now)
        messages.success(request, _("This account stands alone now."))
    elif act == "name" and row.person is not None:
        name_person(actor=person(request), person=row.person, name=request.POST.get("name", ""))
    elif act == "merge":
        may_phone = is_allowed(request.user, Permission.REVEAL_CONTACTS)
        found = [one for one in find_buyers(request.POST.get("account", ""), limit=3, phones=may_phone) if one.pk != row.pk]
        if len(found) != 1:
            messages.error(request, _("Give exactly one other account: this finds {count}.").format(count=len(found)))
        else:
            _merge(request, row, found[0])
    return redirect("customers:buyer", pk=pk)


def _merge(request: HttpRequest, row: Buyer, other: Buyer) -> None:
    try:
        merge_persons(actor=person(request), buyers=[row, other], at=timezone.now())
    except PersonError as wrong:
        messages.error(request, words.merged_already(wrong.person, other))
    else:
        messages.success(request, _("They are one person now."))
