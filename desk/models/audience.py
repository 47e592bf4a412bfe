"""Lists for SMS and WeChat: chosen, frozen with a share left out, taken out as a file, their orders counted later."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from desk.models.asking import AskedBuyer
from orders.models import Shop


class Channel(models.TextChoices):
    """How they are reached."""

    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")


class AudienceState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("being frozen")
    FROZEN = "frozen", _("frozen")
    FAILED = "failed", _("failed")


class Audience(models.Model):
    """A list chosen by `criteria` (`desk.rules.audiences.Criteria`) and frozen by a worker at `frozen_at`.

    `excluded`: {reason: accounts left out for it}, each account once, by the first reason that holds. `days`: orders paid within
    so many days of `frozen_at` count as its own. `outcome`: the two arms as counted last (`counted_at`).
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    criteria = models.JSONField(default=dict)
    held_bp = models.PositiveIntegerField(_("share left out at random"), default=1_000, validators=[MaxValueValidator(5_000)])
    days = models.PositiveIntegerField(
        _("orders count for so many days"), default=7, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    state = models.CharField(max_length=10, choices=AudienceState.choices, default=AudienceState.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    chosen_count = models.IntegerField(default=0)
    members_count = models.IntegerField(default=0)
    held_count = models.IntegerField(default=0)
    excluded = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class AudienceMember(AskedBuyer):
    """An account of a frozen list; a held one was drawn out and is in no file."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="members")
    is_held = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "shop", "buyer_key"], name="audience_member_once")]
