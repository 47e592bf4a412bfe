"""The Celery application: a doorbell. What is to be done stands in rows of the database."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from promo_planner import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promo_planner.settings")

broker.make_known()
app = Celery("promo_planner")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def keep_what_was_loaded(**_signal: Any) -> None:
    """Leave what was loaded at the start out of the collector's rounds, as the web server does (`promo_planner.wsgi`)."""
    gc.collect()
    gc.freeze()
