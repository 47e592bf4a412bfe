"""How gunicorn serves the pages, read by `manage.py up` and by the image: `gunicorn --config python:promo_planner.webserver`."""

from typing import Any

wsgi_app = "promo_planner.wsgi"
worker_class = "gthread"
workers = 2
threads = 8
# The program is loaded once and the processes are copies of it. Where each loads it for itself, both cores are busy for seconds
# while browsers stand in the line of a socket that is open already; so whenever a process has had its share of requests, too.
preload_app = True
timeout = 120
graceful_timeout = 30
max_requests = 100_000
max_requests_jitter = 20_000


def pre_fork(_server: Any, _process: Any) -> None:
    """Leave no connection open that the copies would share."""
    from django.db import connections  # noqa: PLC0415 - this file is read before there are settings

    connections.close_all()
