"""The facts, under the keys the platforms gave them. Written by `orders.services` only, read by `metrics` and the look-ups.

Unknown is NULL: no file that stands has spoken on it. Money is whole minor units of the shop's currency, gross of refunds.
Moments are UTC; a slot is the moment's UTC epoch divided by 600, kept beside it because the rollups ask by slot.
Facts name their shop without a database constraint: it would look the shop up once per row, and shops are never deleted.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField
from orders.platforms import label_of
from orders.states import OrderState, RefundState


class Shop(models.Model):
    """One shop on one platform, with the currency and the clock its files are in."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    platform = models.CharField(_("platform"), max_length=30, blank=True, default="")
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Asia/Shanghai")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("shop")
        verbose_name_plural = _("shops")

    def __str__(self) -> str:
        return self.name

    @property
    def platform_label(self) -> str:
        """The platform as people call it."""
        return label_of(self.platform)


class Provenance(models.Model):
    """Which exports a fact's fields come from: one row for facts of one block that share the answer (`orders.rules.blocks`).

    `facts` counts them. When an export agrees with all of them, which it mostly does, this one row is written anew and not they.
    `layers` is JSON, newest first: [as_of, digest of the file and its mapping, bits of the fields it has the word on].
    `spoken` is the union of the bits. Bits count along `orders.claims.ORDER_FIELDS`, `LINE_FIELDS` or `TRAFFIC_FIELDS`.
    """

    layers = models.TextField()
    spoken = models.BigIntegerField()
    facts = models.BigIntegerField()

    def __str__(self) -> str:
        return self.layers


class KnownBlock(models.Model):
    """The facts under a provenance are, key by key and value by value, what a block of some export says: the digest of that.

    See `orders.rules.blocks`. A provenance may stand here several times: once for each kind of export that tells of its facts.
    It holds as long as the provenance has as many facts as the block: one that is left is known no more, without a write.
    Without a row nothing is known of it, and claims on its facts are compared one by one; so a row may always be taken away.
    """

    pk = models.CompositePrimaryKey("shop_id", "digest")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    digest = KeyField()
    provenance_id = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("known block")
        verbose_name_plural = _("known blocks")

    def __str__(self) -> str:
        return self.digest


class Fact(models.Model):
    """What every fact has: its shop and where its fields come from."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    # Names a Provenance; a foreign key would make Django walk all facts before it deletes one.
    provenance_id = models.BigIntegerField()

    class Meta:
        abstract = True


class Order(Fact):
    """One order of a buyer."""

    pk = models.CompositePrimaryKey("shop_id", "order_no")
    order_no = KeyField()
    buyer_key = KeyField(null=True)  # type: ignore[misc]  # unknown is NULL
    placed_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    refund_requested_at = models.DateTimeField(null=True)
    placed_slot = models.IntegerField(null=True)
    paid_slot = models.IntegerField(null=True)
    refund_slot = models.IntegerField(null=True)
    state = models.SmallIntegerField(choices=OrderState.choices, null=True)
    refund_state = models.SmallIntegerField(choices=RefundState.choices, null=True)
    total_minor = models.BigIntegerField(null=True)
    freight_minor = models.BigIntegerField(null=True)
    refund_minor = models.BigIntegerField(null=True)
    shop_discount_minor = models.BigIntegerField(null=True)
    platform_discount_minor = models.BigIntegerField(null=True)
    influencer_discount_minor = models.BigIntegerField(null=True)
    units = models.IntegerField(null=True)
    province = models.TextField(null=True)  # noqa: DJ001 - unknown is NULL
    city = models.TextField(null=True)  # noqa: DJ001 - unknown is NULL

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["shop", "placed_slot"], name="order_placed_slot"),
            models.Index(fields=["shop", "paid_slot"], name="order_paid_slot", condition=Q(paid_slot__isnull=False)),
            models.Index(fields=["shop", "refund_slot"], name="order_refund_slot", condition=Q(refund_slot__isnull=False)),
            # What one buyer ordered, and what it came to in some time: to judge everybody over days PostgreSQL reads this alone
            # (SQLite keeps the keys only). Files without a buyer, as the bench's, write nothing here.
            models.Index(
                fields=["shop", "buyer_key", "paid_slot"],
                include=["total_minor", "refund_minor"],
                name="order_of_buyer",
                condition=Q(buyer_key__isnull=False),
            ),
            # What is paid and has not left: small beside the rest, and all that dispatch looks at.
            models.Index(
                fields=["shop", "paid_slot"],
                name="order_to_ship",
                condition=Q(state__in=[OrderState.PAID, OrderState.PART_SHIPPED], paid_slot__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.order_no


class OrderLine(Fact):
    """One line of an order. Joined to its order by the order number; the two may come from different files."""

    pk = models.CompositePrimaryKey("shop_id", "order_no", "line_no")
    order_no = KeyField()
    line_no = KeyField()
    sku = KeyField(null=True)  # type: ignore[misc]  # unknown is NULL
    title = models.TextField(null=True)  # noqa: DJ001 - unknown is NULL
    variant = models.TextField(null=True)  # noqa: DJ001 - unknown is NULL
    units = models.IntegerField(null=True)
    price_minor = models.BigIntegerField(null=True)
    paid_minor = models.BigIntegerField(null=True)
    refund_minor = models.BigIntegerField(null=True)
    state = models.SmallIntegerField(choices=OrderState.choices, null=True)
    refund_state = models.SmallIntegerField(choices=RefundState.choices, null=True)
    is_gift = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")

    def __str__(self) -> str:
        return f"{self.order_no} {self.line_no}"


class TrafficHour(Fact):
    """The visits of one hour of the shop's clock over one channel ("all" when the file tells none apart)."""

    pk = models.CompositePrimaryKey("shop_id", "hour", "channel")
    hour = models.BigIntegerField(help_text="slot number of the hour's first slot")
    channel = KeyField()
    visitors = models.BigIntegerField(null=True)
    page_views = models.BigIntegerField(null=True)
    favourites = models.BigIntegerField(null=True)
    carts = models.BigIntegerField(null=True)
    inquiries = models.BigIntegerField(null=True)
    spend_minor = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("traffic of an hour")
        verbose_name_plural = _("traffic by hour")

    def __str__(self) -> str:
        return f"{self.hour} {self.channel}"
