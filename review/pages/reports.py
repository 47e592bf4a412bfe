"""The list of reports: what each says, why it was made, its files, who was told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from live.models import AlertDelivery, DeliveryState
from review.models import Report
from review.pictures import pictures_of
from review.words.digest import digest_text
from review.words.verdict import stage_words, verdict

_TONES = {DeliveryState.SENT: "done", DeliveryState.DEAD: "failed"}


@dataclass(frozen=True)
class Told:
    """A channel with the state of its message."""

    name: str
    state: str
    tone: str


@dataclass(frozen=True)
class ReportRow:
    """One report. `stage` is "" where a person asked; `pictures`: (name of the block, what its file is called)."""

    report: Report
    title: str
    stage: str
    digest: str
    pictures: Sequence[tuple[str, str]]
    told: Sequence[Told]


def report_rows(reports: Iterable[Report], told: Mapping[str, Sequence[AlertDelivery]]) -> list[ReportRow]:
    """Return the reports as the page lists them, in the reader's language."""
    return [
        ReportRow(
            report=report,
            title=verdict(report.body),
            stage=stage_words(report.stage),
            digest=digest_text(report),
            pictures=[(name, _("%(name)s, PNG") % {"name": label}) for name, label in pictures_of(report)],
            told=[_told(row) for row in told.get(report.key, ())],
        )
        for report in reports
    ]


def _told(row: AlertDelivery) -> Told:
    return Told(row.channel.name, str(DeliveryState(row.state).label), _TONES.get(DeliveryState(row.state), "next"))
