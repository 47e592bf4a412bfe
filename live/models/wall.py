"""Screens on walls: who may look at which sale without an account, and what they are shown."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

GREY_AFTER_MINUTES = 30


class WallQuerySet(models.QuerySet["WallScreen"]):
    """Filters that read after the dot."""

    def standing(self) -> "WallQuerySet":
        """Keep the screens nobody has taken away."""
        return self.filter(revoked_at=None)


class WallScreen(models.Model):
    """One screen. Its address is a secret of 256 bits of which only the digest is kept; whoever knows it may look.

    `campaign`: the sale it shows; empty: the sale at hand. `hides_amounts`: shares of the target in place of money, and
    nothing else leaves the server. `grey_after`: minutes from which data are too old to be shown in colour. `night_from`,
    `night_to`: minutes of the sale's day between which the screen is dark; both empty: never.
    """

    name = models.CharField(_("where it hangs"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, null=True, blank=True, related_name="walls")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    hides_amounts = models.BooleanField(_("hide amounts"), default=False)
    grey_after = models.PositiveSmallIntegerField(
        _("turns grey after minutes"),
        default=GREY_AFTER_MINUTES,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
    )
    night_from = models.PositiveSmallIntegerField(null=True, blank=True)
    night_to = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = WallQuerySet.as_manager()

    class Meta:
        verbose_name = _("wall screen")
        verbose_name_plural = _("wall screens")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(night_from__isnull=True, night_to__isnull=True)
                | Q(night_from__lt=1440, night_to__lt=1440, night_from__isnull=False, night_to__isnull=False),
                name="wall_night_has_both_ends",
            )
        ]

    def __str__(self) -> str:
        return self.name
