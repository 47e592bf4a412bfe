"""Tiers of a shop, what they give, every move between them, and the long work of moving everybody."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models.buyer import Buyer
from orders.models import Shop

KNOWN_NAMES: dict[str, Any] = {"new": _("New"), "regular": _("Regular"), "silver": _("Silver"), "gold": _("Gold")}


class Tier(models.Model):
    """A level of a shop's buyers; a higher rank is a better one. `ways` are the rules: any one of them is enough.

    Each way is what `customers.rules.tiers.Way` keeps. The lowest tier has none: it is for whoever paid for an order. A tier of
    the default set goes by its `code`, in the reader's language, until somebody names it.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(_("name"), max_length=40, blank=True, default="")
    rank = models.PositiveSmallIntegerField(_("rank"))
    ways = models.JSONField(default=list, blank=True)
    ended_at = models.DateTimeField(null=True, help_text="taken out of the ladder; kept for the log")

    class Meta:
        ordering = ["rank"]
        indexes = [models.Index(fields=["shop", "rank"], name="tier_by_rank")]

    def __str__(self) -> str:
        return self.name or str(KNOWN_NAMES.get(self.code, self.code))


class BenefitKind(models.TextChoices):
    """What a tier gets."""

    FREE_SHIPPING = "free_shipping", _("free shipping")
    COUPON = "coupon", _("coupon")
    EARLY_ACCESS = "early_access", _("early access")
    GIFT = "gift", _("gift")
    LONGER_RETURN = "longer_return", _("longer return window")


class BenefitTime(models.TextChoices):
    """When it holds."""

    ALWAYS = "always", _("always")
    SALE = "sale", _("in a sale")


class Benefit(models.Model):
    """What buyers of a tier, and of the tiers above it, are entitled to (playbook L10).

    `amount_minor`: a coupon's worth; `from_minor`: the basket it needs; `number`: hours of early access, days of return. Texts
    are what the agent says, in both languages.
    """

    tier = models.ForeignKey(Tier, on_delete=models.CASCADE, related_name="benefits", verbose_name=_("buyer tier"))
    kind = models.CharField(_("what"), max_length=20, choices=BenefitKind.choices)
    holds = models.CharField(_("when"), max_length=10, choices=BenefitTime.choices, default=BenefitTime.ALWAYS)
    amount_minor = models.BigIntegerField(_("worth"), null=True, blank=True)
    from_minor = models.BigIntegerField(_("from a basket of"), null=True, blank=True)
    number = models.PositiveIntegerField(_("hours or days"), null=True, blank=True)
    text_en = models.CharField(_("what to say, English"), max_length=300, blank=True, default="")
    text_zh = models.CharField(_("what to say, Chinese"), max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tier", "kind", "holds"], name="benefit_once")]

    def __str__(self) -> str:
        return f"{self.tier}: {self.kind}"


class TierCause(models.TextChoices):
    """Why a buyer moved."""

    ORDERS = "orders", _("their orders changed")
    RULES = "rules", _("the rules were changed")
    TIME = "time", _("time went by")
    HAND = "hand", _("set by hand")
    HAND_END = "hand_end", _("the tier set by hand ended")


class TierChange(models.Model):
    """One move of one buyer: from where to where, by which rule, and what they had bought by then. Names stay as they were.

    Without constraints in the database: a million moves would look a million buyers and tiers up, and tiers are never deleted.
    """

    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="tier_changes", db_constraint=False)
    at = models.DateTimeField()
    before = models.ForeignKey(Tier, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False, db_index=False)
    after = models.ForeignKey(Tier, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False, db_index=False)
    before_name = models.CharField(max_length=40, blank=True, default="")
    after_name = models.CharField(max_length=40, blank=True, default="")
    cause = models.CharField(max_length=10, choices=TierCause.choices)
    rule = models.JSONField(null=True)
    orders_count = models.IntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by"], name="tier_change_by_hand", condition=Q(by__isnull=False))]

    def __str__(self) -> str:
        return f"{self.before_name} > {self.after_name}"


class Fifths(models.Model):
    """The values that part the buyers of a shop into fifths (`customers.rules.rfm.Cuts`), counted once in a while."""

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, related_name="+")
    recency = models.JSONField(default=list, help_text="moments as ISO text")
    frequency = models.JSONField(default=list)
    money = models.JSONField(default=list)
    buyers = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.buyers}"


class TierRunState(models.TextChoices):
    """How far the moving of everybody is."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class TierRun(models.Model):
    """All buyers of a shop judged anew by its rules, by a worker, a piece at a time; begun again it goes on at `next_id`."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=TierCause.choices)
    state = models.CharField(max_length=10, choices=TierRunState.choices, default=TierRunState.QUEUED)
    at = models.DateTimeField(help_text="the moment recency is counted from")
    next_id = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    moved = models.BigIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.done}/{self.total}"
