"""What is bought together, counted over a window of a shop's paid orders and kept as a run with its best pairs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField


class RunState(models.TextChoices):
    """Where a count stands."""

    QUEUED = "queued", _("waiting its turn")
    RUNNING = "running", _("being counted")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class PairRun(models.Model):
    """One count of the pairs of a shop's orders paid in the slots [start_slot, end_slot).

    The row is the truth; a message of the broker carries its number and nothing else. A basket is a paid order of at least two
    different goods. `left_out`: baskets of too many goods, which count nowhere. `lines` read, `goods` different ones; `tried`:
    pairs seen together at least `min_count` times, `found`: those of them that are more than chance. Somebody works on it until
    `lease_until`; `attempt` counts the starts.
    """

    shop = models.ForeignKey("orders.Shop", on_delete=models.PROTECT, related_name="+")
    start_slot = models.BigIntegerField()
    end_slot = models.BigIntegerField()
    min_count = models.PositiveIntegerField(_("minimum count"))
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    lines = models.BigIntegerField(default=0)
    goods = models.PositiveIntegerField(default=0)
    baskets = models.BigIntegerField(default=0)
    left_out = models.BigIntegerField(default=0)
    buyers = models.BigIntegerField(default=0)
    hot_from = models.BigIntegerField(default=0, help_text="baskets from which a product is among the best sellers")
    tried = models.BigIntegerField(default=0)
    found = models.BigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end_slot__gt=F("start_slot")), name="pair_run_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(min_count__gte=1), name="pair_run_counts_from_one"),
        ]
        indexes: ClassVar = [models.Index(fields=["shop", "state"], name="pair_run_of_shop")]

    def __str__(self) -> str:
        return f"pairs of shop {self.shop_id}, {self.state}"


class PairKind(models.TextChoices):
    """Whether two products lay in one basket, or were bought by one buyer in the window, whenever."""

    BASKET = "basket", _("in one basket")
    BUYER = "buyer", _("by one buyer")


class Pair(models.Model):
    """Two products of a run, `first_sku` < `second_sku`, that come together more often than chance would have them.

    `count`: the baskets (or buyers) with both, `first_count` and `second_count` those with each. `times`: how many times as
    often as chance in baskets of their sizes, `times_low` the least likely value; `extra`: baskets beyond chance; `lift`: the
    usual one, which takes all baskets for alike. `first_price_minor`, `second_price_minor`: what was paid for a piece on average
    in the window, NULL where no line tells.
    """

    run = models.ForeignKey(PairRun, on_delete=models.CASCADE, related_name="pairs")
    kind = models.CharField(max_length=10, choices=PairKind.choices, default=PairKind.BASKET)
    first_sku = KeyField()
    second_sku = KeyField()
    count = models.BigIntegerField()
    first_count = models.BigIntegerField()
    second_count = models.BigIntegerField()
    lift = models.FloatField()
    times = models.FloatField()
    times_low = models.FloatField()
    extra = models.FloatField()
    first_price_minor = models.BigIntegerField(null=True)
    second_price_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "kind", "first_sku", "second_sku"], name="pair_once_a_run"),
        ]
        indexes: ClassVar = [models.Index(fields=["run", "kind", "second_sku"], name="pair_by_second")]

    def __str__(self) -> str:
        return f"{self.first_sku} + {self.second_sku}"


class BundleState(models.TextChoices):
    """What became of a proposed bundle."""

    PROPOSED = "proposed", _("proposed")
    DROPPED = "dropped", _("dropped")


class Bundle(models.Model):
    """Two products somebody wants to sell as one, with the price asked for both; its margin is worked out where it is shown."""

    shop = models.ForeignKey("orders.Shop", on_delete=models.PROTECT, related_name="+")
    first_sku = KeyField()
    second_sku = KeyField()
    price_minor = models.BigIntegerField(_("price of both"))
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=BundleState.choices, default=BundleState.PROPOSED)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop", "first_sku", "second_sku"], name="bundle_once"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="bundle_price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.first_sku} + {self.second_sku}"
