"""What a year should bring, so that the sales' share of it and the ordinary days' can be seen (playbook C7)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class YearTarget(models.Model):
    """The revenue target of one calendar year in one currency, minor units."""

    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    revenue_minor = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["year", "currency"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "currency"], name="year_target_once_a_currency"),
            models.CheckConstraint(condition=Q(revenue_minor__gt=0, year__gte=2000, year__lte=2100), name="year_target_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.currency}"
