"""Three answers to "are you well": alive (asks nothing), ready (database and migrations), status (all, for those in charge)."""

import shutil
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.models import Canary
from common.permissions import Permission, public, requires
from imports import queries as imports_queries
from metrics import queries as metrics_queries
from orders.models import Shop

CANARY_SECONDS = 150
QUEUE_SECONDS = 300
FREE_BYTES = 1_000_000_000


@require_safe
@never_cache
@public(reason="A supervisor asks it every few seconds and has no account.")
def livez(request: HttpRequest) -> HttpResponse:
    """Answer as long as this process can; touches nothing else, so that a hiccup of the database restarts nobody."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
@public(reason="A load balancer asks it and has no account; it tells only ready or not.")
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and has every migration; else 503."""
    try:
        ready = not unapplied_migrations()
    except DatabaseError:
        ready = False
    return HttpResponse("ready" if ready else "not ready", content_type="text/plain", status=200 if ready else 503)


@require_safe
@never_cache
@requires(Permission.VIEW_STATUS)
def status(request: HttpRequest) -> JsonResponse:
    """Tell how old the worker's last sign of life is, what waits longest, what is to be counted, and how much disk is left."""
    return JsonResponse(gather_status())


def gather_status() -> dict[str, Any]:
    """Measure the state of the house. Ages in seconds (None: never), sizes in bytes; `well` is False when someone should look."""
    now = timezone.now()
    canary = Canary.objects.filter(name="worker").first()
    age = (now - canary.beat_at).total_seconds() if canary else None
    waiting = imports_queries.oldest_waiting()
    waits = (now - waiting.touched_at).total_seconds() if waiting else None
    stale = sum(shop.stale_hours for shop in metrics_queries.freshness(shops=list(Shop.objects.all())))
    free = shutil.disk_usage(settings.DATA_DIR).free
    busy = imports_queries.is_busy(at=now)
    worker_well = busy or (age is not None and age <= CANARY_SECONDS)
    return {
        "well": worker_well and free >= FREE_BYTES and (busy or waits is None or waits <= QUEUE_SECONDS),
        "database": connection.vendor,
        "broker": "redis" if settings.REDIS_URL else "folder",
        "worker_seen_seconds_ago": None if age is None else round(age, 1),
        "worker_busy": busy,
        "oldest_waiting_import": waiting.pk if waiting else None,
        "oldest_waiting_seconds": None if waits is None else round(waits, 1),
        "stale_hours": stale,
        "disk_free_bytes": free,
    }


def unapplied_migrations() -> list[str]:
    """Name the migrations the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
