"""Play the day: move the clock, let files come, let the worker work, look, and judge in the end. Runs inside of the copy."""

import json
import resource
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from campaigns.models import Campaign
from imports.demo.story import ShopStory
from orders.models import Shop
from rehearsal.rules.faults import DUPLICATES, LATE_DATA, STOCK_OUT, WORKER_KILLED, Fault, fault_of
from rehearsal.rules.score import Look, score
from rehearsal.stage import clock, watching
from rehearsal.stage.delivery import Delivery
from rehearsal.stage.following import Follower, prepare
from rehearsal.stage.packing import read_day
from rehearsal.stage.receiver import Receiver
from rehearsal.stage.ringing import WATCH, Bell, send, wait_for_work, wait_until_idle
from rehearsal.stage.rows import bring_rows
from rehearsal.stage.workers import Worker

KEPT_SIGNS = 40
STOCK_COUNTED_BEFORE = 6 * 3600


@dataclass
class Conductor:
    """One rehearsal being played in the copy in `folder`."""

    folder: Path
    campaign: Campaign
    stories: list[ShopStory]
    faults: list[Fault]
    speed: int
    tick: int
    first: int
    until: int
    worker: Worker
    receiver: Receiver
    watcher: watching.Watcher
    follower: Follower
    looks: list[Look] = field(default_factory=list)
    is_stopped: bool = False

    def play(self) -> dict[str, Any]:
        """Play from the first minute to the last, or until stopped; return the judgement."""
        signal.signal(signal.SIGTERM, self._stop)
        prepare(address=self.receiver.start())
        shops = {str(shop.pk): shop for shop in Shop.objects.all()}
        delivery = Delivery([(story, shops[story.shop.key]) for story in self.stories], Path(settings.WATCHED_DIR))
        bell, began = Bell(), time.monotonic()
        self.worker.start()
        try:
            self._open(delivery)
            for minute in [*range(self.first + self.tick, self.until, self.tick), self.until]:
                self._wait(began, minute)
                if self.is_stopped:
                    break
                self._step(delivery, bell, minute)
                self._tell(minute)
        finally:
            self.worker.stop()
            self.receiver.stop()
        return self._judge(delivery, time.monotonic() - began)

    def _stop(self, *_signal: Any) -> None:
        self.is_stopped = True

    def _wait(self, began: float, minute: int) -> None:
        """Sleep until this minute of the sale is due by the speed; a slower machine is never hurried."""
        due = began + (minute - self.first) * 60 / self.speed
        while not self.is_stopped and time.monotonic() < due:
            time.sleep(min(0.25, max(0.0, due - time.monotonic())))

    def _moment(self, minute: int) -> datetime:
        return self.campaign.starts_at + timedelta(minutes=minute)

    def _open(self, delivery: Delivery) -> None:
        """Bring in what is known before the first minute: the stock, and all orders up to it."""
        start = int(self.campaign.starts_at.timestamp())
        at = self._moment(self.first)
        clock.move(self.folder, at)
        delivery.send_stock(
            at=start - STOCK_COUNTED_BEFORE, now=at, units=[self._stock_of(story, start) for story in self.stories]
        )
        if self.first:
            delivery.send_sales(at=at)
        self._bring_in()
        self._tell(self.first)

    def _stock_of(self, story: ShopStory, start: int) -> Any:
        """Return enough of everything, but of what is to be gone exactly what is asked for until then."""
        needed = np.bincount(story.product, weights=story.units, minlength=len(story.wares.codes)).astype(np.int64)
        units = needed * 2 + 50
        for fault in self.faults:
            if fault.kind == STOCK_OUT and fault.subject in story.wares.codes:
                place = story.wares.codes.index(fault.subject)
                before = (story.product == place) & (story.placed[story.line_order] < start + fault.start * 60)
                units[place] = int(story.units[before].sum())
        return units

    def _step(self, delivery: Delivery, bell: Bell, minute: int) -> None:
        at = self._moment(minute)
        clock.move(self.folder, at)
        was_killed = not self.worker.is_alive
        if was_killed:
            self.worker.start()
        if minute == self.until or not any(fault.start < minute < fault.end for fault in self._of(LATE_DATA)):
            delivery.send_sales(at=at)
        if self._begins(WORKER_KILLED, minute) and minute != self.until:
            self._kill()
            return
        self._bring_in()
        if self._begins(DUPLICATES, minute):
            delivery.send_again(now=at)
            self._bring_in()
        bell.ring_due(at)
        wait_until_idle(is_alive=lambda: self.worker.is_alive)

    def _of(self, kind: str) -> list[Fault]:
        return [fault for fault in self.faults if fault.kind == kind]

    def _begins(self, kind: str, minute: int) -> bool:
        return any(minute - self.tick < fault.start <= minute for fault in self._of(kind))

    def _bring_in(self) -> None:
        """Let the worker take what lies in the watched folder: at the first look files are measured, at the second taken."""
        send(WATCH)
        send(WATCH)
        wait_until_idle(is_alive=lambda: self.worker.is_alive)

    def _kill(self) -> None:
        """Kill the worker in the middle of an import; until the next tick there is none."""
        send(WATCH)
        send(WATCH)
        self.watcher.resumed = wait_for_work(is_alive=lambda: self.worker.is_alive)
        self.worker.kill()

    def _tell(self, minute: int) -> None:
        """Look, remember, and write down how far it came."""
        signs = self.watcher.signs(at=self._moment(minute))
        self.follower.look(at=self._moment(minute))
        self.looks.append(Look(minute, frozenset(signs)))
        told = {
            "minute": minute,
            "signs": sorted(signs)[:KEPT_SIGNS],
            "messages": len(self.receiver.messages),
            **watching.loaded(),
        }
        _write(self.folder / "seen.json", told)

    def _judge(self, delivery: Delivery, seconds: float) -> dict[str, Any]:
        start, last = self.campaign.starts_at, int(self._moment(self.looks[-1].minute).timestamp())
        sent = [delivery.paid_by(story, int(start.timestamp()), last) for story in self.stories]
        books = {
            "revenue_sent": sum(revenue for revenue, _orders in sent),
            "orders_sent": sum(orders for _revenue, orders in sent),
            **watching.counted(self.campaign),
        }
        what = self.follower.followed(messages=self.receiver.messages)
        played = self.looks[-1].minute - self.first
        return {
            **score(self.faults, self.looks, what, books),
            **watching.loaded(),
            "minutes": played,
            "seconds": round(seconds, 1),
            "speed": round(played * 60 / seconds, 1) if seconds else 0,
            "worker_starts": self.worker.starts,
            "processor_seconds": _processor_seconds(),
        }


def conduct(folder: Path, home: Path) -> dict[str, Any]:
    """Play the rehearsal that `asked.json` in the folder tells of, and write `judged.json` beside it; return the judgement."""
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    bring_rows(folder=folder)
    campaign = Campaign.objects.get(pk=asked["campaign"])
    conductor = Conductor(
        folder=folder,
        campaign=campaign,
        stories=read_day(folder),
        faults=_faults(asked["faults"]),
        speed=asked["speed"],
        tick=asked["tick"],
        first=asked["first"],
        until=asked["until"],
        worker=Worker(folder, home),
        receiver=Receiver(lambda: clock.read(folder).astimezone(UTC)),
        watcher=watching.Watcher(campaign),
        follower=Follower(campaign),
    )
    judged = conductor.play()
    _write(folder / "judged.json", judged)
    return judged


def _processor_seconds() -> float:
    """Return what the conductor and its workers used of a processor."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return round(sum(each.ru_utime + each.ru_stime for each in used), 1)


def _faults(told: Sequence[dict[str, Any]]) -> list[Fault]:
    return [fault_of(one) for one in told]


def _write(file: Path, told: dict[str, Any]) -> None:
    fresh = file.with_suffix(".next")
    fresh.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    fresh.replace(file)
