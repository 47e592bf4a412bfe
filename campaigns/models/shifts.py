"""Customer service around the clock: what is promised, who works there, which shifts a sale has, who is on them.

Moments are UTC; half hours and days are those of the campaign's clock.
"""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign


class ServiceRole(models.TextChoices):
    """The three kinds of people (playbook P12: separate people)."""

    PRESALE = "presale", _("Pre-sale")
    AFTERSALE = "aftersale", _("After-sale")
    CHASE = "chase", _("Payment chasing")


def _share(default: str) -> "models.DecimalField[Decimal, Decimal]":
    """Return a field for a share from 0 to 1."""
    return models.DecimalField(
        max_digits=6, decimal_places=4, default=Decimal(default), validators=[MinValueValidator(0), MaxValueValidator(1)]
    )


class ShiftSettings(models.Model):
    """What the shifts of a sale are worked out from; every figure is a default of the product and can be edited.

    `presale_rate`: contacts per visitor, empty where the planned inquiries count. `aftersale_rate`, `chase_rate`: contacts and
    messages per paid order. `moments`: the three changes of shift as half hours since midnight, empty to have them proposed.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="shift_settings")
    presale_rate = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    aftersale_rate = models.DecimalField(max_digits=8, decimal_places=5, default=Decimal("0.05"))
    aftersale_hours = models.PositiveSmallIntegerField(default=12)
    chase_rate = models.DecimalField(max_digits=8, decimal_places=5, default=Decimal("0.1"))
    presale_seconds = models.PositiveIntegerField(default=180)
    aftersale_seconds = models.PositiveIntegerField(default=300)
    chase_seconds = models.PositiveIntegerField(default=60)
    chats_at_once = models.PositiveSmallIntegerField(default=3)
    answered_share = _share("0.8")
    answer_seconds = models.PositiveIntegerField(default=30)
    busiest_share = _share("0.85")
    away_share = _share("0.1")
    reserve_share = _share("0.1")
    shortest_hours = models.DecimalField(max_digits=4, decimal_places=1, default=Decimal("6"))
    longest_hours = models.DecimalField(max_digits=4, decimal_places=1, default=Decimal("10"))
    rest_hours = models.PositiveSmallIntegerField(default=11)
    most_in_a_week = models.PositiveSmallIntegerField(default=6)
    most_nights_in_a_week = models.PositiveSmallIntegerField(default=4)
    moments = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.campaign}"


class ShiftLaying(models.Model):
    """When the shifts of a sale were laid last, and the check sum of what they were laid from."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="shift_laying")
    basis = models.BigIntegerField()
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.campaign} {self.basis}"


class ServicePerson(models.Model):
    """One named person of customer service, also a temporary one: what they can do and when they cannot come."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="service_person"
    )
    roles = models.JSONField(_("can do"), default=list)
    works_nights = models.BooleanField(_("works at night"), default=True)
    away = models.JSONField(_("away on"), default=list, blank=True)
    is_active = models.BooleanField(_("works here"), default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """One shift of a sale, half open; `needed` and `reserve` map a role to a number of people."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    needed = models.JSONField(default=dict)
    reserve = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "starts_at"], name="shift_start_once_a_campaign"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%d %b %H:%M}"


class ShiftPlace(models.Model):
    """One person on one shift in one role; `by_hand`: somebody put them there, and no new roster takes them away."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(ServicePerson, on_delete=models.CASCADE, related_name="places")
    role = models.CharField(max_length=20, choices=ServiceRole.choices)
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["shift", "role", "person"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["shift", "person"], name="person_once_a_shift")]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"
