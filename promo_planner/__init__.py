"""Wiring only: settings, addresses, the worker and its schedule."""

from promo_planner.celery import app as celery_app

__all__ = ["celery_app"]
