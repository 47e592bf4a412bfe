"""The target curve as rows for a spreadsheet: one for each ten minutes."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries import phase_spans, target_slots
from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from common.windows import local_time


def target_lines(campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, then each slot: day and time of the shop's clock, phase, revenue, visitors, paid orders, inquiries."""
    money = _("Revenue target, {currency}").format(currency=campaign.currency)
    yield [_("Day"), _("Time"), _("Phase"), money, _("Visitors"), _("Paid orders"), _("Inquiries")]
    spans = phase_spans(campaign=campaign)
    exponent = exponent_of(campaign.currency)
    for slot in target_slots(campaign=campaign):
        at = local_time(slot.slot, campaign.time_zone)
        span = next(span for span in spans if slot.slot < span.counts_to_slot)
        yield [
            f"{at:%Y-%m-%d}",
            f"{at:%H:%M}",
            span.name,
            from_minor(slot.revenue_minor, exponent),
            slot.visitors,
            slot.paid_orders,
            slot.inquiries,
        ]
