"""`manage.py rehearse CAMPAIGN --speed 1..600 [--faults ...] [--seed N]`: the day of a sale in a copy, and its score."""

import json
import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from campaigns.models import Campaign
from rehearsal.models import DaySource, RehearsalRun, RehearsalState
from rehearsal.rules.faults import KINDS, BadFault, clock_words, read_fault
from rehearsal.services import ask_rehearsal, give_up_lost
from rehearsal.services.copies import folder_of
from rehearsal.services.playing import play
from rehearsal.services.runs import CannotRehearse


class Command(BaseCommand):
    """Play a rehearsal in this process. Exit code 0: played to the end. 1: broke off or stopped. 2: wrong usage."""

    help = (
        "Plays the day of a sale through a copy that cannot touch the real one, and judges how soon each fault was noticed. "
        f"Faults: KIND[=SUBJECT]@H:MM[+MINUTES][xSHARE], kinds {', '.join(KINDS)}; H:MM counts from the start of the sale."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the sale, the day, the speed and the faults; or the number of a rehearsal that was asked for on the page."""
        parser.add_argument("campaign", nargs="?", default="", help="number or name of the campaign")
        parser.add_argument("--run", type=int, help="play this rehearsal, which was asked for already")
        parser.add_argument("--with-parent", type=int, help="stop when this process is gone")
        parser.add_argument("--speed", type=int, default=60, help="minutes of the sale in a minute, 1 to 600 (default 60)")
        parser.add_argument("--faults", nargs="*", default=[], metavar="FAULT")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--day", choices=DaySource.values, default=DaySource.PLAN, help="a planned day, or last year's")
        parser.add_argument("--tick", type=int, default=10, help="minutes between two exports (default 10)")
        parser.add_argument("--from", dest="first", default="0:00", help="H:MM after the start of the sale (default 0:00)")
        parser.add_argument("--until", default="", help="H:MM after the start of the sale (default its end, at most a day)")
        parser.add_argument("--keep", action="store_true", help="leave the copy standing in DATA_DIR/rehearsals")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the score as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for it unless that was done, play it, print the score."""
        self.is_stopped = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        give_up_lost(at=timezone.now())
        wanted: int = options["run"] or self._ask(options).pk
        quiet = options["as_json"] or bool(options["run"])
        run = play(
            run_id=wanted,
            say=(lambda _line: None) if quiet else self.stdout.write,
            keep=options["keep"],
            goes_on=lambda: not self.is_stopped and _lives(options["with_parent"]),
        )
        if run is None:
            raise CommandError(f"Rehearsal {wanted} does not wait to be played.", returncode=1)
        if options["as_json"]:
            self.stdout.write(json.dumps(run.score, ensure_ascii=False, indent=2))
        else:
            self._print(run, kept=options["keep"])
        if run.state != RehearsalState.DONE:
            raise CommandError(f"The rehearsal {run.get_state_display()}. {run.error}", returncode=1)

    def _stop(self, *_signal: Any) -> None:
        self.is_stopped = True

    def _ask(self, options: dict[str, Any]) -> RehearsalRun:
        campaign = _campaign(options["campaign"])
        try:
            return ask_rehearsal(
                campaign=campaign,
                actor=None,
                at=timezone.now(),
                source=options["day"],
                speed=options["speed"],
                tick_minutes=options["tick"],
                from_minute=_minutes(options["first"]),
                until_minute=_minutes(options["until"]) if options["until"] else None,
                seed=options["seed"],
                faults=[read_fault(text) for text in options["faults"]],
            )
        except (CannotRehearse, BadFault) as refused:
            raise CommandError(str(refused), returncode=2) from refused

    def _print(self, run: RehearsalRun, *, kept: bool) -> None:
        score = run.score
        if not score:
            return
        self.stdout.write(f"{'fault':<28}{'at':>7}{'seen after':>12}  {'sign':<26}{'card':<24}{'acted':>7}{'messages':>10}")
        for row in score["faults"]:
            name = f"{row['kind']} {row['subject']}".strip()
            after = "not seen" if row["found_after"] is None else f"{row['found_after']} min"
            acted = "" if row["action_after"] is None else f"{row['action_after']}"
            seen = f"{name:<28}{clock_words(row['start']):>7}{after:>12}  {row['sign']:<26}"
            self.stdout.write(f"{seen}{row['card']:<24}{acted:>7}{row['messages']:>10}")
        books = "agree" if score["books"]["agree"] else "DO NOT AGREE"
        found = f"{score['found']} of {len(score['faults'])} seen, {len(score['false_alarms'])} false alarms"
        came = f"{score['files']} files, {score['rows']} rows, {score['rejected']} rejected"
        self.stdout.write(f"{found}; {came}; the books {books}; {score['seconds']} s, speed {score['speed']}")
        if kept:
            self.stdout.write(f"The copy stands in {folder_of(run)}.")


def _campaign(wanted: str) -> Campaign:
    named = list(Campaign.objects.filter(name=wanted)[:2])
    if len(named) > 1:
        raise CommandError(f"Several campaigns are called {wanted}; give the number.", returncode=2)
    found = named[0] if named else Campaign.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    if found is None:
        raise CommandError(f"There is no campaign {wanted}." if wanted else "Name the campaign to rehearse.", returncode=2)
    return found


def _minutes(text: str) -> int:
    hours, _colon, minutes = text.partition(":")
    if not (hours.isdecimal() and (minutes.isdecimal() or not minutes)):
        raise CommandError(f"{text}: write a time like 9:30, counted from the start of the sale.", returncode=2)
    return int(hours) * 60 + int(minutes or 0)


def _lives(number: int | None) -> bool:
    """Tell whether the process that started this one still runs; True where nobody is named."""
    if number is None:
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
