"""The unpaid chase (playbook L6, L10): one a buyer, with their unpaid orders, ranked, drawn once, ended by the facts."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from desk.models.asking import AskedBuyer
from desk.rules.chase.windows import Ending
from orders.fields import KeyField
from orders.models import Shop

WEEK_MINUTES = 7 * 1_440


class ChaseRule(models.Model):
    """When and for how much a shop asks, and the share that is left out. A shop without a row has these defaults."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField(_("unpaid orders are asked about"), default=True)
    from_minutes = models.PositiveIntegerField(
        _("minutes after the order"), default=15, validators=[MaxValueValidator(WEEK_MINUTES)],
        help_text=_("Most buyers who forget nothing have paid by then."),
    )  # fmt: skip
    close_minutes = models.PositiveIntegerField(
        _("minutes until the platform closes an unpaid order"), default=1_440,
        validators=[MinValueValidator(10), MaxValueValidator(WEEK_MINUTES)], help_text=_("1,440 are a day."),
    )  # fmt: skip
    stop_minutes = models.PositiveIntegerField(
        _("no more asking so many minutes before that"), default=10, validators=[MaxValueValidator(WEEK_MINUTES)]
    )
    least_minor = models.BigIntegerField(_("from an amount of"), default=0)
    most_minor = models.BigIntegerField(_("up to an amount of"), null=True, blank=True)
    held_bp = models.PositiveIntegerField(
        _("share left out at random"), default=1_000, validators=[MaxValueValidator(5_000)],
        help_text=_("Nobody asks them, so that it can be said later what asking brought. 0: nothing can be said."),
    )  # fmt: skip
    lease_minutes = models.PositiveIntegerField(
        _("minutes an agent has a buyer in hand"), default=10, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    again_minutes = models.PositiveIntegerField(
        _("minutes until a buyer is asked again"), default=60, validators=[MinValueValidator(1), MaxValueValidator(WEEK_MINUTES)]
    )
    most_asks = models.PositiveSmallIntegerField(
        _("at most so many times"), default=2, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )

    def __str__(self) -> str:
        return f"{self.shop_id}"


class ChaseEnding(models.TextChoices):
    """Why it ended, in words; the reasons are `desk.rules.chase.windows.Ending`."""

    NONE = Ending.NONE.value, _("open")
    PAID = Ending.PAID.value, _("paid")
    REFUND = Ending.REFUND.value, _("refund asked for")
    CLOSED = Ending.CLOSED.value, _("order closed")
    LATE = Ending.LATE.value, _("time ran out")
    BARRED = Ending.BARRED.value, _("must not be contacted")
    UNWILLING = Ending.UNWILLING.value, _("does not want it")
    WRONG = Ending.WRONG.value, _("wrong number")
    ENOUGH = Ending.ENOUGH.value, _("asked often enough")


class Chase(AskedBuyer):
    """One buyer to ask, with all their unpaid orders.

    `is_held` was drawn once, by the number of the order that opened it (`first_order_no`), and holds for what joins later.
    `judged_at`: when that order closes, fixed at the draw: from then on the chase counts in what asking brought. `shows_at` to
    `ends_at`: when it may be shown. `amount_minor`: of its orders that still wait. `chance`, `scarcity`, `score`: as ranked last.
    `paid_minor`: what its orders were paid, kept in step with the facts also after it ended. `facts_ended`: the facts ended it,
    so that an import that is undone can open it again.
    """

    first_order_no = KeyField()
    is_held = models.BooleanField()
    opened_at = models.DateTimeField()
    judged_at = models.DateTimeField()
    shows_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    amount_minor = models.BigIntegerField(default=0)
    orders_count = models.IntegerField(default=0)
    chance = models.FloatField(default=0)
    scarcity = models.FloatField(default=1)
    score = models.FloatField(default=0)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_count = models.IntegerField(default=0)
    ending = models.CharField(max_length=10, choices=ChaseEnding.choices, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    is_paid = models.BooleanField(default=False)
    paid_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "buyer_key"], condition=Q(ended_at=None), name="one_open_chase")]
        indexes = [
            models.Index(
                fields=["shop", "-score", "id"], condition=Q(ended_at=None, is_held=False), name="chase_by_rank"
            ),
            models.Index(fields=["shop", "buyer_key"], name="chase_of_buyer"),
            models.Index(fields=["shop", "judged_at"], name="chase_judged"),
        ]  # fmt: skip


class ChaseOrder(models.Model):
    """An order that was chaseable once: it belongs to one chase for good."""

    chase = models.ForeignKey(Chase, on_delete=models.CASCADE, related_name="orders")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    order_no = KeyField()
    placed_at = models.DateTimeField()
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["placed_at", "order_no"]
        constraints = [models.UniqueConstraint(fields=["shop", "order_no"], name="chase_order_once")]

    def __str__(self) -> str:
        return self.order_no


class ChaseOdds(models.Model):
    """What the past unpaid orders of a shop say of the chance of payment, counted each night (`desk.rules.chase.odds`)."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="+")
    counts = models.JSONField(default=list, help_text="[value band, standing, stretch, paid, left]")
    mean_minor = models.FloatField(null=True)
    orders = models.BigIntegerField(default=0)
    fitted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.orders}"
