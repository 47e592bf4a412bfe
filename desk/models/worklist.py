"""The work of a quiet hour (playbook B3, B5, C4): core buyers by name, reviews to answer, what was put off."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from desk.models.asking import AskedBuyer
from orders.fields import KeyField
from orders.models import Shop


class WorkKind(models.TextChoices):
    """Why somebody is on the list."""

    CORE = "core", _("core buyer")
    REVIEW = "review", _("bad review")
    CALL = "call", _("loyal buyer")
    SECOND = "second", _("second purchase")


class WorkRule(models.Model):
    """What makes the list of a shop. A shop without a row has these defaults."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="+")
    rest_days = models.PositiveIntegerField(
        _("nobody twice within so many days"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    silent_days = models.PositiveIntegerField(
        _("loyal buyers are called after so many days of silence"), default=60, validators=[MaxValueValidator(3_650)]
    )
    loyal_orders = models.PositiveIntegerField(
        _("loyal means so many paid orders"), default=3, validators=[MinValueValidator(2), MaxValueValidator(1_000)]
    )
    most_stars = models.PositiveSmallIntegerField(
        _("a review is bad up to so many stars"), default=3, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )

    def __str__(self) -> str:
        return f"{self.shop_id}"


class CoreBuyer(AskedBuyer):
    """One of the five to eight whom somebody knows by name (playbook B5). `next_on`: when to be in touch again."""

    name = models.CharField(_("name"), max_length=60, blank=True, default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    every_days = models.PositiveIntegerField(
        _("in touch every so many days"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    next_on = models.DateField(_("next contact"))
    since = models.DateTimeField()

    class Meta:
        ordering = ["next_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["shop", "buyer_key"], name="core_buyer_once")]


class Snooze(AskedBuyer):
    """Somebody put off: not shown on the work list before `until`."""

    until = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "buyer_key"], name="snooze_once")]


class ReviewClaim(models.Model):
    """What one import said of one review. `says`: {field of `desk.claims.REVIEW_FIELDS`: value}."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    review_no = KeyField()
    import_no = models.BigIntegerField()
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True, default="")
    says = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["import_no", "shop", "review_no"], name="review_claim_once_an_import")]
        indexes = [models.Index(fields=["shop", "review_no"], name="review_claim_of_review")]

    def __str__(self) -> str:
        return self.review_no


class BuyerReview(models.Model):
    """A review as it stands: the fold of what imports said. `stars` 1 to 5. Answered: the file says so, or somebody here did."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    review_no = KeyField()
    stars = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True, default="")
    order_no = models.TextField(blank=True, default="")
    product = models.TextField(blank=True, default="")
    buyer_key = models.TextField(blank=True, default="")
    written_at = models.DateTimeField(null=True)
    is_answered = models.BooleanField(default=False)
    worked_at = models.DateTimeField(null=True, help_text="somebody of the desk answered it")
    as_of = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "review_no"], name="review_once")]
        indexes = [
            models.Index(fields=["shop", "stars", "written_at"], name="review_open",
                         condition=Q(is_answered=False, worked_at=None))
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.review_no
