"""What the worker has counted for a campaign, ready to be shown: one row of JSON a state."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.fields import KeyField


class BoardSnapshot(models.Model):
    """One state of a campaign's board. Rows are never changed: a new state is a new row, the newest row is the board.

    `digest` is the sha256 of `board`, and so the ETag of whatever is rendered from it. `version` is the version of the
    plan it was counted against, `data_as_of` the moment up to which the orders of all its shops were known (none: no
    orders yet). Neither the clock nor the reader's language is in a row: ages and words are made when it is shown.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="boards")
    version = models.PositiveIntegerField()
    built_at = models.DateTimeField()
    data_as_of = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)
    board: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        # The newest board of a campaign is one step into this index.
        # The board of a past minute is one step into the other.
        indexes = [
            models.Index(fields=["campaign", "-id"], name="live_board_newest"),
            models.Index(fields=["campaign", "-built_at"], name="live_board_at"),
        ]

    def __str__(self) -> str:
        """Name the campaign, its plan and the age of the data."""
        return f"board {self.pk} of campaign {self.campaign_id}, plan {self.version}, data {self.data_as_of}"


class BoardDrawing(models.Model):
    """A board as HTML, drawn by the worker for whoever asks first: for one language and one kind of reader.

    `key` is all it depends on (`live.page.drawing`); rows of older boards go when the next is drawn.
    `parts`: the HTML, and what the frame around it needs.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="drawings")
    key = models.CharField(max_length=200)
    drawn_at = models.DateTimeField()
    parts: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()

    class Meta:
        verbose_name = _("drawn board")
        verbose_name_plural = _("drawn boards")
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="live_one_drawing_a_key")]

    def __str__(self) -> str:
        """Name the campaign and what is drawn."""
        return f"drawing {self.key} of campaign {self.campaign_id}"


class StoppedAds(models.Model):
    """The task to stop the ads for a product that is nearly gone: one for each product and sale."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    shop = models.ForeignKey("orders.Shop", on_delete=models.CASCADE, related_name="+")
    sku = KeyField()
    task = models.ForeignKey("campaigns.Task", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("stopped ads")
        verbose_name_plural = _("stopped ads")
        constraints = [models.UniqueConstraint(fields=["campaign", "shop", "sku"], name="ads_stopped_once")]

    def __str__(self) -> str:
        """Name the product."""
        return self.sku


class TierBoard(models.Model):
    """A sale by tier, as the worker counted it last: target, due and actual of each (`live.rules.tiers`).

    It is counted after the sales by SKU are, and so later than the board; `counted_to` within says up to which hour.
    """

    campaign = models.OneToOneField("campaigns.Campaign", on_delete=models.CASCADE, related_name="tier_board")
    built_at = models.DateTimeField()
    board: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()

    class Meta:
        verbose_name = _("board by tier")
        verbose_name_plural = _("boards by tier")

    def __str__(self) -> str:
        """Name the campaign."""
        return f"tiers of campaign {self.campaign_id}"
