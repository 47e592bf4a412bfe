"""Who looked whom up, when and how: every search and every card that was opened."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models import Buyer


class LookUpKind(models.TextChoices):
    """What was typed, or how the card was opened."""

    WORD = "word", _("nickname, order or name")
    PHONE = "phone", _("phone")
    TAIL = "tail", _("end of a phone")
    E_MAIL = "e_mail", _("e-mail")
    MASKED = "masked", _("masked nickname")
    CARD = "card", _("opened from a list")


class LookUpDoor(models.TextChoices):
    """Through which door."""

    DESK = "desk", _("page")
    PANEL = "panel", _("side panel")
    API = "api", _("programming interface")


class LookUp(models.Model):
    """One look-up. `text` is what was typed, as long as no buyer is known and it is no phone or e-mail; `buyer` who was opened.

    `found` counts the buyers shown; `refused`: a phone typed without the right to it, which was not searched.
    """

    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(_("what"), max_length=10, choices=LookUpKind.choices)
    door = models.CharField(_("where"), max_length=10, choices=LookUpDoor.choices, default=LookUpDoor.DESK)
    text = models.CharField(_("text"), max_length=100, blank=True, default="")
    found = models.PositiveSmallIntegerField(_("found"), default=0)
    refused = models.BooleanField(_("refused"), default=False)
    buyer = models.ForeignKey(Buyer, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("buyer"))

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["who", "-id"], name="look_up_by_person")]

    def __str__(self) -> str:
        return f"{self.who_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"
