"""The canary: proof that beat rings and a worker answers."""

from django.db import models


class Canary(models.Model):
    """When the schedule last came through the broker to a worker and into the database."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "canaries"

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%Y-%m-%d %H:%M:%S}"
