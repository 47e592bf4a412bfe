"""What an agent does in a quiet hour: take somebody of the work list, report in one key, take it back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from accounts.services import record
from desk.models import BuyerReview, Contact, CoreBuyer, DoNotContact, Purpose, Snooze, WorkKind
from desk.queries.worklist import WorkItem, left_alone, work_list, work_rule_of
from desk.rules.worklist.results import WorkResult, follow
from desk.services.chase.setting import bar_buyer, unbar_buyer
from desk.services.leases import be_here, holds, let_go, take_buyer
from orders.models import Shop

MINUTES = 20


class WorkError(Exception):
    """What cannot be done; `code`: "taken" (somebody else has them), "alone" (to be left alone by now), "late" (to undo)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def take_work(*, actor: User, shop: Shop, at: datetime, kind: str = "", skip: str = "") -> WorkItem | None:
    """Take the first of the list that nobody has in hand; `skip` is an account to pass over. None when nobody is left."""
    be_here(actor=actor, at=at)
    let_go(actor=actor, at=at)
    for item in work_list(shop, at=at, kind=kind):
        if item.key and item.key != skip and take_buyer(
            actor=actor, shop=shop, buyer_key=item.key, purpose=item.kind, at=at, minutes=MINUTES
        ):  # fmt: skip
            return item
    return None


@transaction.atomic
def report_work(
    *, actor: User, shop: Shop, buyer_key: str, kind: WorkKind, result: WorkResult, at: datetime,
    review: BuyerReview | None = None,
) -> Contact:  # fmt: skip
    """Keep what came of it and do what follows (`rules.worklist.results.follow`).

    Raises WorkError when somebody else has them in hand, or they are to be left alone by now.
    """
    be_here(actor=actor, at=at)
    if buyer_key and not holds(actor=actor, shop=shop, buyer_key=buyer_key, at=at):
        raise WorkError("taken")
    if buyer_key in left_alone(shop, [buyer_key], work_rule_of(shop), at):
        raise WorkError("alone")
    told = follow(result, at=at)
    before: dict[str, object] = {}
    if told.put_off_until is not None and buyer_key:
        Snooze.objects.update_or_create(
            shop=shop, buyer_key=buyer_key, defaults={"until": told.put_off_until, "at": at, "by": actor}
        )
    if told.is_barred and buyer_key:
        said = f"asked not to be called, {at:%Y-%m-%d}"
        before["barred"] = bar_buyer(actor=actor, shop=shop, buyer_key=buyer_key, reason=said, at=at).pk
    if review is not None and (told.is_done or told.is_barred):
        BuyerReview.objects.filter(pk=review.pk).update(worked_at=at)
    core = CoreBuyer.objects.filter(shop=shop, buyer_key=buyer_key).first() if kind is WorkKind.CORE else None
    if core is not None and told.is_done:
        before["next_on"] = core.next_on.isoformat()
        core.next_on = at.astimezone(ZoneInfo(shop.time_zone)).date() + timedelta(days=core.every_days)
        core.save(update_fields=["next_on"])
    let_go(actor=actor, at=at)
    record(actor=actor, action="work.report", target=f"{shop.name}: {kind.value}", after={"result": result.value})
    return Contact.objects.create(
        shop=shop, buyer_key=buyer_key, purpose=Purpose(kind.value), review=review, result=result.value, at=at, by=actor,
        before=before,
    )  # fmt: skip


@transaction.atomic
def undo_work(*, actor: User, contact: Contact, at: datetime) -> None:
    """Take back what one reported oneself within the hour. Raises WorkError("late") otherwise."""
    row = Contact.objects.select_for_update(of=("self",)).select_related("shop").get(pk=contact.pk)
    if row.by_id != actor.pk or row.undone_at or at - row.at > timedelta(hours=1) or row.purpose not in WorkKind.values:
        raise WorkError("late")
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    Snooze.objects.filter(shop=row.shop_id, buyer_key=row.buyer_key, at=row.at).delete()
    if barred := row.before.get("barred"):
        for entry in DoNotContact.objects.filter(pk=barred, at=row.at).select_related("shop"):
            unbar_buyer(actor=actor, entry=entry, at=at)
    if row.review_id is not None:
        BuyerReview.objects.filter(pk=row.review_id, worked_at=row.at).update(worked_at=None)
    if next_on := row.before.get("next_on"):
        CoreBuyer.objects.filter(shop=row.shop_id, buyer_key=row.buyer_key).update(next_on=date.fromisoformat(next_on))
    record(actor=actor, action="work.undo", target=f"{row.shop.name}: {row.purpose}", before={"result": row.result})
    take_buyer(actor=actor, shop=row.shop_id, buyer_key=row.buyer_key, purpose=row.purpose, at=at, minutes=MINUTES)
