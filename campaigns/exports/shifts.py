"""The roster as rows for a spreadsheet: one for each place, open ones too."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries.shifts import settings_of, shift_rows
from common.spreadsheets import Cell


def roster_lines(campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, then each place: day, from, to by the shop's clock, role, name ("" while open), whether it is reserve."""
    yield [_("Day"), _("From"), _("To"), _("Role"), _("Name"), _("Reserve")]
    for row in shift_rows(campaign, settings_of(campaign)):
        when: list[Cell] = [f"{row.starts:%Y-%m-%d}", f"{row.starts:%H:%M}", f"{row.ends:%H:%M}"]
        for role in row.roles:
            for number in range(max(role.needed + role.reserve, len(role.places))):
                name = role.places[number].place.person.name if number < len(role.places) else ""
                yield [*when, role.label, name, _("reserve") if number >= role.needed else ""]
