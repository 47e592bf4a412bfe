"""What an agent says: texts with fields, by situation, tier and language (playbook L10)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Situation(models.TextChoices):
    """When a script is said, in the order in which an agent needs it."""

    REFUND = "refund", _("refund asked")
    UNPAID = "unpaid", _("unpaid order")
    PARCEL = "parcel", _("where is my parcel")
    DISCOUNT = "discount", _("discount not applied")
    PRICE = "price", _("question about the price")
    OUT_OF_STOCK = "out_of_stock", _("out of stock")
    NEXT_TIER = "next_tier", _("next tier near")
    GREETING = "greeting", _("greeting")
    AFTER_SALE = "after_sale", _("after the sale")


class ScriptLanguage(models.TextChoices):
    """The language a script is written in."""

    ENGLISH = "en", "English"
    CHINESE = "zh-hans", "简体中文"


class ScriptQuerySet(models.QuerySet["Script"]):
    """Filters read after the dot."""

    def said_in(self, language: str) -> "ScriptQuerySet":
        """Keep what is used, in one language, in its order."""
        return self.filter(is_active=True, language=language).order_by("place", "pk")


class Script(models.Model):
    """One text. `tiers` are codes or names of tiers (`customers.Tier.code`, else its name), empty: for everybody.

    A script of the default set goes by its `code`, one in each language, so that it can be set back; one of the shop's own has
    none. `text` names fields in braces, all of `desk.rules.scripts.KNOWN_FIELDS`.
    """

    code = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(_("title"), max_length=80)
    situation = models.CharField(_("situation"), max_length=20, choices=Situation.choices)
    language = models.CharField(_("language"), max_length=10, choices=ScriptLanguage.choices)
    tiers = models.JSONField(_("buyer tiers"), default=list, blank=True)
    text = models.TextField(_("text"), max_length=1000)
    is_active = models.BooleanField(_("in use"), default=True)
    place = models.PositiveSmallIntegerField(_("place"), default=100, help_text=_("smaller numbers come first"))

    objects = ScriptQuerySet.as_manager()

    class Meta:
        ordering = ["language", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "language"], condition=~Q(code=""), name="script_of_set_once"),
        ]

    def __str__(self) -> str:
        return self.title
