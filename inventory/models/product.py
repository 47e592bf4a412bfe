"""Products and who delivers them. A product is the fold of everything that was said of it; the sayings are kept beside it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inventory.models.base import OfShop


class ProductTier(models.TextChoices):
    """What a product is for: A draws traffic, B is mid-priced, C carries the profit (playbook P4)."""

    DRAWS = "A", _("A: draws traffic")
    MIDDLE = "B", _("B: mid-priced")
    PROFITS = "C", _("C: carries the profit")


class ProductStatus(models.TextChoices):
    """Whether it may be sold."""

    ON_SALE = "on_sale", _("on sale")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ProductKind(models.TextChoices):
    """What a SKU is. Only goods have a tier and count in plans."""

    GOODS = "goods", _("goods")
    GIFT = "gift", _("gift")
    SERVICE = "service", _("service or postage")


class Supplier(models.Model):
    """Who delivers, in how many days, and how many pieces a day. Unknown is NULL: nobody guesses what a supplier can do."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    lead_days = models.PositiveSmallIntegerField(_("days until delivery"), null=True, blank=True)
    daily_units = models.PositiveIntegerField(_("pieces a day"), null=True, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductQuerySet(models.QuerySet["Product"]):
    """Filters that read after the dot."""

    def goods(self) -> "ProductQuerySet":
        """Keep what is really sold: no gifts, no services, no postage."""
        return self.filter(kind=ProductKind.GOODS)

    def on_sale(self) -> "ProductQuerySet":
        """Keep what is not withdrawn."""
        return self.filter(status=ProductStatus.ON_SALE)


class Product(OfShop):
    """One SKU of one shop. Money is in minor units of the shop's currency; unknown is NULL, never zero.

    `floor_minor`: the lowest price we may ask. `tier_locked`: a person set the tier and no rule changes it. `pack_units`: pieces
    in a carton, for lists that count cartons. `alert_units`: the alert line at which a substitute goes up (NULL: worked out).
    """

    title = models.CharField(_("title"), max_length=300, blank=True, default="")
    category = models.CharField(_("category"), max_length=100, blank=True, default="")
    cost_minor = models.BigIntegerField(_("cost"), null=True, blank=True)
    list_price_minor = models.BigIntegerField(_("list price"), null=True, blank=True)
    floor_minor = models.BigIntegerField(_("floor price"), null=True, blank=True)
    tier = models.CharField(_("tier"), max_length=1, choices=ProductTier.choices, blank=True, default="")
    tier_locked = models.BooleanField(_("tier set by hand"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=ProductStatus.choices, default=ProductStatus.ON_SALE)
    kind = models.CharField(_("kind"), max_length=10, choices=ProductKind.choices, default=ProductKind.GOODS)
    picture = models.CharField(_("picture"), max_length=500, blank=True, default="")
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.SET_NULL, null=True, blank=True, related_name="products")
    pack_units = models.PositiveIntegerField(_("pieces in a carton"), null=True, blank=True)
    alert_units = models.PositiveIntegerField(_("alert line"), null=True, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "sku"], name="product_once"),
            models.CheckConstraint(
                condition=(Q(cost_minor__isnull=True) | Q(cost_minor__gte=0))
                & (Q(list_price_minor__isnull=True) | Q(list_price_minor__gte=0))
                & (Q(floor_minor__isnull=True) | Q(floor_minor__gte=0)),
                name="product_money_not_negative",
            ),
        ]


class ClaimRank(models.IntegerChoices):
    """Who says more: a product list and a person stand above what order lines let us guess, and these above a stock list."""

    COUNTED = -1, _("seen in a count")
    ORDERS = 0, _("seen in orders")
    TOLD = 1, _("told")


class ProductClaim(OfShop):
    """What one import, or one edit of a person, said of one SKU. The product is the fold of its claims.

    `says`: {field: value}; a field that is absent was not spoken of. The higher rank has the word, then the later `as_of`, then
    the larger digest. `import_no` names the import, NULL for a person.
    """

    import_no = models.BigIntegerField(null=True)
    rank = models.SmallIntegerField(choices=ClaimRank.choices)
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True, default="")
    says = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # Of a person's edits, which have no import, every one stays: NULL equals nothing.
            models.UniqueConstraint(fields=["import_no", "shop", "sku"], name="product_claim_once_an_import"),
        ]
        indexes = [models.Index(fields=["shop", "sku"], name="product_claim_of_sku")]
