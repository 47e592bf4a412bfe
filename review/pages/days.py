"""What the review said day by day: the profit known then, and by how much it moved since the day before."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from review.models import Review, ReviewDay
from review.pages.tables import Column, Table, _table
from review.words.titles import Told, days_title


def day_table(review: Review, days: Sequence[ReviewDay]) -> Table:
    """Return a row a day; `days`: all of them, the newest first, as the finding is about the first and the last."""
    profits = [day.body["money"]["states"]["running"]["profit"] for day in days]
    rows = []
    for day, profit, before in zip(days, profits, [*profits[1:], None], strict=False):
        amounts = day.body["money"]["amounts"]
        moved = None if before is None else profit - before
        still_open = (day.body["open_refund_minor"], day.body["open_cost_share"])
        rows.append([f"{day.on:%Y-%m-%d}", amounts["revenue"], amounts["refund"], profit, moved, *still_open])
    columns = [
        Column(_("Day")), Column(_("Revenue"), "money", is_wide=True), Column(_("Refunds"), "money", is_wide=True),
        Column(_("Profit"), "money"), Column(_("± day before"), "gap"), Column(_("Refunds still open"), "money", is_wide=True),
        Column(_("Costs still open"), "share", is_wide=True),
    ]  # fmt: skip
    ends_at = review.campaign.ends_at
    told = [
        Told(day.on, profit, day.body["orders"], is_over=day.at >= ends_at)
        for day, profit in zip(days, profits, strict=True)
    ]  # fmt: skip
    return _table("days", days_title(told, review.body["currency"]), columns, rows, review.body)
