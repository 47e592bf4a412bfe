"""What a sale really brought as tables: its parts, and day by day."""

from typing import Any

from django.utils.translation import gettext as _

from review.pages.tables import Body, Column, Table
from review.words.effect import PARTS, SAID, verdict


def parts_table(body: Body) -> Table:
    """Return the parts of the span, the neighbours and the profit, each with its interval."""
    rows = [_row(str(PARTS[name]), body["parts"][name]) for name in PARTS if name in body["parts"]]
    if body["neighbours"] and "during" in body["neighbours"]["parts"]:
        label = _("of it products of the same categories outside the sale")
        rows.append(_row(label, body["neighbours"]["parts"]["during"]))
    if body["profit"]:
        one = body["profit"]
        within = one["effect_low"] <= 0 <= one["effect_high"]
        said = "cannot_tell" if within else "more" if one["effect"] > 0 else "less"
        ends = (one["effect_low"], one["effect_high"])
        rows.append([_("Profit, all together"), None, None, one["effect"], *ends, None, str(SAID[said])])
    columns = [
        Column(_("Days")), Column(_("Came"), "money", is_wide=True), Column(_("Without the sale"), "money", is_wide=True),
        Column(_("Effect"), "money"), Column(_("From"), "money"), Column(_("To"), "money"),
        Column(_("Smallest that would be seen"), "money", is_wide=True), Column(_("Verdict"), is_wide=True),
    ]  # fmt: skip
    return Table("effect", verdict(body), "", columns, rows, body["currency"])


def _row(label: str, one: dict[str, Any]) -> list[Any]:
    ends = (one["effect_low"], one["effect_high"])
    return [label, one["came"], one["expected"], one["effect"], *ends, one["seen"], str(SAID[one["said"]])]


def days_table(body: Body) -> Table:
    """Return every day around the sale: what came, what would have come with its interval, the running effect."""
    rows = []
    for day in body["days"]:
        expected, running = day["expected"] or {}, day["running"] or {}
        rows.append(
            [
                day["on"], day["came"], *(expected.get(name) for name in ("expected", "low", "high", "effect")),
                *(running.get(name) for name in ("effect", "effect_low", "effect_high")),
            ]
        )  # fmt: skip
    columns = [
        Column(_("Day")), Column(_("Came"), "money"), Column(_("Without the sale"), "money"),
        Column(_("Without the sale, from"), "money", is_wide=True), Column(_("Without the sale, to"), "money", is_wide=True),
        Column(_("Effect"), "money"), Column(_("Effect so far"), "money", is_wide=True),
        Column(_("So far, from"), "money", is_wide=True), Column(_("So far, to"), "money", is_wide=True),
    ]  # fmt: skip
    return Table("days", _("Day by day around the sale"), "", columns, rows, body["currency"])
