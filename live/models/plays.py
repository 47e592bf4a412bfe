"""Playbook cards a house wrote or changed, and what was done by a card (F14, rules L4 and L5)."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.departments import Department


class PlayCause(models.TextChoices):
    """Which diagnosis opens a card."""

    ANY = "any", _("Any cause")
    TRAFFIC = "traffic", _("Traffic")
    CONVERSION = "conversion", _("Conversion")
    ORDER_VALUE = "order_value", _("Order value")


class PlaySide(models.TextChoices):
    """On which side of its threshold a metric opens a card."""

    BELOW = "below", _("below")
    ABOVE = "above", _("above")


class PlayBasis(models.TextChoices):
    """What a metric is held against."""

    PLAN = "plan", _("per cent of its plan")
    VALUE = "value", _("its own value")


class PlayCard(models.Model):
    """A card of the house, or the house's version of a built-in one (same `code`).

    `threshold`: per cent of the plan, or the value itself in the unit people read (money in whole units of the currency, shares
    in per cent). `steps`: one a line, "department: what to do"; a line without a department belongs to the card's own.
    """

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=160)
    cause = models.CharField(_("cause"), max_length=12, choices=PlayCause.choices, default=PlayCause.ANY)
    metric = models.CharField(_("metric"), max_length=30, default="revenue")
    side = models.CharField(_("side"), max_length=5, choices=PlaySide.choices, default=PlaySide.BELOW)
    basis = models.CharField(_("held against"), max_length=5, choices=PlayBasis.choices, default=PlayBasis.PLAN)
    threshold = models.DecimalField(_("threshold"), max_digits=14, decimal_places=4)
    hours = models.PositiveSmallIntegerField(_("for hours"), default=1, validators=[MinValueValidator(1), MaxValueValidator(24)])
    department = models.CharField(_("department"), max_length=20, choices=Department.choices)
    steps = models.TextField(_("steps"))
    script = models.TextField(_("script"), blank=True, default="")
    cost = models.CharField(_("cost"), max_length=300, blank=True, default="")
    undo = models.CharField(_("undo"), max_length=300, blank=True, default="")
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("playbook card")
        verbose_name_plural = _("playbook cards")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=24), name="play_within_a_day")]

    def __str__(self) -> str:
        """Name the card."""
        return self.title


class PlaybookAction(models.Model):
    """A card that was taken in a sale: when, by whom, with which tasks; what was known then, and what came of it.

    `said`: the diagnosis it was taken on. `seen`: the projection of the next hours as it stood then (`rules.plays.effect`).
    `effect`: what the hours since tell, anew with every board until three hours are known; `is_settled` from then on.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="plays")
    card = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    tasks = models.ManyToManyField("campaigns.Task", related_name="plays")
    said: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    seen: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    effect: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    is_settled = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("action of the playbook")
        verbose_name_plural = _("actions of the playbook")
        indexes: ClassVar = [models.Index(fields=["card", "is_settled"], name="play_by_card")]

    def __str__(self) -> str:
        """Name the card and the sale."""
        return f"{self.card} in campaign {self.campaign_id}"
