"""The first line of the review: did it make money, how far from plan, what took most of it, what is still open."""

from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import StageKind
from common.money import format_count, format_money, format_share
from review.words.parts import part_label

Body = dict[str, Any]
STEPS_IN_WORDS = 0.005


def verdict(body: Body) -> str:
    """Return the verdict as one sentence with the money; of a sale that runs, with what it is so far."""
    if not body["is_begun"]:
        return _intended(body)
    if not body["orders"]:
        return _("No order was paid in this sale.")
    made = _made(body)
    return made if body["is_over"] else _("So far: %(sentence)s") % {"sentence": made}


def _made(body: Body) -> str:
    currency = body["currency"]
    profit, plan = body["money"]["states"]["running"]["profit"], body["plan"]["profit"]
    amount = format_money(abs(profit), currency)
    said = _("Made %(amount)s") % {"amount": amount} if profit >= 0 else _("Lost %(amount)s") % {"amount": amount}
    if plan is None:
        return _("%(said)s; nobody planned a profit") % {"said": said}
    apart = {"said": said, "apart": format_money(abs(profit - plan), currency)}
    if profit == plan:
        return _("%(said)s, exactly as planned") % apart
    return _("%(said)s, %(apart)s over plan") % apart if profit > plan else _("%(said)s, %(apart)s under plan") % apart


def _intended(body: Body) -> str:
    """Return what a sale that has not begun is meant to make."""
    plan, currency = body["plan"], body["currency"]
    words = {"revenue": format_money(plan["revenue"], currency), "profit": format_money(plan["profit"], currency)}
    if plan["profit"] is None:
        return _("Planned: %(revenue)s of revenue; nobody planned a profit") % words
    return _("Planned: %(revenue)s of revenue, %(profit)s of profit") % words


def why(body: Body) -> str:
    """Return what took most, and what is still open; of a sale that has not begun how far its tasks are."""
    if not body["is_begun"]:
        tasks = body["tasks"]
        words = {"done": tasks["done"], "all": tasks["all"], "late": len(tasks["late"])}
        return _("%(done)s of %(all)s tasks are done, %(late)s are late.") % words
    told = []
    worst = body["worst"]
    if worst and body["plan"]["profit"] is not None:
        words = {"share": format_share(worst["share"]), "part": part_label(worst["name"])}
        told.append(_("%(share)s of what was lost on the way: %(part)s.") % words)
    open_refund, open_cost = body["open_refund_minor"], body["open_cost_share"]
    refunds = _("%(amount)s of refunds") % {"amount": format_money(open_refund, body["currency"])}
    unknown = unknown_costs(body)
    share = {"share": format_share(open_cost)}
    costs = _("at least %(share)s of the costs") % share if unknown else _("%(share)s of the costs") % share
    if open_refund and open_cost >= STEPS_IN_WORDS:
        told.append(_("Still open: %(refunds)s and %(costs)s.") % {"refunds": refunds, "costs": costs})
    elif open_refund or open_cost >= STEPS_IN_WORDS:
        told.append(_("Still open: %(what)s.") % {"what": refunds if open_refund else costs})
    elif body["orders"] and not unknown:
        told.append(_("Nothing is open."))
    if unknown and body["orders"]:
        told.append(_("Not known at all: %(parts)s.") % {"parts": _(", ").join(part_label(name) for name in unknown)})
    return " ".join(told)


def unknown_costs(body: Body) -> list[str]:
    """Return the costs of which neither plan nor file tells anything: how much they are nobody knows."""
    return [name for name, share in body["money"]["states"]["running"]["coverage"].items() if share == 0]


def known_share(body: Body) -> str:
    """Return how much of the costs is settled; only of those told so far, where some are not known at all."""
    share = {"share": format_share(1 - body["open_cost_share"])}
    return _("%(share)s of the costs told so far") % share if unknown_costs(body) else _("%(share)s of the costs") % share


def stage_words(stage: str) -> str:
    """Return that a stage is over; "" for none."""
    said = {
        StageKind.PREPARATION: _("the preparation is over"),
        StageKind.WARM_UP: _("the warm-up is over"),
        StageKind.LIVE: _("the sale is over"),
        StageKind.CLOSING: _("the closing is over"),
    }
    return said[StageKind(stage)] if stage else ""


def age_words(body: Body) -> str:
    """Return how many orders a statement has settled, and whether the review is final."""
    words = {"settled": format_count(body["settled_orders"]), "orders": format_count(body["orders"])}
    told = _("%(settled)s of %(orders)s orders settled") % words
    return _("%(told)s; final") % {"told": told} if body["is_final"] else told
