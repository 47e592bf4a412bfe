"""The buffers of a sale as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.words.buffers import SHORT_METHODS, none_words, why_not
from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from inventory.queries.buffers import BufferLine


def buffer_cells(campaign: Campaign, lines: Iterable[BufferLine], *, with_costs: bool) -> Iterator[list[Cell]]:
    """Yield the header, then each line; unknown is an empty cell. Amounts are in the campaign's currency, if they may be seen."""
    exponent = exponent_of(campaign.currency)

    def money(minor: float | None) -> Cell:
        return None if minor is None else from_minor(round(minor), exponent)

    header: list[Cell] = [
        _("SKU"), _("Title"), _("Tier"), _("Category"), _("Supplier"), _("Expected"), _("P10"), _("P90"), _("On hand"),
        _("Ordered"), _("Received since the count"), _("Hold"), _("Held by"), _("Reason"), _("Advised"), _("Flat"),
        _("Platform"), _("Safety stock"), _("To order"), _("Missing at the start"), _("Order by"), _("Note"),
    ]  # fmt: skip
    if with_costs:
        header += [_("Capital"), _("Expected cost of too few"), _("Expected cost of too many"), _("The flat share would cost")]
    yield header
    for line in lines:
        supplied = line.supplied
        cells: list[Cell] = [
            line.sku, line.title, line.tier, line.category, line.supplier, round(line.expected, 1), line.low, line.high,
            line.on_hand, line.coming.ordered, line.coming.received, line.units, str(SHORT_METHODS[line.method]), line.reason,
            *(line.options[rule] for rule in ("advised", "flat", "platform", "safety")), line.to_order,
            supplied.missing if supplied else None,
            supplied.last_order_on.isoformat() if supplied and supplied.last_order_on else None,
            why_not(line) or none_words(line, with_costs=with_costs),
        ]  # fmt: skip
        if with_costs:
            few, many = line.costs.get(line.method, (None, None))
            cells += [money(line.capital_minor), money(few), money(many), money(line.cost_of("flat"))]
        yield cells
