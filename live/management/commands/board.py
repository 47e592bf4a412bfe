"""`manage.py board CAMPAIGN [--at T] [--json]`: the live board, as the REST interface gives it."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.models import Campaign
from common.money import format_count, format_money, format_share
from live.queries import shown
from live.queries.counted import count_board
from live.serializers import BoardSerializer
from live.services import digest_of, recompute_board


class Command(BaseCommand):
    """Print the board of a campaign."""

    help = "Print the live board of a campaign, by its number or its name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the campaign, a moment, and the form of the answer."""
        parser.add_argument("campaign", help="number or name of the campaign")
        parser.add_argument("--at", help="count it for this moment without keeping it: 2026-11-11T10:45, on the campaign's clock")
        parser.add_argument("--json", action="store_true", help="print it as the REST interface gives it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count the board (kept unless --at is given) and print it."""
        campaign = _campaign(options["campaign"])
        said = _board(campaign, options["at"])
        if options["json"]:
            self.stdout.write(json.dumps(BoardSerializer(said).data, ensure_ascii=False, indent=2))
            return
        for line in _lines(said):
            self.stdout.write(line)


def _campaign(wanted: str) -> Campaign:
    named = list(Campaign.objects.filter(name=wanted)[:2])
    if len(named) > 1:
        raise CommandError(f"Several campaigns are called {wanted}; give the number.")
    found = named[0] if named else Campaign.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    if found is None:
        raise CommandError(f"There is no campaign {wanted}.")
    return found


def _board(campaign: Campaign, at: str | None) -> dict[str, Any]:
    """Return the board as it is said now, or at the moment that is asked for."""
    if at is None:
        now = timezone.now()
        recompute_board(campaign=campaign, at=now)
        state = shown.board_state(campaign_id=campaign.pk)
        stored = shown.stored_board(state=state) if state else None
        if state is None or stored is None:
            raise CommandError("The campaign is gone.")
        return shown.said_board(board=stored, state=state, at=now)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise CommandError(f"{at} is not a moment; write it like 2026-11-11T10:45.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(campaign.time_zone))
    board = count_board(campaign=campaign, at=moment)
    return shown.said_board(board=board, state=shown.state_of(campaign=campaign, board=board, digest=digest_of(board)), at=moment)


def _lines(board: dict[str, Any]) -> list[str]:
    """Return the board as plain text: the sentence's kind, then a line an hour and a line a phase."""
    currency, zone = board["campaign"]["currency"], ZoneInfo(board["campaign"]["time_zone"])
    so_far = board["so_far"]["revenue"]

    def money(minor: int | None) -> str:
        return format_money(minor, currency, locale="en").replace("\u00a0", " ")

    def clock(text: str | None) -> str:
        return f"{datetime.fromisoformat(text).astimezone(zone):%d %b %H:%M}" if text else "-"

    head = f"{board['campaign']['name']}: {board['sentence']['kind']}, cause {board['sentence']['cause']}"
    lines = [head, f"counted to {clock(board['data']['counted_to'])}, plan version {board['campaign']['version']}"]
    lines.append(f"sold {money(so_far['actual'])}, due {money(so_far['due'])}, target {money(so_far['target'])}")
    lines.append(f"{'':14}{'target':>12}{'sold':>12}{'gap':>12}{'running':>12}{'visitors':>10}{'orders':>8}{'conv.':>8}  state")
    rows = [(clock(hour["start"]), hour) for hour in board["hours"]]
    rows += [(f"phase {phase['number']}", phase) for phase in board["phases"]]
    for name, row in rows:
        revenue = row["revenue"]
        lines.append(
            f"{name:14}{money(revenue['target']):>12}{money(revenue['actual']):>12}{money(revenue['gap']):>12}"
            f"{money(revenue['running_actual']):>12}{format_count(row['visitors']['actual']):>10}"
            f"{format_count(row['paid_orders']['actual']):>8}{format_share(row['conversion']['actual'], 2):>8}  {row['state']}"
        )
    return lines
