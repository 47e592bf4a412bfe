"""Names, phones and streets of receivers, sealed; which imports told them; and who was shown one in clear."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.buyer import Buyer
from orders.fields import KeyField
from orders.models import Shop


class Contact(models.Model):
    """What a receiver of a buyer's orders is called, rung and found under: one row for each that files told.

    Kept only for shops that say so. `sealed` holds the three values, readable with the keys of this installation alone; the
    hashes find a whole phone, the last four digits of one, a name, each by equality; "" where there is none or the platform
    masked it. `digest` tells the same contact again. `as_of`: when the newest export that tells it was made; `placed_at`: when
    the newest order was placed that went there by that export.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, db_index=False, related_name="+")
    buyer_key = KeyField()
    digest = models.CharField(max_length=32)
    sealed = models.TextField()
    phone_hash = models.CharField(max_length=32, blank=True, default="")
    tail_hash = models.CharField(max_length=32, blank=True, default="")
    name_hash = models.CharField(max_length=32, blank=True, default="")
    as_of = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "buyer_key", "digest"], name="contact_once")]
        indexes = [
            models.Index(fields=["phone_hash"], name="contact_by_phone"),
            models.Index(fields=["tail_hash"], name="contact_by_tail"),
            models.Index(fields=["name_hash"], name="contact_by_name"),
            models.Index(fields=["shop", "as_of"], name="contact_by_age"),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class ContactSource(models.Model):
    """An import that tells of an order that goes to a contact; without any the contact is gone.

    `import_no`: a number of `imports`, which lies above. `order_no`: "" where it was told before orders were kept here.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="sources", db_constraint=False, db_index=False)
    import_no = models.BigIntegerField()
    as_of = models.DateTimeField()
    order_no = KeyField(default="")
    placed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["import_no", "contact", "order_no"], name="contact_source_of_order")]
        indexes = [models.Index(fields=["contact", "order_no"], name="contact_source_by_order")]

    def __str__(self) -> str:
        return f"{self.contact_id} by {self.import_no}"


class ContactReveal(models.Model):
    """Somebody was shown a contact in clear. `in_hour`: how many they were shown in the hour up to this one, it included."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(db_index=True)
    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="reveals")
    reason = models.CharField(_("reason"), max_length=200)
    in_hour = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "at"], name="reveal_by_person")]

    def __str__(self) -> str:
        return f"{self.by_id}: buyer {self.buyer_id}"
