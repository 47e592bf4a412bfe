"""The evidence behind the prices of a plan as files: at once for a few prices, written ahead by a worker for many.

Files are named after their row and lie below DATA_DIR/evidence; newer ones in the same language take the place of older ones.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from campaigns.models import Campaign, EvidenceReport, ReportState
from campaigns.queries.price_terms import fingerprint, latest_point
from campaigns.queries.verdicts import judged_prices
from campaigns.tables.prices import evidence_lines
from common.spreadsheets import as_csv, as_xlsx

ENDINGS = ("csv", "xlsx")
FIXED_COLUMNS = 2


def evidence_asked(language: str) -> dict[str, Any]:
    """Return what the files depend on beside the plan: their language and the newest price that is known."""
    return {"language": language, "point": latest_point()}


def evidence_report(campaign: Campaign, language: str) -> EvidenceReport | None:
    """Return the newest report of the plan's prices as they stand, whatever its state; None when nobody asked for one.

    A report that is done and whose files are gone counts as none.
    """
    wanted = {**evidence_asked(language), "fingerprint": fingerprint(campaign)}
    rows = EvidenceReport.objects.filter(campaign=campaign).order_by("-pk")
    newest = next((row for row in rows if row.asked == wanted), None)
    if newest is None or newest.state != ReportState.DONE:
        return newest
    return newest if all(evidence_path(newest, ending).is_file() for ending in ENDINGS) else None


def evidence_path(report: EvidenceReport, ending: str) -> Path:
    """Return where a file of a report lies; `ending` is one of `ENDINGS`."""
    return _folder() / f"{report.campaign_id}-{report.pk}.{ending}"


def write_evidence(report: EvidenceReport, *, tell: Callable[[int, int], None]) -> dict[str, Any]:
    """Judge every price and write the files of a report; `tell` hears how far that is. Older files go."""
    campaign, language = report.campaign, report.asked["language"]
    judged = judged_prices(campaign, tell=tell)
    with translation.override(language):
        lines = list(evidence_lines(campaign, judged))
        _keep(report, "csv", as_csv(lines))
        _keep(report, "xlsx", as_xlsx(campaign.name, lines, fixed_columns=FIXED_COLUMNS))
    for older in EvidenceReport.objects.filter(campaign=campaign, pk__lt=report.pk):
        if older.asked["language"] == language:
            for ending in ENDINGS:
                evidence_path(older, ending).unlink(missing_ok=True)
    return {"prices": len(judged)}


def _keep(report: EvidenceReport, ending: str, data: bytes) -> None:
    """Write a file whole or not at all, readable by the program alone; each attempt has a half of its own."""
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = evidence_path(report, ending)
    half = path.with_name(f"{path.name}.{report.attempt}")
    half.touch(mode=0o600)
    half.write_bytes(data)
    half.replace(path)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "evidence"
