"""What a measurement needs that is also run alone: a stopwatch, and `python -m bench.NAME [ORDERS]`."""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds that the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run_alone(measure: Callable[[int], dict[str, float]]) -> None:
    """Measure on the database that `DATABASE_URL` names, which must be empty and migrated; print what was found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promo_planner.settings")
    django.setup()
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
