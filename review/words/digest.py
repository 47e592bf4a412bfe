"""The digest of a report for a chat: verdict, why, numbers with their plan, findings, in at most 800 letters and 2,048 bytes."""

from django.utils.translation import gettext as _

from live.rules.alerts.fitting import fit
from review.models import Report
from review.pages.blocks import blocks_of
from review.pages.tiles import tiles
from review.words.verdict import stage_words, verdict, why

FINDINGS = ("phases", "channels", "products", "tasks", "disagreements")


def digest_text(report: Report, *, link: str = "") -> str:
    """Return the digest in the active language; the sale and the stage that ended stand first, the link last."""
    body = report.body
    stage = stage_words(report.stage)
    name = f"{report.campaign.name} · {stage}" if stage else report.campaign.name
    said = ({"label": tile.label, "value": tile.value, "note": tile.note} for tile in tiles(body))
    numbers = _("; ").join(_("%(label)s %(value)s (%(note)s)") % words for words in said)
    found = _("; ").join(table.title for table in blocks_of(body) if table.name in FINDINGS)
    return fit([name, verdict(body), why(body), numbers, found, link])
