"""Take a card of the playbook: its tasks with owners, what was projected then; take it back; count what it did (F14)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from math import log
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import record
from campaigns import queries as plans
from campaigns.models import Campaign, DueFrom, Task
from campaigns.queries.shops import own_shops
from campaigns.services.tasks import TaskDraft, create_task, drop_task
from common.windows import Window, local_time, slot_of
from live.models import PlaybookAction
from live.plays import Card
from live.queries.plays import priors_of
from live.queries.why import Why
from live.rules.plays.effect import HOUR_SLOTS, HOURS, Prior, Seen, effect_of, level_of, noise_of
from live.rules.why import Diagnosis, latest
from metrics.queries import slot_series

DUE_IN = timedelta(minutes=30)
MEASURED = timedelta(hours=HOURS)


class UndoneError(Exception):
    """The action was taken back already."""


@transaction.atomic
def take_card(
    *,
    campaign: Campaign,
    card: Card,
    actor: User | None,
    owners: Mapping[int, User],
    told: Diagnosis,
    numbers: str,
    why: Why,
    at: datetime,
) -> tuple[PlaybookAction, bool]:
    """Take a card: a task for each of its steps, due in half an hour, and the projection as it stands; return the action.

    `owners` by the place of the step; a step without one has none. `numbers`: the diagnosis in words, written into every task.
    The second value is False where the same card was taken in the last three hours: that action is returned, nothing is set.
    """
    locked = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    standing = PlaybookAction.objects.filter(campaign=locked, card=card.code, undone_at=None, taken_at__gt=at - MEASURED).first()
    if standing is not None:
        return standing, False
    action = PlaybookAction.objects.create(
        campaign=locked,
        card=card.code,
        title=str(card.title)[:160],
        taken_at=at,
        taken_by=actor,
        said={name: value for name, value in asdict(told).items() if name != "parts"} | {"words": numbers},
        seen=seen_of(campaign=locked, why=why, at=at).as_dict(),
    )
    due = local_time(slot_of(at + DUE_IN), locked.time_zone)
    for place, step in enumerate(card.steps):
        draft = TaskDraft(
            department=step.department,
            title=str(step.text)[:200],
            what=_what(card, str(step.text), numbers),
            owner=owners.get(place),
            due_from=DueFrom.DATE,
            due_on=due.date(),
            due_minute=due.hour * 60 + due.minute,
        )
        action.tasks.add(create_task(campaign=locked, actor=actor, draft=draft, at=at))
    record(actor=actor, action="play.take", target=f"{locked.name} {action.title}", after={"tasks": len(card.steps)})
    return action, True


@transaction.atomic
def undo_card(*, action: PlaybookAction, actor: User | None, at: datetime) -> int:
    """Take a card back: its tasks are called needless, its hours count for nothing; return how many tasks went.

    Tasks that are done stay done. Raises UndoneError the second time.
    """
    locked = PlaybookAction.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=action.pk)
    if locked.undone_at is not None:
        raise UndoneError
    locked.undone_at, locked.undone_by = at, actor
    locked.save(update_fields=["undone_at", "undone_by"])
    tasks: Sequence[Task] = list(locked.tasks.filter(is_dropped=False).exclude(state="done").order_by("pk"))
    for task in tasks:
        drop_task(task=task, actor=actor, at=at)
    record(actor=actor, action="play.undo", target=f"{locked.campaign.name} {locked.title}", before={"tasks": len(tasks)})
    return len(tasks)


def seen_of(*, campaign: Campaign, why: Why, at: datetime) -> Seen:
    """Return the next three hours as the board projects them: from the slot after `at`, or after the last counted one."""
    arrays = plans.target_arrays(campaign=campaign)
    revenue = arrays.revenue.tolist()
    counted = why.board["data"]["counted_to"]
    cut = slot_of(datetime.fromisoformat(counted)) - campaign.start_slot if counted else 0
    first = max(cut, slot_of(at) + 1 - campaign.start_slot, 0)
    recent = latest(why.rows, 2) or latest(why.rows, 1)
    sums = [sum(row["revenue"][side] or 0 for row in recent) for side in ("due", "actual")]
    hours = [row["revenue"] for row in why.rows if row["kind"] == "hour" and row["state"] == "known"]
    ratios = [log(each["actual"] / each["due"]) for each in hours if (each["actual"] or 0) > 0 and (each["due"] or 0) > 0]
    level, doubt = level_of(
        outlook=_still_to_come(why.board),
        planned_left=float(sum(revenue[cut:])),
        recent=(float(sums[0]), float(sums[1])) if recent else None,
    )
    return Seen(first, revenue[first : first + HOURS * HOUR_SLOTS], level, doubt, noise_of(ratios))


def measure_plays(*, campaign: Campaign, cut: int) -> int:
    """Count what the cards taken in a sale did, with the sales known before slot `cut` of it; return how many were counted.

    An action whose three hours are known is settled and not counted again. Two cards at work in the same hours cannot be told
    apart: the effect is that of both, said so, and teaches nothing. Idempotent.
    """
    waiting = list(PlaybookAction.objects.filter(campaign=campaign, is_settled=False, undone_at=None).order_by("pk"))
    if not waiting:
        return 0
    priors, window = priors_of([each.card for each in waiting]), Window(campaign.start_slot, campaign.end_slot)
    sold = slot_series(shops=own_shops(campaign), window=window, name="revenue").tolist()
    standing = PlaybookAction.objects.filter(campaign=campaign, undone_at=None)
    for action in waiting:
        seen = Seen(**action.seen)
        known = sold[seen.cut : min(cut, seen.cut + len(seen.planned))]
        effect = effect_of(seen, sold=known, prior=priors.get(action.card, Prior()))
        if effect is None and cut < campaign.end_slot - campaign.start_slot:
            continue
        others = standing.filter(taken_at__gt=action.taken_at - MEASURED, taken_at__lt=action.taken_at + MEASURED)
        together = list(others.exclude(pk=action.pk).order_by("pk").values_list("title", flat=True))
        action.effect = _kept(effect.as_dict(), together) if effect else {}
        action.is_settled = cut >= min(seen.cut + HOURS * HOUR_SLOTS, window.length)
        action.save(update_fields=["effect", "is_settled"])
    return len(waiting)


def _kept(effect: dict[str, Any], together: list[str]) -> dict[str, Any]:
    return {**effect, "together": together, "can_tell": effect["can_tell"] and not together}


def _still_to_come(board: dict[str, Any]) -> tuple[float, float, float] | None:
    sale = (board.get("outlook") or {}).get("sale")
    if not sale or sale["is_over"]:
        return None
    sold = board["so_far"]["revenue"]["actual"] or 0
    low, middle, high = (float(sale[f"{name}_minor"] - sold) for name in ("low", "middle", "high"))
    return (low, middle, high) if low > 0 else None


def _what(card: Card, text: str, numbers: str) -> str:
    parts = [text, numbers]
    if card.script:
        parts.append(_("To say: %(script)s") % {"script": card.script})
    if card.undo:
        parts.append(_("To take it back: %(undo)s") % {"undo": card.undo})
    return "\n\n".join(part for part in parts if part)
