"""Count the boards of running campaigns anew: after each import, every hour, and when a plan changed."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from campaigns import queries as plans
from campaigns.models import Campaign
from common.pieces import pieces
from common.windows import slot_of
from live.models import BoardSnapshot, TierBoard
from live.page.drawing import draw_ahead
from live.queries.counted import count_board
from live.queries.tiers import count_tiers
from live.services.curves import keep_sale_curve
from live.services.plays import measure_plays
from orders.models import Shop

DRAW_COUNTED_SINCE = timedelta(minutes=10)
KEEP_EVERY_BOARD = timedelta(days=1)


def digest_of(board: dict[str, Any]) -> str:
    """Return the sha256 of a board's content; equal boards have equal digests, whenever they were counted."""
    text = json.dumps(board, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def recompute_board(*, campaign: Campaign, at: datetime) -> BoardSnapshot:
    """Count one campaign's board with the data known at `at` and return its newest snapshot.

    A row is added only when something on the board changed. Two recomputes at once stand in line on the campaign's row
    (on SQLite the transaction itself is the line), so the newer row never holds older data.
    """
    locked = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    board = count_board(campaign=locked, at=at)
    digest = digest_of(board)
    newest = BoardSnapshot.objects.filter(campaign=locked).order_by("-id").first()
    if newest is not None and newest.digest == digest:
        return newest
    counted_to = board["data"]["counted_to"]
    if counted_to:
        measure_plays(campaign=locked, cut=slot_of(datetime.fromisoformat(counted_to)) - locked.start_slot)
    if board["data"]["is_closed"]:
        keep_sale_curve(campaign=locked, at=at)
    as_of = board["data"]["as_of"]
    return BoardSnapshot.objects.create(
        campaign=locked,
        version=locked.version,
        built_at=at,
        data_as_of=datetime.fromisoformat(as_of) if as_of else None,
        digest=digest,
        board=board,
    )


def recompute_running(*, at: datetime) -> int:
    """Count the boards of every campaign that runs at `at`, and of those never counted yet; return how many."""
    campaigns = Campaign.objects.filter(Q(pk__in=plans.running(at=at).values("pk")) | Q(boards__isnull=True)).distinct()
    return _recompute(campaigns, at)


def recompute_touched(*, shop: Shop, hours: Iterable[int], at: datetime) -> int:
    """Count the boards that an import into `shop` can have changed; return how many.

    `hours` are slot numbers of the first slots of touched hours. Counted are the campaigns whose window holds one of them,
    those compared with such a campaign, those that begin within a day after one of them (it is their yesterday), and those that
    run now in this shop: their data became younger even where no number changed.
    """
    touched = sorted(set(hours))
    ids = set(plans.touching(shop=shop, hours=[*touched, *(hour + 144 for hour in touched)]).values_list("pk", flat=True))
    ids |= set(Campaign.objects.filter(compare_with__in=ids).values_list("pk", flat=True))
    ids |= set(plans.running(at=at).filter(shops=shop).values_list("pk", flat=True))
    return _recompute(Campaign.objects.filter(pk__in=ids), at)


def draw_boards(*, at: datetime) -> int:
    """Draw the boards counted in the last minutes, so that the first who asks need not wait for it; return how many drawings."""
    counted = BoardSnapshot.objects.filter(built_at__gte=at - DRAW_COUNTED_SINCE).values_list("campaign_id", flat=True)
    return sum(draw_ahead(campaign_id, at=at) for campaign_id in counted.distinct())


def recount_tiers(*, shop: Shop, at: datetime) -> int:
    """Count the boards by tier of the sales that run in this shop, after its sales by SKU were filled; return how many."""
    count = 0
    for campaign in plans.running(at=at).filter(shops=shop):
        standing = TierBoard.objects.filter(campaign=campaign).first()
        counted = count_tiers(campaign=campaign, at=at, earlier=standing.board if standing else None)
        if counted is not None:
            TierBoard.objects.update_or_create(campaign=campaign, defaults={"built_at": at, "board": counted})
            count += 1
    return count


@transaction.atomic
def thin_boards(*, at: datetime) -> int:
    """Remove the boards that no minute needs any more; return how many.

    Every board counted in the last day stays, and every one of a sale until a day after its end. Afterwards the last of each ten
    minutes of the sale stays, so that its minutes can be seen again, and outside of the sale the last of each hour.
    """
    old = BoardSnapshot.objects.filter(built_at__lt=at - KEEP_EVERY_BOARD).order_by("campaign_id", "built_at", "pk")
    last: dict[tuple[int, str, int], int] = {}
    rows = list(old.values_list("pk", "campaign_id", "built_at", "campaign__starts_at", "campaign__ends_at"))
    for number, campaign_id, built_at, starts_at, ends_at in rows:
        second = int(built_at.timestamp())
        if starts_at <= built_at < ends_at:
            kept = ("each", number) if at < ends_at + KEEP_EVERY_BOARD else ("slot", second // 600)
        else:
            kept = ("hour", second // 3600)
        last[campaign_id, *kept] = number
    newest = BoardSnapshot.objects.values("campaign").annotate(last=Max("pk")).values_list("last", flat=True)
    keep = {*last.values(), *newest}
    gone = [row[0] for row in rows if row[0] not in keep]
    return sum(BoardSnapshot.objects.filter(pk__in=piece).delete()[0] for piece in pieces(gone))


def _recompute(campaigns: Iterable[Campaign], at: datetime) -> int:
    """Count the earliest sale first: what is over is the measure of the later ones."""
    count = 0
    for campaign in sorted(campaigns, key=lambda each: (each.starts_at, each.pk)):
        recompute_board(campaign=campaign, at=at)
        count += 1
    return count
