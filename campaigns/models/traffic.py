"""The traffic plan: who brings how many visitors, what they cost, what they buy. Money in minor units."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.plan import Campaign


class Channel(models.Model):
    """A channel the house added to the built-in ones (`campaigns.channels`); `shop` None: the whole house has it."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    is_paid = models.BooleanField(_("paid"), default=False)
    shop = models.ForeignKey("orders.Shop", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "shop"], name="channel_name_once_a_shop"),
            models.UniqueConstraint(fields=["name"], condition=Q(shop=None), name="channel_name_once_a_house"),
        ]

    def __str__(self) -> str:
        return self.name


class ChannelName(models.Model):
    """What a channel is called in traffic files, as a person matched it: remembered for every later sale."""

    name = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class TrafficLine(models.Model):
    """What one channel should bring to one sale, and what it costs: an amount, a price a visitor, a share of its revenue.

    `channel` never changes: another channel is another line. `per_visitor_minor` may have parts of a minor unit, because
    clicks cost 38.5 fen; `commission` is a share from 0 to 1 of the channel's revenue.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="traffic")
    channel = models.CharField(max_length=40)
    visitors = models.BigIntegerField(_("visitors"))
    conversion = models.DecimalField(_("conversion"), max_digits=12, decimal_places=10)
    order_value_minor = models.BigIntegerField(_("order value"))
    fixed_minor = models.BigIntegerField(_("fixed cost"), default=0)
    per_visitor_minor = models.DecimalField(_("cost per visitor"), max_digits=14, decimal_places=4, default=Decimal(0))
    commission = models.DecimalField(_("commission"), max_digits=7, decimal_places=6, default=Decimal(0))
    note = models.CharField(_("note"), max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "channel"], name="traffic_channel_once_a_campaign"),
            models.CheckConstraint(
                condition=Q(visitors__gte=0, order_value_minor__gte=0, fixed_minor__gte=0, per_visitor_minor__gte=0),
                name="traffic_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(conversion__gte=0, conversion__lte=1, commission__gte=0, commission__lte=1),
                name="traffic_shares_are_shares",
            ),
        ]

    def __str__(self) -> str:
        return self.channel
