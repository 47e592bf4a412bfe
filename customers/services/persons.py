"""Who is who: merge accounts into one person, split them, take either back. No account and no name is ever lost.

Every move of an account is a row, so that what was done can be undone in any order: an account that moved on since stays where
it went.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services import record
from customers.models import Buyer, Person, PersonAct, PersonActKind, PersonMove, PersonProposal, ProposalState


class PersonError(ValueError):
    """What cannot be done about persons; the text says why in a word: "two", "merged" (into `person` already), "undone"."""

    def __init__(self, code: str, *, person: Person | None = None) -> None:
        super().__init__(code)
        self.person = person


@transaction.atomic
def merge_persons(*, actor: User, buyers: Sequence[Buyer], at: datetime, reason: str = "") -> Person:
    """Let these accounts, and everybody they are merged with already, be one person; return that person.

    Of several persons the one with the lowest number stays; the others keep their names and no account. Raises PersonError for
    fewer than two accounts, and for what is one person already.
    """
    chosen = list(Buyer.objects.filter(pk__in=[buyer.pk for buyer in buyers]))
    if len(chosen) < 2:
        raise PersonError("two")
    persons = sorted({one.person_id for one in chosen if one.person_id is not None})
    others = Q(pk__in=[one.pk for one in chosen]) | Q(person__in=persons)
    rows = list(Buyer.objects.select_for_update().filter(others).order_by("pk"))
    if len(persons) == 1 and all(one.person_id == persons[0] for one in chosen):
        raise PersonError("merged", person=Person.objects.get(pk=persons[0]))
    kept = Person.objects.get(pk=persons[0]) if persons else Person.objects.create(made_at=at)
    if not kept.name:
        names = Person.objects.filter(pk__in=persons).exclude(name="").order_by("pk").values_list("name", flat=True)
        kept.name = names.first() or ""
        kept.save(update_fields=["name"])
    _move(actor, PersonActKind.MERGE, [row for row in rows if row.person_id != kept.pk], kept, at, reason)
    return kept


@transaction.atomic
def split_person(*, actor: User, buyers: Sequence[Buyer], at: datetime, reason: str = "") -> int:
    """Let these accounts be nobody's again; return how many were somebody's. Pairs among them and their person are apart then."""
    rows = list(Buyer.objects.select_for_update().filter(pk__in=[one.pk for one in buyers], person__isnull=False).order_by("pk"))
    if rows:
        left = Buyer.objects.filter(person__in=[row.person_id for row in rows]).exclude(pk__in=[row.pk for row in rows])
        pairs = Q(first__in=rows, second__in=left) | Q(second__in=rows, first__in=left)
        PersonProposal.objects.filter(pairs).update(state=ProposalState.APART, decided_at=at, decided_by=actor)
    _move(actor, PersonActKind.SPLIT, rows, None, at, reason)
    return len(rows)


@transaction.atomic
def undo_act(*, actor: User, act: PersonAct, at: datetime) -> int:
    """Take a merge or a split back: every account that is still where it put it returns to where it was; return how many.

    Raises PersonError for one that was taken back before.
    """
    row = PersonAct.objects.select_for_update().get(pk=act.pk)
    if row.undone_at is not None:
        raise PersonError("undone")
    moves = list(PersonMove.objects.filter(act=row).select_related("buyer").order_by("buyer_id"))
    back = [move for move in moves if move.buyer.person_id == move.after_id]
    for move in back:
        Buyer.objects.filter(pk=move.buyer_id).update(person=move.before_id)
    buyers = [move.buyer_id for move in moves]
    decided = PersonProposal.objects.filter(first__in=buyers, second__in=buyers).exclude(state=ProposalState.OPEN)
    decided.update(state=ProposalState.OPEN, decided_at=None, decided_by=None)
    row.undone_at, row.undone_by = at, actor
    row.save(update_fields=["undone_at", "undone_by"])
    record(actor=actor, action="person.undo", target=f"person act {row.pk}", after={"buyers": len(back)})
    return len(back)


@transaction.atomic
def decide_proposal(*, actor: User, proposal: PersonProposal, is_one: bool, at: datetime) -> PersonProposal:
    """Say of a proposed pair that it is one person, who is merged then, or two, who are not proposed again."""
    row = PersonProposal.objects.select_for_update().get(pk=proposal.pk)
    if is_one and (row.first.person_id is None or row.first.person_id != row.second.person_id):
        merge_persons(actor=actor, buyers=[row.first, row.second], at=at, reason=row.evidence)
    elif is_one:
        record(actor=actor, action="person.merge", target=f"person {row.first.person_id}", after={"buyers": []})
    else:
        record(actor=actor, action="person.apart", target=f"buyer {row.first_id}, buyer {row.second_id}")
    row.state = ProposalState.MERGED if is_one else ProposalState.APART
    row.decided_at, row.decided_by = at, actor
    row.save(update_fields=["state", "decided_at", "decided_by"])
    return row


@transaction.atomic
def name_person(*, actor: User, person: Person, name: str) -> None:
    """Give a person a name, or none."""
    name = " ".join(name.split())[:60]
    if name != person.name:
        record(actor=actor, action="person.name", target=f"person {person.pk}")
        person.name = name
        person.save(update_fields=["name"])


def _move(actor: User, kind: PersonActKind, rows: Sequence[Buyer], to: Person | None, at: datetime, reason: str) -> None:
    """Move accounts and keep from where; nothing when there are none to move."""
    if not rows:
        return
    act = PersonAct.objects.create(kind=kind, at=at, by=actor, reason=reason[:200])
    PersonMove.objects.bulk_create(PersonMove(act=act, buyer=row, before_id=row.person_id, after=to) for row in rows)
    Buyer.objects.filter(pk__in=[row.pk for row in rows]).update(person=to)
    record(
        actor=actor,
        action="person.merge" if kind == PersonActKind.MERGE else "person.split",
        target=f"person {to.pk}" if to else f"person act {act.pk}",
        after={"buyers": [row.pk for row in rows]},
    )
