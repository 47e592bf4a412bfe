"""Let files come into the watched folder of a copy, each in its shop's folder, dated by the clock of the copy."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from imports.demo.days import Whole
from imports.demo.story import ShopStory
from imports.folder import QUIET_SECONDS
from orders.models import Shop
from rehearsal.stage.files import Export, order_files, stock_file, traffic_file


class Delivery:
    """What was sent of each shop so far, and to where."""

    def __init__(self, shops: Sequence[tuple[ShopStory, Shop]], inbox: Path) -> None:
        self.shops = shops
        self.inbox = inbox
        self.sent: dict[int, int] = {}
        self.last: list[tuple[Shop, Export]] = []

    def send_stock(self, *, at: int, now: datetime, units: Sequence[Whole]) -> None:
        """Send the stock list of each shop as it was counted at `at` (epoch seconds)."""
        for (story, shop), pieces in zip(self.shops, units, strict=True):
            self._put(shop, stock_file(story, zone=shop.time_zone, at=at, units=pieces), now)

    def send_sales(self, *, at: datetime) -> None:
        """Send the orders that moved since the last export of each shop, and the hours of traffic since then."""
        moment = int(at.timestamp())
        self.last = []
        for story, shop in self.shops:
            since = self.sent.get(shop.pk, 0)
            files = [*order_files(story, zone=shop.time_zone, since=since, at=moment)]
            files.append(traffic_file(story, zone=shop.time_zone, since=since, at=moment))
            self.last += [(shop, file) for file in files]
            self.sent[shop.pk] = moment
        for shop, file in self.last:
            self._put(shop, file, at)

    def send_again(self, *, now: datetime) -> None:
        """Send the files of the last export once more, byte for byte and by the same names; the first ones were taken before."""
        for shop, file in self.last:
            self._put(shop, file, now)

    def paid_by(self, story: ShopStory, start: int, at: int) -> tuple[int, int]:
        """Return revenue in minor units and paid orders from `start` to `at` that the exports sent so far tell of."""
        paid = (story.paid >= start) & (story.paid <= min(at, max(self.sent.values(), default=0)))
        return int(story.total[paid].sum()), int(paid.sum())

    def _put(self, shop: Shop, file: Export, now: datetime) -> None:
        """Put a file where the program looks for it, as old as a file that has come to rest."""
        folder = self.inbox / shop.name
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / file.name
        place.write_bytes(file.data)
        rested = now.timestamp() - 2 * QUIET_SECONDS
        os.utime(place, (rested, rested))
