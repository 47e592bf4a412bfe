"""What the program says of rehearsals: the finding in a sentence, faults and signs in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign
from rehearsal.models import RehearsalRun, RehearsalState
from rehearsal.rules.faults import clock_words

KIND_WORDS: dict[str, Any] = {
    "traffic": gettext_lazy("Visitors of a channel stay away"),
    "conversion": gettext_lazy("Visitors buy less"),
    "stock_out": gettext_lazy("A product is sold out"),
    "late_data": gettext_lazy("The platform's data come two hours late"),
    "duplicates": gettext_lazy("Files come twice"),
    "worker_killed": gettext_lazy("The worker is killed in the middle of an import"),
}
SIGN_WORDS: dict[str, Any] = {
    "cause:traffic": gettext_lazy("the board's largest cause: traffic"),
    "cause:conversion": gettext_lazy("the board's largest cause: conversion"),
    "cause:order_value": gettext_lazy("the board's largest cause: order value"),
    "cause:orders": gettext_lazy("the board's largest cause: orders"),
    "age:late": gettext_lazy("the age of the data turned ochre"),
    "age:stale": gettext_lazy("the board says its data are old"),
    "load:repeated": gettext_lazy("the second import changed nothing"),
    "load:resumed": gettext_lazy("the import was taken up again and ended"),
}


def sign_words(sign: str) -> str:
    """Say a sign in words."""
    kind, _colon, subject = sign.partition(":")
    if kind == "channel":
        return _("the board names the channel {name}").format(name=subject)
    if kind == "stock":
        return _("stock warning of {sku}").format(sku=subject)
    return str(SIGN_WORDS.get(sign, sign))


def headline(campaign: Campaign, run: RehearsalRun | None) -> tuple[str, str]:
    """Say in the first line how the newest rehearsal went, and in the second what stands behind it."""
    if run is None:
        return (
            _("{name} was never rehearsed.").format(name=campaign.name),
            _("A copy plays its day with faults planted; the real sale cannot be touched by it."),
        )
    if run.state == RehearsalState.QUEUED:
        return _("A rehearsal of {name} waits for a worker.").format(name=campaign.name), _(
            "You can leave this page and come back."
        )
    if run.state == RehearsalState.RUNNING:
        said = _("A rehearsal of {name} has come to {clock}.").format(name=campaign.name, clock=clock_words(run.minute))
        return said, _("Its copy has its own data, workers and receiver of messages; nothing of it reaches the real sale.")
    if not run.score:
        return _("The last rehearsal of {name} has no score.").format(name=campaign.name), run.error
    return _found(run), _books(run)


def _found(run: RehearsalRun) -> str:
    rows = run.score["faults"]
    if not rows:
        return _("A rehearsal without faults ended.")
    after = [row["found_after"] for row in rows if row["found_after"] is not None]
    if len(after) < len(rows):
        missed = next(row for row in rows if row["found_after"] is None)
        text = ngettext(
            "{found} of {count} fault was noticed; not seen: {missed}.",
            "{found} of {count} faults were noticed; not seen: {missed}.",
            len(rows),
        )
        return text.format(found=len(after), count=len(rows), missed=KIND_WORDS[missed["kind"]])
    text = ngettext(
        "The one fault was noticed, after {slowest} minutes.",
        "All {count} faults were noticed, the slowest after {slowest} minutes.",
        len(rows),
    )
    return text.format(count=len(rows), slowest=max(0, *after))


def _books(run: RehearsalRun) -> str:
    score = run.score
    agree = (
        _("The copy counted every order that was sent.")
        if score["books"]["agree"]
        else _("The copy counted another revenue than was sent.")
    )
    false = ngettext("{count} false alarm.", "{count} false alarms.", len(score["false_alarms"])).format(
        count=len(score["false_alarms"])
    )
    return f"{agree} {false}"


def score_rows(run: RehearsalRun) -> list[dict[str, Any]]:
    """Return the rows of a score as a page and a table show them."""
    return [
        {
            **row,
            "words": KIND_WORDS.get(row["kind"], row["kind"]),
            "at": clock_words(row["start"]),
            "sign_words": sign_words(row["sign"]) if row["sign"] else "",
            "soon": row["found_after"] is not None and row["found_after"] < 0,
            "before": -(row["found_after"] or 0),
        }
        for row in run.score.get("faults", [])
    ]


def planned_rows(run: RehearsalRun) -> list[dict[str, Any]]:
    """Return the faults a rehearsal was asked for, before they are judged."""
    return [
        {**told, "words": KIND_WORDS.get(told["kind"], told["kind"]), "at": clock_words(told["start"])} for told in run.faults
    ]
