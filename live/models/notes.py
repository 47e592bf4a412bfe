"""What people wrote beside a minute of a sale."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 300


class NoteQuerySet(models.QuerySet["BoardNote"]):
    """Filters that read after the dot."""

    def standing(self) -> "NoteQuerySet":
        """Keep the notes nobody has taken off."""
        return self.filter(removed_at=None)


class BoardNote(models.Model):
    """A note pinned to a minute of a sale. One that is taken off stays as a row, so that the memory of the day can tell of it.

    `changed_at` is when it was pinned or taken off: the newest of a sale tells whether a drawn board is still right.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="board_notes")
    minute = models.DateTimeField(_("minute"))
    text = models.CharField(_("note"), max_length=LONGEST_NOTE)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on the board")
        verbose_name_plural = _("notes on the board")
        ordering = ["minute", "pk"]
        indexes = [
            models.Index(fields=["campaign", "minute"], name="note_of_minute"),
            models.Index(fields=["campaign", "-changed_at"], name="note_changed"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def utc_minute(self) -> int:
        """The minute as a number: minutes since 1970, UTC."""
        return int(self.minute.timestamp()) // 60
