"""What a sale expects, and what the earlier one brought: the figures at the head of both papers.

There is one definition, for both papers and for the odds: expected is what the traffic plan brings over all channels (playbook
P2, P10). The targets (P1) stand in for it only while no traffic is planned, and the paper says which of the two it tells.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import Campaign
from campaigns.queries.shops import own_shops
from campaigns.queries.traffic import TrafficPlan
from common.money import format_count, format_money, format_share
from common.papers import Block, Figure, Table
from common.windows import Window
from metrics import queries as metrics_queries

Amount = int | Fraction | None


@dataclass(frozen=True)
class Expected:
    """The four figures; money in minor units. Those of an earlier sale may be unknown (None).

    `from_channels`: they are the sums of the traffic plan, not the targets.
    """

    visitors: Amount
    conversion: Fraction | None
    order_value_minor: Amount
    revenue_minor: Amount
    from_channels: bool = False


def expected(campaign: Campaign, plan: TrafficPlan) -> Expected:
    """Return what the traffic plan brings, or the sale's own targets while no traffic is planned."""
    sums = plan.sums
    if plan.lines and sums.revenue_minor:
        return Expected(sums.visitors, sums.conversion, sums.order_value_minor, sums.revenue_minor, from_channels=True)
    return Expected(
        campaign.visitors_target,
        Fraction(campaign.conversion_target),
        campaign.order_value_target_minor,
        campaign.revenue_target_minor,
    )


def arithmetic(found: Expected, campaign: Campaign) -> str:
    """Say how the figures make the revenue, and where they come from: 5.28 M visitors, 5.40% of them buy, ¥213 each."""
    words = (
        _("{visitors} visitors, {conversion} of them buy, {value} each, as the traffic plan expects.")
        if found.from_channels
        else _("{visitors} visitors, {conversion} of them buy, {value} each, as the targets say: no traffic is planned yet.")
    )
    return words.format(
        visitors=format_count(found.visitors, "tile"),
        conversion=format_share(found.conversion, 2),
        value=format_money(found.order_value_minor, campaign.currency),
    )


def brought(campaign: Campaign) -> Expected | None:
    """Return what the earlier sale really brought; None without one, or where nothing of it is known."""
    earlier = campaign.compare_with
    if earlier is None:
        return None
    window = Window(earlier.start_slot, earlier.end_slot)
    names = ["visitors", "conversion", "order_value", "revenue"]
    values = metrics_queries.numbers(shops=own_shops(earlier), window=window, by="total", names=names)[0].values
    if not values["revenue"]:
        return None
    conversion = values["conversion"]
    found = {name: values[name] for name in ("visitors", "order_value", "revenue")}
    return Expected(
        found["visitors"], None if conversion is None else Fraction(conversion), found["order_value"], found["revenue"]
    )


def figures_of(found: Expected, campaign: Campaign, past: Expected | None) -> tuple[Figure, ...]:
    """Write the four figures, each with how it differs from the earlier sale."""
    currency = campaign.currency
    pairs = (
        (_("Visitors"), format_count(found.visitors, "tile"), found.visitors, past.visitors if past else None),
        (_("Conversion"), format_share(found.conversion, 2), found.conversion, past.conversion if past else None),
        (
            _("Order value"),
            format_money(found.order_value_minor, currency),
            found.order_value_minor,
            past.order_value_minor if past else None,
        ),
        (_("Revenue"), format_money(found.revenue_minor, currency), found.revenue_minor, past.revenue_minor if past else None),
    )
    return tuple(
        Figure(label, words, _("{change} on the last sale").format(change=change) if (change := _change(now, then)) else "")
        for label, words, now, then in pairs
    )


def last_sale(campaign: Campaign, found: Expected, past: Expected | None) -> Block:
    """Set what is expected beside what the earlier sale brought."""
    if past is None:
        said = _("No earlier sale is chosen, or nothing of it was imported.")
        return Block(_("The last sale"), (said,))
    currency, name = campaign.currency, campaign.compare_with.name if campaign.compare_with else ""
    rows = (
        (_("Visitors"), format_count(found.visitors), format_count(past.visitors), _change(found.visitors, past.visitors)),
        (
            _("Conversion"),
            format_share(found.conversion, 2),
            format_share(past.conversion, 2),
            _change(found.conversion, past.conversion),
        ),
        (
            _("Order value"),
            format_money(found.order_value_minor, currency),
            format_money(past.order_value_minor, currency),
            _change(found.order_value_minor, past.order_value_minor),
        ),
        (
            _("Revenue"),
            format_money(found.revenue_minor, currency),
            format_money(past.revenue_minor, currency),
            _change(found.revenue_minor, past.revenue_minor),
        ),
    )
    title = _("Beside {name}").format(name=name)
    return Block(title, table=Table(("", _("Expected"), _("It brought"), pgettext("how much more", "Change")), rows))


def _change(now: Amount, then: Amount) -> str:
    """Write how much more than then, in per cent; nothing where one of them is unknown."""
    if now is None or not then:
        return ""
    return format_share(Fraction(now) / Fraction(then) - 1, 0, signed=True)
