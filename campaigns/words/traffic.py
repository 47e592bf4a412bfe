"""What the traffic plan says in words: how far it is from the target, and what would close it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign
from campaigns.queries.traffic import Repair, TrafficPlan
from campaigns.rules.problems import Problem
from common.money import format_count, format_money, format_share

PROBLEMS: dict[str, str | Promise] = {
    "channel_unknown": gettext_lazy("This sale has no channel {channel}."),
    "channel_twice": gettext_lazy("{channel} stands there twice; leave one line for each channel."),
    "channel_exists": gettext_lazy("There is a channel {channel} already."),
    "traffic_below_zero": gettext_lazy("Visitors and amounts cannot be below zero."),
    "traffic_share": gettext_lazy("Conversion and commission lie between 0 and 100 per cent."),
    "value_too_high": gettext_lazy("This is more than the program counts; check the number of zeros."),
    "sheet_empty": gettext_lazy("Paste the table with its first row, or choose a file: there is nothing to read yet."),
    "sheet_unreadable": gettext_lazy("{name} cannot be read as a workbook; save it as CSV or XLSX."),
    "sheet_columns": gettext_lazy("The first row does not name {columns}. Export the table to see how its first row is written."),
    "sheet_channel": gettext_lazy("Row {row}: there is no channel {channel}. Add it below first, or mend its name."),
}


def problem_words(problem: Problem) -> str:
    """Return the sentence of what is wrong with a line, a channel or a table."""
    values = {name: ", ".join(value) if name == "columns" else value for name, value in problem.values.items()}
    return str(PROBLEMS[problem.code]).format(**values)


def difference_words(plan: TrafficPlan, campaign: Campaign) -> str:
    """Say how far the plan is from the target: ¥1.08 M short of the target."""
    amount = format_money(abs(plan.difference_minor), campaign.currency)
    if plan.closes:
        return _("closes to the target")
    return (_("{amount} short of the target") if plan.difference_minor < 0 else _("{amount} above the target")).format(
        amount=amount
    )


def product_words(plan: TrafficPlan, campaign: Campaign) -> str:
    """Write the arithmetic: 5.28 M visitors × 5.40% × ¥213 = ¥60.9 M; nothing where nothing is planned."""
    if plan.sums.conversion is None or plan.sums.order_value_minor is None:
        return ""
    return _("{visitors} visitors × {conversion} × {value} = {revenue}").format(
        visitors=format_count(plan.sums.visitors, "tile"),
        conversion=format_share(plan.sums.conversion, 2),
        value=format_money(plan.sums.order_value_minor, campaign.currency),
        revenue=format_money(plan.sums.revenue_minor, campaign.currency),
    )


def repair_words(repair: Repair) -> str:
    """Say what would close the plan: 93.3 k more visitors from Live streaming would do."""
    count, name = format_count(abs(repair.change), "tile"), str(repair.kind.name)
    if repair.change > 0:
        words = ngettext(
            "{count} more visitor from {channel} would do.", "{count} more visitors from {channel} would do.", repair.change
        )
    else:
        words = ngettext(
            "{count} visitor fewer from {channel} would do.", "{count} visitors fewer from {channel} would do.", -repair.change
        )
    return words.format(count=count, channel=name)
