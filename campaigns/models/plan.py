"""The plan of a sale: its stages, its phases, its target per ten-minute slot, what is locked, and every version it had.

Moments are UTC; a slot is a whole number, UTC epoch seconds // 600. Money is in minor units of the campaign's currency.
"""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

SLOT_SECONDS = 600


class CurveKind(models.TextChoices):
    """What the target follows inside a phase."""

    FLAT = "flat", _("Flat")
    LAST_SALE = "last_sale", _("An earlier sale")
    SAME_WEEKDAY = "same_weekday", _("The same weekday")
    BY_HAND = "by_hand", _("By hand")


class Template(models.TextChoices):
    """Where the phases came from."""

    DOUBLE_11 = "double_11", _("Double 11: five phases a day")
    FLAT = "flat", _("Flat: one phase a day")
    CUSTOM = "custom", _("Phases of our own")


class Occasion(models.TextChoices):
    """What the sale is for: where its dates, its stages and its gates are proposed from."""

    DOUBLE_11 = "double_11", _("Double 11")
    DOUBLE_12 = "double_12", _("Double 12")
    JUNE_18 = "june_18", _("618")
    BLACK_FRIDAY = "black_friday", _("Black Friday")
    NEW_YEAR_GOODS = "new_year_goods", _("New Year goods festival")
    FAIR_SPRING = "fair_spring", _("Spring trade fair")
    FAIR_AUTUMN = "fair_autumn", _("Autumn trade fair")
    OWN = "own", _("A sale of our own")


class StageKind(models.TextChoices):
    """The four stages of a campaign."""

    PREPARATION = "preparation", _("Preparation")
    WARM_UP = "warm_up", _("Warm-up")
    LIVE = "live", _("Live")
    CLOSING = "closing", _("Closing")


class LockLevel(models.TextChoices):
    """The levels of the target tree that can be edited and locked."""

    TOTAL = "total", _("Total")
    DAY = "day", _("Day")
    PHASE = "phase", _("Phase")
    HOUR = "hour", _("Hour")
    SLOT = "slot", _("Ten minutes")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Filters that read after the dot."""

    def live_at(self, at: dt.datetime, *, kept: dt.timedelta = dt.timedelta(0)) -> "CampaignQuerySet":
        """Keep campaigns whose live window holds `at`, or ended less than `kept` before it."""
        return self.filter(starts_at__lte=at, ends_at__gt=at - kept)

    def overlapping(self, start: dt.datetime, end: dt.datetime) -> "CampaignQuerySet":
        """Keep campaigns whose live window shares a moment with [start, end)."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Campaign(models.Model):
    """One sale. `starts_at` and `ends_at` bound its live stage, half open, on ten-minute slots."""

    name = models.CharField(_("name"), max_length=120)
    shops = models.ManyToManyField("orders.Shop", related_name="campaigns", verbose_name=_("shops"))
    currency = models.CharField(_("currency"), max_length=3)
    time_zone = models.CharField(_("time zone"), max_length=64)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    template = models.CharField(_("template"), max_length=20, choices=Template.choices, default=Template.DOUBLE_11)
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion.choices, default=Occasion.OWN)
    cloned_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="clones", verbose_name=_("cloned from")
    )
    revenue_target_minor = models.BigIntegerField(_("revenue target"))
    visitors_target = models.BigIntegerField(_("planned visitors"))
    paid_orders_target = models.BigIntegerField(_("planned paid orders"))
    conversion_target = models.DecimalField(_("planned conversion"), max_digits=12, decimal_places=10)
    order_value_target_minor = models.BigIntegerField(_("planned order value"))
    derived_figure = models.CharField(_("derived figure"), max_length=20, blank=True, default="")
    inquiries_target = models.BigIntegerField(_("planned inquiries"), default=0)
    curve_kind = models.CharField(_("curve"), max_length=20, choices=CurveKind.choices, default=CurveKind.FLAT)
    compare_with = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="compared_by", verbose_name=_("earlier sale")
    )
    version = models.PositiveIntegerField(_("plan version"), default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="campaign_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(revenue_target_minor__gte=0, visitors_target__gte=0, order_value_target_minor__gte=0)
                & Q(inquiries_target__gte=0, paid_orders_target__gte=0),
                name="campaign_targets_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(conversion_target__gte=Decimal(0), conversion_target__lte=Decimal(1)),
                name="campaign_conversion_is_a_share",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="campaign_version_from_one"),
        ]
        indexes: ClassVar = [models.Index(fields=["starts_at", "ends_at"], name="campaign_window")]

    def __str__(self) -> str:
        return self.name

    @property
    def start_slot(self) -> int:
        """The number of the first slot of the live window."""
        return int(self.starts_at.timestamp()) // SLOT_SECONDS

    @property
    def end_slot(self) -> int:
        """The number of the slot after the last one of the live window."""
        return int(self.ends_at.timestamp()) // SLOT_SECONDS


class Stage(models.Model):
    """One of the four stages with its dates; stages may touch, the live stage equals the campaign's window."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=20, choices=StageKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "kind"], name="stage_once_a_campaign"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="stage_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class Phase(models.Model):
    """One window of the live stage with its share of the target, in basis points (10,000 = 100%)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    tells = models.CharField(max_length=200, blank=True)
    start_slot = models.BigIntegerField()
    end_slot = models.BigIntegerField()
    share_bp = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="phase_number_once_a_campaign"),
            models.UniqueConstraint(fields=["campaign", "start_slot"], name="phase_start_once_a_campaign"),
            models.CheckConstraint(condition=Q(end_slot__gt=F("start_slot")), name="phase_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(share_bp__lte=10_000), name="phase_share_at_most_all"),
        ]

    def __str__(self) -> str:
        return self.name


class TargetCurve(models.Model):
    """What each ten minutes of the sale should bring: revenue, visitors, paid orders, inquiries, packed in one piece.

    `body` is `campaigns.rules.packing` of a table of four rows and as many numbers as the sale has slots, the first being
    `start_slot`; each row adds up to the campaign's target exactly and holds nothing below zero. `digest` names the body.
    Visitors and inquiries follow the hours of the earlier sale where those were known, else the revenue.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, primary_key=True, related_name="target")
    start_slot = models.BigIntegerField()
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    visitors_follow_earlier = models.BooleanField(default=False)
    inquiries_follow_earlier = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.digest


class TargetLock(models.Model):
    """A node of the target tree whose value stays whatever else is edited."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="locks")
    level = models.CharField(max_length=10, choices=LockLevel.choices)
    start_slot = models.BigIntegerField()
    end_slot = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["start_slot", "level"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "level", "start_slot", "end_slot"], name="target_lock_once_a_node"),
            models.CheckConstraint(condition=Q(end_slot__gt=F("start_slot")), name="target_lock_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.start_slot}"


class PlanPart(models.Model):
    """One part of a plan as some version of it had it, kept once however many versions share it. `digest` names its body."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="kept_parts")
    digest = models.CharField(max_length=64)
    body = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "digest"], name="plan_part_once_a_campaign")]

    def __str__(self) -> str:
        return self.digest


class PlanVersion(models.Model):
    """The whole plan as it stood after one change: what undo goes back to and what a late second editor is shown.

    `parts` maps the name of each part to the digest of its body. A frozen version has a name and can be compared with later.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=40)
    said = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    restores = models.PositiveIntegerField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    frozen_as = models.CharField(max_length=80, blank=True, default="")
    frozen_note = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "number"], name="plan_version_once_a_campaign")]

    def __str__(self) -> str:
        return f"{self.number}"
