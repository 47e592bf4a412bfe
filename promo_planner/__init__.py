"""Wiring only: settings, addresses, the worker and its schedule."""

import os

# Read when numpy is loaded. With a thread a core its small matrices took ten times as long beside other work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from promo_planner.celery import app as celery_app

__all__ = ["celery_app"]
