"""Persons: proposals to decide, what was done, the accounts of one."""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet

from customers.models import Buyer, Evidence, PersonAct, PersonProposal, ProposalState

_STRONGEST = (Evidence.CONTACT, Evidence.ACCOUNT, Evidence.NAME)


def open_proposals(limit: int = 50) -> Sequence[PersonProposal]:
    """Return the pairs to decide, the strongest evidence first, then the oldest; none whose accounts are one person by now."""
    found: list[PersonProposal] = []
    for evidence in _STRONGEST:
        rows = _open().filter(evidence=evidence).order_by("pk")
        found += rows.select_related("first__shop", "second__shop", "first__tier", "second__tier")[: limit - len(found)]
    return found


def proposal_count() -> int:
    """Return how many pairs wait for a decision."""
    return _open().count()


def _open() -> QuerySet[PersonProposal]:
    same = Q(first__person=F("second__person"), first__person__isnull=False)
    return PersonProposal.objects.filter(state=ProposalState.OPEN).exclude(same)


def proposals_about(buyer: Buyer) -> Sequence[PersonProposal]:
    """Return the open pairs one account is part of."""
    rows = _open().filter(Q(first=buyer) | Q(second=buyer))
    return list(rows.select_related("first__shop", "second__shop").order_by("pk"))


def last_acts(limit: int = 20) -> Sequence[PersonAct]:
    """Return what was merged and split last, the newest first, with the accounts."""
    acts = PersonAct.objects.select_related("by", "undone_by").prefetch_related("moves__buyer__shop", "moves__before")
    return list(acts[:limit])
