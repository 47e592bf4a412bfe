"""What a measurement needs that is also run alone: a stopwatch, and `python -m bench.NAME [ORDERS]`."""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.db import connection


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds that the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def settle() -> None:
    """Let PostgreSQL write out what came before, so that nobody pays for another's pages."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")


def run_alone(measure: Callable[[int], dict[str, float]]) -> None:
    """Measure on the database that `DATABASE_URL` names, which must be empty and migrated; print what was found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promo_planner.settings")
    django.setup()
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
