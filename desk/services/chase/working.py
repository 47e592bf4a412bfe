"""What an agent does: take the next buyer, report in one key, take it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services import record
from desk.models import Chase, ChaseEnding, Contact, DeskPerson, Purpose
from desk.queries.chase import UNDO_SECONDS, in_hand, rule_of, shown
from desk.rules.chase.results import Result, after
from desk.services.chase.ranking import HERE
from desk.services.chase.stopping import sync_chases
from desk.services.leases import be_here, holds, let_go, take_buyer
from orders.models import Shop

TRIED = 20


class ChaseError(Exception):
    """What cannot be done with a chase; `code`: "over" (it ended), "taken" (somebody else has the buyer), "late" (to undo)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def take_next(*, actor: User, shop: Shop, at: datetime) -> Chase | None:
    """Take the best buyer in hand: of one's own, else of nobody who is there, else of anybody; None when nobody waits.

    Whoever was in hand is let go. The facts are looked at once more, so that nobody who has paid meanwhile is asked.
    """
    be_here(actor=actor, at=at)
    before = in_hand(actor, at)
    let_go(actor=actor, at=at)
    rule = rule_of(shop)
    rows = shown(at).filter(shop=shop)
    if before is not None:
        rows = rows.exclude(pk=before.pk)
    here = DeskPerson.objects.filter(seen_at__gt=at - HERE).exclude(user=actor).values_list("user_id", flat=True)
    own = rows.filter(Q(assigned_to=actor) | Q(assigned_to=None) | ~Q(assigned_to__in=list(here)))
    for candidates in (own, rows):
        for chase in candidates.select_related("shop")[:TRIED]:
            if _take(actor, chase, at, rule.lease_minutes):
                return chase
    return None


@transaction.atomic
def take_chase(*, actor: User, chase: Chase, at: datetime) -> Chase:
    """Take a certain buyer in hand. Raises ChaseError when it is over, not to be shown, or somebody else has them."""
    be_here(actor=actor, at=at)
    if not shown(at).filter(pk=chase.pk).exists():
        raise ChaseError("over")
    if not holds(actor=actor, shop=chase.shop_id, buyer_key=chase.buyer_key, at=at):
        raise ChaseError("taken")
    let_go(actor=actor, at=at)
    if not _take(actor, chase, at, rule_of(chase.shop).lease_minutes):
        raise ChaseError("over")
    return chase


def _take(actor: User, chase: Chase, at: datetime, minutes: int) -> bool:
    """Look at the facts once more, then take the lease."""
    sync_chases([chase.pk], at=at)
    if not Chase.objects.filter(pk=chase.pk, ended_at=None).exists():
        return False
    taken = take_buyer(actor=actor, shop=chase.shop_id, buyer_key=chase.buyer_key, purpose=Purpose.CHASE, at=at, minutes=minutes)
    if taken and chase.assigned_to_id != actor.pk:
        Chase.objects.filter(pk=chase.pk).update(assigned_to=actor)
    return taken


@transaction.atomic
def report_result(*, actor: User, chase: Chase, result: Result, at: datetime) -> Contact:
    """Keep what came of asking a buyer and do what follows from it (`rules.chase.results.after`).

    Raises ChaseError when the chase has ended, or somebody else has the buyer in hand.
    """
    be_here(actor=actor, at=at)
    row = Chase.objects.select_for_update(of=("self",)).select_related("shop").get(pk=chase.pk)
    if row.ended_at is not None or row.is_held:
        raise ChaseError("over")
    if not holds(actor=actor, shop=row.shop_id, buyer_key=row.buyer_key, at=at):
        raise ChaseError("taken")
    rule = rule_of(row.shop)
    told = after(result, at=at, asked=row.asked_count + 1, most_asks=rule.most_asks, again_minutes=rule.again_minutes)
    before = {"shows_at": row.shows_at.isoformat(), "asked_count": row.asked_count}
    row.asked_count += 1
    if told.ending:
        row.ending, row.ended_at = ChaseEnding(told.ending), at
    elif told.next_at is not None:
        row.shows_at = told.next_at
    row.save(update_fields=["asked_count", "ending", "ended_at", "shows_at"])
    let_go(actor=actor, at=at)
    record(actor=actor, action="chase.report", target=f"chase {row.pk}", after={"result": result.value})
    return Contact.objects.create(
        shop=row.shop, buyer_key=row.buyer_key, purpose=Purpose.CHASE, chase=row, result=result.value, at=at, by=actor,
        before=before,
    )  # fmt: skip


@transaction.atomic
def undo_result(*, actor: User, contact: Contact, at: datetime) -> Chase:
    """Take back what one reported oneself within the hour, if nothing was reported since; the buyer is in hand again.

    Raises ChaseError: "late" when it cannot be taken back, "taken" when somebody else has the buyer. What the facts say meanwhile
    stands: a chase that was paid stays ended.
    """
    row = Contact.objects.select_for_update(of=("self",)).select_related("chase__shop").get(pk=contact.pk)
    chase = row.chase
    newer = Contact.objects.filter(chase=chase, undone_at=None, pk__gt=row.pk).exists()
    if chase is None or row.by_id != actor.pk or row.undone_at or newer or (at - row.at).total_seconds() > UNDO_SECONDS:
        raise ChaseError("late")
    if not holds(actor=actor, shop=chase.shop_id, buyer_key=chase.buyer_key, at=at):
        raise ChaseError("taken")
    others = Chase.objects.filter(shop=chase.shop_id, buyer_key=chase.buyer_key, ended_at=None).exclude(pk=chase.pk)
    if others.exists():
        raise ChaseError("late")
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    chase.shows_at, chase.asked_count = datetime.fromisoformat(row.before["shows_at"]), row.before["asked_count"]
    if chase.ending in {ChaseEnding.UNWILLING, ChaseEnding.WRONG, ChaseEnding.ENOUGH}:
        chase.ending, chase.ended_at = ChaseEnding.NONE, None
    chase.save(update_fields=["shows_at", "asked_count", "ending", "ended_at"])
    record(actor=actor, action="chase.undo", target=f"chase {chase.pk}", before={"result": row.result})
    let_go(actor=actor, at=at)
    _take(actor, chase, at, rule_of(chase.shop).lease_minutes)
    chase.refresh_from_db()
    return chase
