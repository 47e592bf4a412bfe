"""Checks of the offers: what the newest audit found. Nothing is worked out here; an old or missing audit says so."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.audits import FLOOR_CODES, TRAP_CODES
from campaigns.checks.base import CheckState, PlanCheck
from campaigns.models import AuditReport, Campaign
from campaigns.queries.reports import Reports, reports_of
from campaigns.words.audit import finding_words, is_contradiction


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return three checks: offers that contradict, prices below cost or floor, traps. None of them before there is an offer."""
    if not campaign.offers.exists():
        return []
    reports = reports_of(AuditReport, campaign)
    asked: list[tuple[str, str, CheckState, str, Callable[[str], bool]]] = [
        ("audit_floor", _("No stack below cost"), "failed", _("No reachable stack sells below cost or floor."), _is_loss),
        ("offers_contradict", _("Offers agree"), "watch", _("No offer contradicts another or the prices."), is_contradiction),
        ("audit_traps", _("No discount trap"), "watch", _("More never costs less, and one order is never dearer."), _is_trap),
    ]
    url = reverse("campaigns:audit", args=[campaign.pk])
    found: list[PlanCheck] = []
    for code, name, bad, green, picks in asked:
        state, words = _state(reports, campaign, bad, green, picks)
        said_by = next((one.code for one in found if (one.state, one.found) == (state, words)), "")
        found.append(PlanCheck(code, state, name, words, url, said_by))
    return found


def _state(
    reports: Reports, campaign: Campaign, state: CheckState, green: str, picks: Callable[[str], bool]
) -> tuple[CheckState, str]:
    """Return the state of one check and what was found."""
    if reports.done is None:
        return "failed", _("The offers have not been audited.")
    found: dict[str, Any] = reports.done.found
    mine = [finding for finding in found["findings"] if picks(finding["code"])]
    if reports.is_old:
        words = _("The offers or prices have changed since the audit of version {version}: audit again.")
        return ("failed" if mine else "watch"), words.format(version=reports.done.version)
    if not mine:
        return "done", green
    words = finding_words(mine[0], found, campaign)
    if len(mine) > 1:
        more = ngettext("{words} And {count} more.", "{words} And {count} more.", len(mine) - 1)
        words = more.format(words=words, count=len(mine) - 1)
    return state, words


def _is_loss(code: str) -> bool:
    return code in FLOOR_CODES and code != "gives_more_than_price"


def _is_trap(code: str) -> bool:
    return code in TRAP_CODES
