"""A score as a table to take home."""

from typing import Any

from django.utils.translation import gettext as _

from rehearsal.models import RehearsalRun
from rehearsal.words import score_rows


def score_lines(run: RehearsalRun) -> list[list[Any]]:
    """Return the header and a line for each fault; minutes, empty where something did not happen."""
    head = [
        _("Fault"), _("About"), _("Begins"), _("Seen after, minutes"), _("Sign"), _("Incidents"), _("Card"),
        _("Acted after, minutes"), _("Messages"),
    ]  # fmt: skip
    names = ("subject", "at", "found_after", "sign_words", "incidents", "card", "action_after", "messages")
    return [head, *([str(row["words"]), *(row[name] for name in names)] for row in score_rows(run))]
