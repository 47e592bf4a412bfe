"""`manage.py import FILE... --shop NAME`: the same road as an upload, walked in this process; no worker is needed."""
# ruff: noqa: N999 - the command is named import

import json
import os
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from imports import services
from imports.answering import find_shop, read_mapping, read_moment
from imports.checks.problems import describe
from imports.errors import NotPossible
from imports.formats.base import Kind
from imports.models import ImportJob, Source, State
from orders.models import Shop
from orders.services import create_shop

COUNTS = ("inserted", "changed", "unchanged", "older", "rejected")
WAIT_SECONDS = 0.5


class Command(BaseCommand):
    """Import files of one shop, one after the other.

    Exit code 0: all are in. 1: at least one was refused or failed; the others are in. 2: wrong usage.
    """

    help = "Imports files (orders, order lines, traffic by hour) into a shop, the same road as an upload."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files and what the program cannot know by itself."""
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--shop", default="", help="the name of the shop; may be left out when there is only one")
        parser.add_argument("--create-shop", action="store_true", help="make the shop when there is none of that name")
        parser.add_argument("--currency", default="CNY", help="of a shop made here (default CNY)")
        parser.add_argument("--time-zone", default="Asia/Shanghai", help="of a shop made here (default Asia/Shanghai)")
        parser.add_argument("--kind", default="", choices=["", *Kind], help="what one row of an unknown table is")
        parser.add_argument("--format", default="", dest="format_key", help="whose export it is, when it is not to be recognised")
        parser.add_argument("--as-of", default="", help="when the export was made (ISO 8601; without offset on the shop's clock)")
        parser.add_argument(
            "--mapping", nargs="+", default=[], metavar="OURS=THEIRS", help="columns of an unknown table, or a .json file"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the counts as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the road for each file, then say what became of the rows."""
        started = time.monotonic()
        try:
            shop = self._shop(options)
            mapping = read_mapping(options["mapping"])
            as_of = read_moment(options["as_of"], zone=shop.time_zone)
        except ValueError as wrong:
            raise CommandError(str(wrong), returncode=2) from wrong
        totals = dict.fromkeys(COUNTS, 0)
        failed = 0
        for file in options["files"]:
            job = self._import(file, shop, options, mapping, as_of)
            every = [] if job is None else [job, *self._further(job, shop)]
            failed += not every or any(one.state != State.DONE for one in every)
            for one in every:
                if one.state == State.DONE:
                    self._tell_problems(one)
                    totals = {name: totals[name] + one.counts[name] for name in COUNTS}
        seconds = round(time.monotonic() - started, 3)
        if options["as_json"]:
            self.stdout.write(json.dumps({**totals, "seconds": seconds}))
        else:
            self.stdout.write(", ".join(f"{totals[name]:,} {name}" for name in COUNTS) + f"; {seconds:.1f} s")
        if failed:
            raise CommandError(f"{failed} of {len(options['files'])} files did not go in.", returncode=1)

    def _shop(self, options: dict[str, Any]) -> Shop:
        """Find the shop; make it when that is asked for, and when there is none at all yet."""
        name = options["shop"]
        known = Shop.objects.filter(name=name).exists()
        if name and not known and (options["create_shop"] or not Shop.objects.exists()):
            shop = create_shop(actor=None, name=name, currency=options["currency"], time_zone=options["time_zone"])
            self.stderr.write(f"Made the shop {shop.name} ({shop.currency}, {shop.time_zone}).")
            return shop
        try:
            return find_shop(name)
        except ValueError as unclear:
            raise ValueError(f"{unclear} Name it with --shop NAME; to make it, add --create-shop.") from unclear

    def _import(self, file: Path, shop: Shop, options: dict[str, Any], mapping: dict[str, str], as_of: Any) -> ImportJob | None:
        """Walk the road for one file; None when it was turned away at the door."""
        worker = f"command-{os.getpid()}"
        format_key = options["format_key"] or (f"mapped:{options['kind'] or 'orders'}" if mapping else "")
        if not file.is_file():
            self.stderr.write(f"{file}: there is no such file.")
            return None
        try:
            job = services.receive(
                file=file,
                filename=file.name,
                actor=None,
                source=Source.COMMAND,
                shop=shop,
                as_of=as_of,
                format_key=format_key,
                mapping=mapping,
                ring=False,
            )
            services.look_at(job_id=job.pk, worker=worker)
            job = self._answer_kind(ImportJob.objects.get(pk=job.pk), options["kind"], worker)
            if job.may_confirm:
                services.confirm(job=job, actor=None, ring=False)
                job = self._walk(job, shop, worker)
        except NotPossible as refused:
            self.stderr.write(f"{file.name}: {refused.sentence}")
            return None
        if job.state != State.DONE:
            self.stderr.write(f"{file.name}: {job.error or self._question(job)}")
        return job

    def _further(self, job: ImportJob, shop: Shop) -> list[ImportJob]:
        """Walk the road for each further table of the file; a worker that has taken one up meanwhile is waited for."""
        worker = f"command-{os.getpid()}"
        every = []
        for one in job.further.order_by("pk"):
            further = one
            while further.state == State.LOOKING:
                if services.look_at(job_id=further.pk, worker=worker) is None:
                    time.sleep(WAIT_SECONDS)
                further = ImportJob.objects.get(pk=further.pk)
            if further.may_confirm:
                services.confirm(job=further, actor=None, ring=False)
            further = self._walk(further, shop, worker)
            if further.state != State.DONE:
                self.stderr.write(f"{further.filename}: {further.error or self._question(further)}")
            every.append(further)
        return every

    def _answer_kind(self, job: ImportJob, kind: str, worker: str) -> ImportJob:
        """Take the guessed columns of an unknown table whose kind was told."""
        guessed = job.look.get("guessed_mapping") or {}
        if job.needs != "mapping" or not kind or not guessed:
            return job
        services.answer(job=job, actor=None, format_key=f"mapped:{kind}", mapping=guessed, ring=False)
        services.look_at(job_id=job.pk, worker=worker)
        return ImportJob.objects.get(pk=job.pk)

    def _walk(self, job: ImportJob, shop: Shop, worker: str) -> ImportJob:
        """Walk the road as soon as it is this import's turn; one of the shop whose worker died is brought to its end first."""
        while job.is_moving:
            walked = services.run_road(job_id=job.pk, worker=worker)
            if walked is None and not services.finish_interrupted(shop=shop, worker=worker):
                time.sleep(WAIT_SECONDS)
            job = ImportJob.objects.get(pk=job.pk)
        return job

    def _question(self, job: ImportJob) -> str:
        """Say what has to be told on the command line."""
        if job.needs == "mapping":
            headers = ", ".join(job.look.get("headers", []))
            return f"unknown table. Say what its columns are: --kind orders --mapping order_no=HEADER ... Its headers: {headers}"
        if job.needs == "as_of":
            return "nothing tells when this export was made. Say it: --as-of 2026-11-11T12:00"
        return f"it is {job.get_state_display()}."

    def _tell_problems(self, job: ImportJob) -> None:
        """List the problems on the error output, where they do not disturb the JSON."""
        for problem in job.problems:
            self.stderr.write(
                f"{job.filename}: {problem['rows']:,} rows {problem['severity']}, column {problem['column']}: "
                f"{describe(problem['code']).sentence} Line {problem['example_line']}: {problem['example_value']!r}"
            )
        if job.rejected and job.claims_path is not None:
            self.stderr.write(f"{job.filename}: the rejected rows are kept in {job.claims_path / 'rejected.csv'}")
        sys.stderr.flush()
