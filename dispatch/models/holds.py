"""What may not leave: holds as they stand, what programs and people said about refunds, and when a hold came and went.

A `Hold` is made anew whenever something about its order changes (`dispatch.services.holds`); the law is
`dispatch.rules.holds`. Signals and acts are told once and stay; an act of a person can be taken back.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dispatch.rules.holds import Level
from orders.fields import KeyField
from orders.models import Shop


class Origin(models.IntegerChoices):
    """Who said what holds an order."""

    FILE = 1, _("a file of the platform")
    PROGRAM = 2, _("a program")
    HAND = 3, _("a person")


class AboutOrder(models.Model):
    """Something about one order of a shop; the order itself may not be known yet."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    order_no = KeyField()

    class Meta:
        abstract = True


class Hold(AboutOrder):
    """Whether an order is held now, and why. `lines`: what has to come out where not the whole order is held, else NULL.

    `since`: when we first knew; `asked_at`: when the buyer asked, where that is told. Money in minor units of the shop.
    `waiting`: not told as shipped. `lost_at`: it was shipped although its money was asked back.
    """

    pk = models.CompositePrimaryKey("shop_id", "order_no")
    is_held = models.BooleanField()
    level = models.SmallIntegerField(choices=[(level.value, level.name) for level in Level])
    origin = models.SmallIntegerField(choices=Origin.choices)
    lines = models.JSONField(null=True)
    since = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    value_minor = models.BigIntegerField(null=True)
    paid_at = models.DateTimeField(null=True)
    waiting = models.BooleanField()
    lost_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        indexes = [
            models.Index(fields=["paid_at"], name="hold_waiting", condition=Q(is_held=True, waiting=True)),
            models.Index(fields=["changed_at"], name="hold_changed"),
            models.Index(fields=["lost_at"], name="hold_lost", condition=Q(lost_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.order_no


class RefundSignal(AboutOrder):
    """What a platform's message says of the refund of an order, or of one line of it (`line_no`, else "")."""

    line_no = KeyField(default="")
    state = models.SmallIntegerField()  # orders.states.RefundState
    at = models.DateTimeField()
    amount_minor = models.BigIntegerField(null=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("message about a refund")
        verbose_name_plural = _("messages about refunds")
        constraints = [models.UniqueConstraint(fields=["shop", "order_no", "line_no", "at", "state"], name="one_signal")]

    def __str__(self) -> str:
        return f"{self.order_no} {self.state}"


class ActKind(models.IntegerChoices):
    """What a person did about an order."""

    HOLD = 1, _("held")
    RELEASE = 2, _("released")
    WITHOUT = 3, _("packed without the refunded lines")


class HoldAct(AboutOrder):
    """A person held an order or let it go, with a reason. `covers`: what was known of the refund then."""

    kind = models.SmallIntegerField(choices=ActKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200)
    covers = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("hold or release by hand")
        verbose_name_plural = _("holds and releases by hand")
        indexes = [models.Index(fields=["shop", "order_no"], name="hold_act_order")]

    def __str__(self) -> str:
        return f"{self.order_no} {self.get_kind_display()}"


class HoldChange(AboutOrder):
    """An order came to be held, or was let go: one row each time, for the proof."""

    at = models.DateTimeField()
    is_held = models.BooleanField()
    level = models.SmallIntegerField()
    origin = models.SmallIntegerField(choices=Origin.choices)

    class Meta:
        verbose_name = _("change of a hold")
        verbose_name_plural = _("changes of holds")
        indexes = [models.Index(fields=["shop", "order_no"], name="hold_change_order")]

    def __str__(self) -> str:
        return f"{self.order_no} {self.is_held}"
