"""The line of the card "why": the channel that takes or brings most of the hour it explains."""

from typing import Any

from live.page.cause_words import blind_words, cause_sentence
from live.queries.channels import channel_names
from live.rules.why import diagnose, rows_of

Board = dict[str, Any]


def cause_line(board: Board, hour: dict[str, Any] | None) -> str:
    """Return the cause of an hour in words, with its channel; "" without an hour, or where the bars say all there is to say."""
    if hour is None:
        return ""
    rows = [row for row in rows_of(board) if row["kind"] == "hour" and row["start"] == hour["start"]]
    told = diagnose(board, rows)
    if told.part != "traffic":
        return ""
    if told.channel is None:
        return blind_words(told)
    names = channel_names(board["causes"]["channels"])
    return cause_sentence(told, names=names, currency=board["campaign"]["currency"])
