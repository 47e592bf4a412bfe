"""The warm-up in words: how the carts stand, what they foretell, which product is behind."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_count, format_share
from live.page.outlook import shown_odds
from live.queries.warm_up import WarmUp
from live.rules.warm_up import BEHIND


def warm_title(told: WarmUp) -> str:
    """Return the first line: carts so far, beside earlier sales."""
    carts = told.totals["carts"]
    if carts is None:
        return _("No carts are known since the warm-up began.")
    share = told.trends["carts"]
    said = {"carts": format_count(carts), "sale": told.earlier_names[0] if told.earlier_names else ""}
    if share is None:
        return _("%(carts)s carts so far; no earlier sale tells its own to hold them against.") % said
    said["share"] = format_share(abs(share - 1))
    if share < BEHIND:
        words = _("%(carts)s carts so far, %(share)s fewer than earlier sales at the same time before the start.")
    elif share > 1 / BEHIND:
        words = _("%(carts)s carts so far, %(share)s more than earlier sales at the same time before the start.")
    else:
        words = _("%(carts)s carts so far, as many as earlier sales at the same time before the start.")
    return words % said


def warm_why(told: WarmUp) -> str:
    """Return what the carts foretell of the first phase, and the warning where they are too few for its plan."""
    parts = []
    if told.foretold is not None:
        said = {
            "low": format_count(round(told.foretold.low)),
            "middle": format_count(round(told.foretold.middle)),
            "high": format_count(round(told.foretold.high)),
            "plan": format_count(told.first_orders),
            "odds": format_share(shown_odds(told.odds or 0.0)),
        }
        parts.append(_("They foretell %(middle)s paid orders in the first phase, %(low)s to %(high)s four of five times.") % said)
        if told.odds is not None:
            parts.append(_("%(odds)s likely to reach the %(plan)s of its plan.") % said)
        parts.append(
            ngettext("Judged by %(count)s earlier sale.", "Judged by %(count)s earlier sales.", told.foretold.sales)
            % {"count": told.foretold.sales}
        )
    carts = told.compared["carts"]
    if told.needed is not None and carts is not None and carts < BEHIND * told.needed:
        missing = {"missing": format_count(told.needed - carts)}
        parts.append(_("Too few for the plan: %(missing)s carts are missing by now.") % missing)
    behind = [each for each in told.products if each.trend is not None and each.trend < BEHIND]
    if behind:
        worst = min(behind, key=lambda each: (each.trend or 0.0) * 1.0)
        parts.append(
            _("%(product)s has only %(share)s of the carts it had then.")
            % {"product": worst.interest.title, "share": format_share(worst.trend)}
        )
    return " ".join(parts)
