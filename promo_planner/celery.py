"""The Celery application: a doorbell. What is to be done stands in rows of the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promo_planner.settings")

app = Celery("promo_planner")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
