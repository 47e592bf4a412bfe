"""When the last piece of a SKU is gone, as the worker has worked it out; a page reads these rows and counts nothing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inventory.models.base import OfShop

NEVER_MINUTE = 10**9
"""The minute of what is not in sight of its end: it sorts last. The year 3871."""


class RunOutState(models.TextChoices):
    """How near the end is."""

    GONE = "gone", _("gone")
    ALERT = "alert", _("below its line")
    WATCH = "watch", _("gone today")
    CALM = "calm", _("enough")
    UNCOUNTED = "uncounted", _("not counted")


class RunOutQuerySet(models.QuerySet["RunOut"]):
    """Filters that read after the dot."""

    def first_gone(self) -> "RunOutQuerySet":
        """Sort by the minute in which the last piece is likely gone; along an index."""
        return self.order_by("goes_minute", "pk")

    def alarming(self) -> "RunOutQuerySet":
        """Keep what is gone or below its line."""
        return self.filter(state__in=[RunOutState.GONE, RunOutState.ALERT])


class RunOut(OfShop):
    """The forecast of one SKU, made anew after each import and every few minutes.

    `pieces`: what can still be sold, the smaller of available and listed; of a pool, the part of this shop. `binds_listed`: it is
    the page's number. `hourly`: pieces an hour, now. `goes_minute`: UTC minute (epoch // 60) in which it is likely gone,
    NEVER_MINUTE where that is not in sight; `low_minute` and `high_minute` hold eight in ten outcomes between them.
    `line`: the alert line in pieces. `alert_since`: since when it is below it.

    `oversell`: the chance that more is sold than there is until the next import, NULL where nobody counted. `hold_back`: what to
    keep off the pages for a risk below the limit, `listing` what each then lists, `lost` the pieces that costs in sales.
    `pool_shops`: how many shops sell from these pieces.

    `waiting_orders`, `waiting_paid`: of a product that is oversold, the orders that wait for its pieces, and those of them that
    are paid; NULL of others.
    """

    state = models.CharField(max_length=10, choices=RunOutState.choices, default=RunOutState.CALM)
    pieces = models.BigIntegerField(null=True)
    binds_listed = models.BooleanField(default=False)
    hourly = models.FloatField(default=0)
    goes_minute = models.BigIntegerField(default=NEVER_MINUTE)
    low_minute = models.BigIntegerField(default=NEVER_MINUTE)
    high_minute = models.BigIntegerField(default=NEVER_MINUTE)
    line = models.BigIntegerField(default=1)
    alert_since = models.DateTimeField(null=True)
    oversell = models.FloatField(null=True)
    hold_back = models.BigIntegerField(default=0)
    listing = models.BigIntegerField(null=True)
    lost = models.FloatField(default=0)
    pool_shops = models.PositiveSmallIntegerField(default=1)
    waiting_orders = models.PositiveIntegerField(null=True)
    waiting_paid = models.PositiveIntegerField(null=True)
    as_of = models.DateTimeField()
    refreshed_at = models.DateTimeField()

    objects = RunOutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "sku"], name="run_out_once")]
        indexes = [
            models.Index(fields=["goes_minute", "id"], name="run_out_first"),
            models.Index(fields=["shop", "goes_minute", "id"], name="run_out_first_of_shop"),
            models.Index(fields=["shop", "state"], name="run_out_by_state"),
            models.Index(fields=["shop", "refreshed_at"], name="run_out_refreshed"),
        ]


class StockDay(models.Model):
    """What the run-outs of a shop are worked out from, one row a shop.

    `as_of`: how far its orders were known. `seen`: the last moments of that kind as ISO texts, from which the usual time between
    two imports follows; `interval_minutes` is a person's word for it, NULL: as observed. `swap_minutes` and `safety_share` make
    the alert line, `risk_limit` is how likely overselling may be. `campaign_no`, `sale_starts_at`, `sale_ends_at`: the sale that
    runs, with the orders it plans for this shop: `sale_orders` in all, `planned` in each slot from `planned_from` on, as far as
    they matter now. `version` rises with every refresh that changed a row.
    """

    shop = models.OneToOneField("orders.Shop", on_delete=models.CASCADE, related_name="+")
    as_of = models.DateTimeField(null=True)
    seen = models.JSONField(default=list)
    interval_minutes = models.PositiveIntegerField(_("minutes between two imports"), null=True, blank=True)
    swap_minutes = models.PositiveIntegerField(_("minutes a swap takes"), default=65)
    safety_share = models.FloatField(_("safety share"), default=0)
    risk_limit = models.FloatField(_("highest risk of overselling"), default=0.01)
    campaign_no = models.BigIntegerField(default=0)
    sale_starts_at = models.DateTimeField(null=True)
    sale_ends_at = models.DateTimeField(null=True)
    sale_orders = models.FloatField(default=0)
    planned_from = models.BigIntegerField(null=True)
    planned = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(risk_limit__gt=0) & Q(risk_limit__lt=1), name="stock_day_risk_is_a_chance"),
            models.CheckConstraint(condition=Q(safety_share__gte=0), name="stock_day_safety_not_negative"),
        ]

    def __str__(self) -> str:
        return f"stock of shop {self.shop_id}, data {self.as_of}"
