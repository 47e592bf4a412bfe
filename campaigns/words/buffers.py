"""What the page of buffers says: its first line, each rule's name, what a supplier cannot bring, the price of holding back."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.words.headlines import Headline
from common.moments import format_day
from common.money import format_count, format_money, format_share
from common.sentences import stopped
from inventory.queries.buffers import BufferLine, BufferTotals, Supplied
from inventory.queries.hold_back import HeldBack
from inventory.rules.buffers.supply import InTime
from inventory.services.buffers import Chosen

SHORT_METHODS = {
    "advised": gettext_lazy("advised"),
    "flat": gettext_lazy("flat"),
    "platform": gettext_lazy("platform"),
    "hand": gettext_lazy("by hand"),
}
WHY_NOT = {
    "no_cost": gettext_lazy("no advice: its cost is not known"),
    "no_price": gettext_lazy("no advice: its price is not known"),
    "below_cost": gettext_lazy("no advice: sold at or below its cost"),
}


def headline(totals: BufferTotals, currency: str, *, flat: float, with_costs: bool) -> Headline:
    """Say how much to hold, what it ties up, and what the flat share would cost beside it."""
    if not totals.products:
        return Headline(
            _("No buffers are worked out for this sale yet."),
            _("The plan says how much each product should sell; the shop's own past says how wrong such plans are."),
        )
    units = format_count(totals.units)
    todo = _todo(totals)
    if not with_costs:
        return Headline(_("Hold {units} pieces for the sale.").format(units=units), todo)
    capital = format_money(totals.capital_minor, currency)
    more = totals.flat_cost_minor - totals.cost_minor
    told = {"units": units, "capital": capital, "flat": format_share(flat), "more": format_money(abs(round(more)), currency)}
    if totals.without_advice == totals.products:
        return Headline(_("Hold {units} pieces by the flat {flat}; no cost is known to advise by.").format(**told), todo)
    if round(more) == 0:
        return Headline(_("Hold {units} pieces for {capital}, as the flat {flat} would.").format(**told), todo)
    if more < 0:
        bad = _("{more} more in expectation than the flat {flat}").format(**told)
        return Headline(_("Hold {units} pieces for {capital}: {bad}.").format(bad=bad, **told), todo, bad)
    return Headline(
        _("Hold {units} pieces for {capital}; the flat {flat} would cost {more} more in expectation.").format(**told), todo
    )


def _todo(totals: BufferTotals) -> str:
    parts = []
    if totals.unordered:
        parts.append(
            ngettext("{count} piece is still to be ordered.", "{count} pieces are still to be ordered.", totals.unordered).format(
                count=format_count(totals.unordered)
            )
        )
    if totals.short:
        parts.append(
            ngettext(
                "The supplier of {count} product cannot bring all of it in time.",
                "The suppliers of {count} products cannot bring all of them in time.",
                totals.short,
            ).format(count=format_count(totals.short))
        )
    if totals.none:
        parts.append(
            ngettext(
                "None is held of {count} product: too seldom would one sell.",
                "None is held of {count} products: too seldom would one of them sell.",
                totals.none,
            ).format(count=format_count(totals.none))
        )
    if totals.uncounted:
        parts.append(
            ngettext(
                "{count} product was never counted: nobody knows what to order of it.",
                "{count} products were never counted: nobody knows what to order of them.",
                totals.uncounted,
            ).format(count=format_count(totals.uncounted))
        )
    if totals.without_cost:
        parts.append(
            ngettext(
                "{count} has no known cost and keeps the flat share.",
                "{count} have no known cost and keep the flat share.",
                totals.without_cost,
            ).format(count=format_count(totals.without_cost))
        )
    return " ".join(parts)


def why_not(line: BufferLine) -> str:
    """Say why nothing is advised for a product; empty when something is."""
    return str(WHY_NOT.get(line.why, "")) if not line.costs else ""


def none_words(line: BufferLine, *, with_costs: bool) -> str:
    """Say why holding none is advised; empty where something is. When it pays tells the margin: for who may see costs."""
    if line.none is None or line.none.sold_share <= 0:
        return ""
    sold, pays = format_share(line.none.sold_share), format_share(line.none.paying_share)
    if (line.pack_units or 1) > 1:
        if not with_costs:
            return _("none: only {sold} of a carton would sell").format(sold=sold)
        return _("none: {sold} of a carton would sell, it pays from {pays}").format(sold=sold, pays=pays)
    if not with_costs:
        return _("none: sells in only {sold} of such sales").format(sold=sold)
    return _("none: sells in {sold} of such sales, pays from {pays}").format(sold=sold, pays=pays)


def meanwhile_words(units: int) -> str:
    """Say beside a typed amount what somebody else chose meanwhile, and how to go on."""
    said = ngettext("Somebody chose {count} piece meanwhile.", "Somebody chose {count} pieces meanwhile.", units)
    return " ".join([said.format(count=format_count(units)), _("Save once more to hold yours.")])


def supply_words(supplied: Supplied | None, *, on: date) -> str:
    """Say whether a supplier brings in time what is to be ordered; empty when nothing is, or all of it does."""
    if supplied is None:
        return ""
    last = supplied.last_order_on
    if supplied.state is InTime.UNKNOWN:
        if last is None:
            return _("nobody told how fast the supplier is")
        return _("order by {day}; how much comes is not known").format(day=format_day(last))
    if supplied.state is InTime.ENOUGH:
        return "" if last is None else _("order by {day}").format(day=format_day(last))
    if supplied.missing == 0:
        return _("comes in time by its share")
    missing = format_count(supplied.missing)
    if supplied.state is InTime.LATE:
        return _("too late: all {missing} would miss the start").format(missing=missing)
    late = (on - last).days if last is not None else 0
    return ngettext(
        "{missing} miss the start: {count} day too late", "{missing} miss the start: {count} days too late", late
    ).format(missing=missing, count=late)


def lasts_words(days: float | None) -> str:
    """Say for how long what is there lasts when the sale goes as planned; empty when to its end."""
    if days is None:
        return ""
    if days < 0.05:
        return _("nothing for the opening")
    return _("sold out after {days} days").format(days=f"{days:.1f}")


def chosen_words(chosen: Chosen) -> str:
    """Say what a choice changed."""
    said = ngettext("{count} product changed.", "{count} products changed.", chosen.changed).format(
        count=format_count(chosen.changed)
    )
    if chosen.without_advice:
        more = ngettext(
            "{count} has no known cost or price and keeps the flat share.",
            "{count} have no known cost or price and keep the flat share.",
            chosen.without_advice,
        )
        said = f"{said} {more.format(count=format_count(chosen.without_advice))}"
    return said if chosen.changed or chosen.without_advice else _("Nothing was changed.")


def hold_back_words(one: HeldBack, currency: str) -> list[str]:
    """Say what holding a product back costs and what must be sold to be worth it."""
    found = one.found
    days = ngettext("{count} day", "{count} days", one.days).format(count=one.days)
    pieces = ngettext("{count} piece", "{count} pieces", round(found.units)).format(count=format_count(round(found.units)))
    lost = _("{days} without {product} lose {revenue} of turnover, {pieces}.").format(
        days=days, product=one.title, revenue=format_money(found.revenue_minor, currency), pieces=pieces
    )
    if not found.units:
        return [_("{product} sold nothing in the last four weeks: there is nothing to lose.").format(product=one.title)]
    if found.margin_minor is None:
        return [lost, _("Its cost is not known: what margin that is cannot be told.")]
    said = [lost]
    if found.waiting_minor is not None:
        said.append(
            _("That is {margin} of margin; {back} of it comes back with the buyers who wait.").format(
                margin=format_money(found.margin_minor, currency), back=format_money(found.waiting_minor, currency)
            )
        )
    if found.is_hopeless:
        return [*said, _("At its price in the sale no number of pieces wins that back: the price is not above the cost.")]
    if found.extra_units is None:
        return [*said, _("Its price in the sale is not known: what the sale must sell cannot be told.")]
    if found.extra_units == 0:
        return [*said, _("The buyers who wait pay for it: nothing extra must be sold.")]
    extra = ngettext(
        "To be worth it the sale must sell {extra} piece more than planned",
        "To be worth it the sale must sell {extra} pieces more than planned",
        found.extra_units,
    ).format(extra=format_count(found.extra_units))
    if found.extra_share is None:
        return [*said, stopped(extra)]
    return [*said, _("{extra}, {share} above the plan.").format(extra=extra, share=format_share(found.extra_share))]


def supplier_words(lines: Sequence[BufferLine]) -> list[tuple[str, Supplied, int, int]]:
    """Return each supplier that may not bring all in time: name, answer, pieces to order, products; worst first."""
    found: dict[str, tuple[Supplied, int, int, int]] = {}
    for line in lines:
        if line.supplied is None or line.supplied.state is InTime.ENOUGH:
            continue
        name = line.supplier or _("no supplier told")
        was = found.get(name, (line.supplied, 0, 0, 0))
        missing = was[1] + (line.supplied.missing or 0)
        found[name] = (line.supplied, missing, was[2] + (line.to_order or 0), was[3] + 1)
    rows = [
        (name, Supplied(one.state, None if one.missing is None else missing, one.last_order_on), wanted, count)
        for name, (one, missing, wanted, count) in found.items()
    ]
    return sorted(rows, key=lambda row: (-(row[1].missing or 0), row[0]))
