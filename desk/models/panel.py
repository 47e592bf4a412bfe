"""Ways into the side panel where it stands in a frame of another site, which gets no session."""

from django.conf import settings
from django.db import models


class PanelPass(models.Model):
    """One browser that shows the panel as a person, or the code that lets one in.

    `digest`: of the code until somebody came in with it, then of the secret in the cookie. `seal`: what the person's password
    was then; a new password ends the pass. `used_at` is noted once a minute at most.
    """

    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    seal = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-entered_at", "-pk"]

    def __str__(self) -> str:
        return f"panel {self.pk} of {self.who_id}"
