"""What every row has that a worker prepares for a page: what it says, since when it is asked for, who is at it."""

from django.db import models


class Prepared(models.Model):
    """A row that a worker prepares. `body` is all that its pages show, as JSON; empty until a worker has prepared it.

    `asked_at`: since when it should be prepared anew, NULL when it is in step. `lease_until`: a worker is at it until then.
    `error` tells why the last try failed.
    """

    body = models.JSONField(default=dict)
    prepared_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    asked_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True
