"""Count the boards of running campaigns anew: after each import, every hour, and when a plan changed."""

from collections.abc import Iterable
from datetime import datetime

from campaigns.models import Campaign
from live.models import BoardSnapshot
from orders.models import Shop


def recompute_board(*, campaign: Campaign, at: datetime) -> BoardSnapshot:
    """Count one campaign's board with the data known at `at` and return its newest snapshot.

    A row is added only when something on the board changed. Two recomputes at once stand in line on the campaign's row,
    so the newer row never holds older data.
    """
    raise NotImplementedError


def recompute_running(*, at: datetime) -> int:
    """Count the boards of every campaign that runs at `at`; return how many."""
    raise NotImplementedError


def recompute_touched(*, shop: Shop, hours: Iterable[int], at: datetime) -> int:
    """Count the boards that an import into `shop` can have changed; return how many.

    `hours` are slot numbers of the first slots of touched hours. Counted are the campaigns whose window holds one of them,
    those compared with such a campaign,
    and those that run now in this shop: their data became younger even where no number changed.
    """
    raise NotImplementedError
