"""How right the foresight was as tables: odds, projections, buffers, alerts, each with its finding as title."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.queries.odds import scored
from common.money import format_count, format_money, format_share
from inventory.models import BufferMethod
from live.page.alerts.words import NAMES as WATCHES
from live.page.alerts.words import measure_words
from review.pages.tables import Column, Table
from review.queries.calibration import Foresight
from review.queries.scoring import CHOSEN
from review.words.calibration import QUARTERS, band_words, odds_band

LABELS = {
    "odds": gettext_lazy("Odds"),
    "projections": gettext_lazy("Projections"),
    "buffers": gettext_lazy("Buffers"),
    "alerts": gettext_lazy("Alerts"),
}
"""What the sheets of a workbook are called."""


def tables_of(found: Foresight) -> list[Table]:
    """Return the four tables, those without rows too: their titles say that nothing was foreseen."""
    return [_odds(found), _projections(found), _buffers(found), _alerts(found)]


def _odds(found: Foresight) -> Table:
    rows = [
        [
            row.campaign.name, format_share(row.p_profit), format_share(row.p_target),
            *(format_money(each, row.campaign.currency) for each in (row.profit[9], row.profit[89], row.actual_profit_minor)),
            _inside(is_inside=scored(row).is_inside) if row.is_foresight else _("made afterwards: does not count"),
        ]
        for row in found.odds
    ]  # fmt: skip
    columns = [
        Column(_("Sale")), Column(_("Chance of profit"), is_wide=True), Column(_("Chance of the target"), is_wide=True),
        Column(_("Profit, from")), Column(_("to")), Column(_("Profit that came")), Column(_("Verdict"), is_wide=True),
    ]  # fmt: skip
    title = _("Odds of the plan: %(words)s") % {"words": band_words(odds_band(found))}
    rule = ""
    if found.calibration:
        one = found.calibration
        words = {"score": f"{one.brier_profit:.2f}", "expected": f"{one.expected_profit:.2f}"}
        rule = (
            _("Brier score of the chance of profit: %(score)s; 0.25 is a coin, %(expected)s what these chances promise.") % words
        )
    return _table("odds", title, rule, columns, rows)


def _projections(found: Foresight) -> Table:
    rows = [
        [str(label), band.count, band.sales, band.share, miss]
        for label, (band, miss) in zip(QUARTERS, found.quarters, strict=True)
        if band.count
    ]
    columns = [
        Column(_("When")), Column(_("Hours"), "count", is_wide=True), Column(_("Sales"), "count", is_wide=True),
        Column(_("Inside"), "share"), Column(_("Usual miss"), "share"),
    ]  # fmt: skip
    title = _("Projections: %(words)s") % {"words": band_words(found.projections)}
    rule = _("What the board said of the end of the sale at each hour, beside what it came to.")
    return _table("projections", title, rule, columns, rows)


def _buffers(found: Foresight) -> Table:
    labels = {CHOSEN: _("what was chosen"), **{str(method.value): str(method.label) for method in BufferMethod}}
    rows = [[labels[rule], one["products"], one["short"], one["left"], one["lacked"]] for rule, one in found.buffers.items()]
    columns = [
        Column(_("Rule")), Column(_("Products"), "count", is_wide=True), Column(_("Sold out"), "count"),
        Column(_("Left over"), "count"), Column(_("Lacked, at least"), "count"),
    ]  # fmt: skip
    title = _("Buffers: %(words)s") % {"words": band_words(found.demand)}
    rule = _("What each rule would have held beside what was sold. What is gone is not sold: at least so many were lacked.")
    return _table("buffers", title, rule, columns, rows)


def _alerts(found: Foresight) -> Table:
    rows = [
        [
            one["name"] or str(WATCHES.get(one["code"], "")) or measure_words(one["measure"]), one["rang"], one["seen"],
            one["escalated"], one["passed"], one["false"], None if one["minutes"] is None else round(one["minutes"]),
        ]
        for one in found.alerts
    ]  # fmt: skip
    columns = [
        Column(_("Watch")), Column(_("Rang"), "count"), Column(_("Seen to"), "count"),
        Column(_("Escalated"), "count", is_wide=True), Column(_("Passed unseen"), "count"), Column(_("Judged false"), "count"),
        Column(_("Minutes until seen to"), "count", is_wide=True),
    ]  # fmt: skip
    rang, passed, false = (sum(one[name] for one in found.alerts) for name in ("rang", "passed", "false"))
    title = _("Alerts: none rang")
    if rang:
        words = {"passed": format_count(passed), "rang": format_count(rang), "false": format_count(false)}
        title = _("Alerts: of %(rang)s that rang %(passed)s passed unseen; judged false: %(false)s") % words
    rule = _("What is judged false, or passes by itself again and again, was no alarm: set its bound wider, or drop the watch.")
    return _table("alerts", title, rule, columns, rows)


def _inside(*, is_inside: bool) -> str:
    return _("inside") if is_inside else _("outside")


def _table(name: str, title: str, rule: str, columns: list[Column], rows: Sequence[Sequence[object]]) -> Table:
    return Table(name, title, rule, columns, rows, "CNY")
