"""The door for gunicorn."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promo_planner.settings")

application = get_wsgi_application()

get_resolver().url_patterns  # noqa: B018 - loads the views, which otherwise the first reader waits for
import_module("live.page.drawing").make_ready()  # the same for what the board is drawn with; it needs the applications
# What was loaded at the start stays: left out of the collector's rounds, a round takes a few milliseconds and not a hundred.
gc.collect()
gc.freeze()
