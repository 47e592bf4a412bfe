"""Who watches in a copy: what stands on its board, in its stock and in its imports at one moment, as signs."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Sum

from campaigns.models import Campaign
from common.windows import Window
from imports.models import ImportJob, State
from inventory.models import RunOut
from live.models import BoardSnapshot
from live.rules.age import age_of
from metrics.queries import slot_series
from rehearsal.rules.signs import cause_signs


@dataclass
class Watcher:
    """Remembers what it has seen of the imports, so that each is told once. `resumed`: the import whose worker was killed."""

    campaign: Campaign
    told: set[int] = field(default_factory=set)
    resumed: int | None = None

    def signs(self, *, at: datetime) -> set[str]:
        """Return what can be seen at `at`."""
        return self._board(at) | self._stock() | self._imports()

    def _board(self, at: datetime) -> set[str]:
        newest = BoardSnapshot.objects.filter(campaign=self.campaign).order_by("-id").first()
        if newest is None:
            return set()
        board = newest.board
        age = age_of(as_of=newest.data_as_of, at=at, is_closed=board["data"]["is_closed"])
        late = {f"age:{age.level}"} if age.level in {"late", "stale"} else set()
        return cause_signs(board["hours"]) | late

    def _stock(self) -> set[str]:
        return {f"stock:{sku}" for sku in RunOut.objects.alarming().filter(hourly__gt=0).values_list("sku", flat=True)[:200]}

    def _imports(self) -> set[str]:
        found = set()
        for job in ImportJob.objects.filter(state=State.DONE).exclude(pk__in=self.told):
            self.told.add(job.pk)
            if job.rows_total and job.inserted + job.changed == 0 and job.unchanged > 0 and _came_before(job):
                found.add("load:repeated")
            if job.pk == self.resumed:
                found.add("load:resumed")
        return found


def _came_before(job: ImportJob) -> bool:
    return ImportJob.objects.filter(digest=job.digest, filename=job.filename, shop=job.shop, pk__lt=job.pk).exists()


def counted(campaign: Campaign) -> dict[str, int]:
    """Return what the copy's numbers say of the sale in the end: revenue in minor units, paid orders."""
    shops, window = list(campaign.shops.all()), Window(campaign.start_slot, campaign.end_slot)
    names = {"revenue_counted": "revenue", "orders_counted": "paid_orders"}
    return {told: int(slot_series(shops=shops, window=window, name=name).sum()) for told, name in names.items()}


def loaded() -> dict[str, int]:
    """Return how many files came in, how many rows, how many were turned away."""
    done = ImportJob.objects.filter(state=State.DONE)
    rows = done.aggregate(rows=Sum("rows_total"), rejected=Sum("rejected"))
    stopped = ImportJob.objects.filter(state__in=[State.FAILED, State.REFUSED]).count()
    return {"files": done.count(), "rows": rows["rows"] or 0, "rejected": rows["rejected"] or 0, "refused": stopped}
