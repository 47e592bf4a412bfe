"""Abnormal orders (playbook C2): found by a rule or by hand, each with one owner until it is solved."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField
from orders.models import Shop


class AbnormalKind(models.TextChoices):
    """What is wrong. HAND: a person says so, in words."""

    OVERSOLD = "oversold", _("Oversold")
    ADDRESS = "address", _("Address changed after payment")
    QUANTITY = "quantity", _("Odd quantity")
    PRICE = "price", _("Price below floor")
    HELD = "held", _("Held long")
    DUPLICATE = "duplicate", _("Same buyer, same basket")
    MISMATCH = "mismatch", _("Amounts do not add up")
    HAND = "hand", _("Reported by hand")


class AbnormalState(models.TextChoices):
    """Where the work on it stands. The first three stand, the others are closed."""

    OPEN = "open", _("open")
    IN_WORK = "in_work", _("in work")
    WAITING = "waiting", _("waiting")
    SOLVED = "solved", _("solved")
    NO_PROBLEM = "no_problem", _("no problem")


STANDING = (AbnormalState.OPEN, AbnormalState.IN_WORK, AbnormalState.WAITING)
CLOSED = (AbnormalState.SOLVED, AbnormalState.NO_PROBLEM)


class AbnormalOrder(models.Model):
    """One thing that is wrong with one order: a row for each kind, opened again in place and never twice.

    `cause`: what the rule saw, as one text: what a person closed stays closed until the cause is another. `detail`: the figures
    of the sentence (`dispatch.pages.abnormal_words`). `closed_by` NULL on a closed one: the cause went away. `amount_minor`: the
    order's.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_index=False, related_name="+")
    order_no = KeyField()
    kind = models.CharField(max_length=12, choices=AbnormalKind.choices)
    state = models.CharField(max_length=12, choices=AbnormalState.choices, default=AbnormalState.OPEN)
    cause = models.TextField(default="")
    detail: Any = models.JSONField(default=dict)
    amount_minor = models.BigIntegerField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    due_at = models.DateTimeField()
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("abnormal order")
        verbose_name_plural = _("abnormal orders")
        constraints = [models.UniqueConstraint(fields=["shop", "order_no", "kind"], name="abnormal_once")]
        indexes = [
            models.Index(fields=["due_at"], name="abnormal_standing", condition=Q(state__in=["open", "in_work", "waiting"])),
            models.Index(fields=["closed_at"], name="abnormal_closed", condition=Q(closed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.order_no} {self.kind}"

    @property
    def is_standing(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in STANDING


class AbnormalNote(models.Model):
    """One line of the story of an abnormal order: a comment, or what happened (`act`); `by` NULL: the program."""

    abnormal = models.ForeignKey(AbnormalOrder, on_delete=models.CASCADE, related_name="notes")
    act = models.CharField(max_length=12, default="comment")
    text = models.CharField(max_length=500, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text or self.act


class AbnormalAct(models.Model):
    """What one press of a button did to many, so that it can be undone: `before` and `after` by number of the row."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    before: Any = models.JSONField()
    after: Any = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk}"


class AbnormalRule(models.Model):
    """A rule as a shop has set it; no row: as `dispatch.rules.abnormal.defaults` says. `values`: thresholds by name."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=12, choices=AbnormalKind.choices)
    is_on = models.BooleanField(default=True)
    values: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "kind"], name="abnormal_rule_once")]

    def __str__(self) -> str:
        return self.kind
