"""The hourly digest: the board's sentence, three numbers, one cause, one action, in at most 800 letters and 2,048 bytes."""

import html
from functools import reduce
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from common.money import format_count, format_money, format_share
from live.page.alerts.words import both
from live.page.context import sentence_context
from live.page.findings import split_finding
from live.rules.alerts.fitting import fit

Board = dict[str, Any]


def digest_text(*, board: Board, incidents: int, link: str = "") -> str:
    """Return the digest of a board as it is said at a moment (`shown.said_board`), in the active language."""
    currency = board["campaign"]["currency"]
    lines = [sentence_of(board), _numbers(board, currency), _cause(board, currency), _action(board)]
    if incidents:
        lines.append(_("Open incidents: %(count)s.") % {"count": format_count(incidents)})
    return fit([*lines, link])


def sentence_of(board: Board) -> str:
    """Return the first line of the board's page as plain text: the page's own words."""
    said = render_to_string("live/_sentence.html", sentence_context(board))
    return " ".join(html.unescape(strip_tags(said)).split())


def _numbers(board: Board, currency: str) -> str:
    so_far = board["so_far"]
    revenue, visitors, conversion = (so_far[name] for name in ("revenue", "visitors", "conversion"))
    said = [
        _pair(_("Revenue"), format_money(revenue["actual"], currency), format_money(revenue["due"], currency)),
        _pair(_("Visitors"), format_count(visitors["actual"], "tile"), format_count(visitors["due"], "tile")),
        _pair(_("Conversion"), format_share(conversion["actual"], 2), format_share(conversion["due"], 2)),
    ]
    return reduce(both, said)


def _pair(name: str, actual: str, due: str) -> str:
    if not actual:
        return _("%(name)s not known") % {"name": name}
    if not due:
        return f"{name} {actual}"
    return _("%(name)s %(actual)s (plan %(due)s)") % {"name": name, "actual": actual, "due": due}


def _cause(board: Board, currency: str) -> str:
    found = split_finding(board)
    names = {
        "traffic": _("traffic"),
        "conversion": _("conversion"),
        "order_value": _("order value"),
        "orders": _("visitors or conversion (traffic is not known)"),
        "unknown": _("cannot be told from the data"),
    }
    if found["kind"] not in names:
        return {"on_plan": _("Cause: nothing is off plan.")}.get(found["kind"], "")
    said = {"cause": names[found["kind"]], "amount": format_money(found["part"], currency, signed=True)}
    return _("Largest cause: %(cause)s, %(amount)s.") % said


def _action(board: Board) -> str:
    """Return the first step of the playbook for what pulls the sale off its plan (L4, L5)."""
    found = split_finding(board)
    if board["data"]["counted_to"] is None:
        return _("Next: import the orders.")
    if found["kind"] in {"none", "on_plan"}:
        return _("Next: keep to the plan.")
    if not found.get("is_short", True):
        return _("Next: release the reserve, and line up substitutes before a listing drops.")
    return {
        "traffic": _("Next: more promotion, write to old buyers, ask the platform for traffic."),
        "conversion": _("Next: read the inquiries for a fault of a product, and put people on unpaid orders."),
        "order_value": _("Next: show pairs and the next step of the discount; check which tier is bought."),
    }.get(found["kind"], _("Next: import the traffic, to know whether visitors or conversion are short."))
