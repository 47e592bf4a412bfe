"""What a ring of the broker starts. A message carries a number and nothing else; the row knows the rest."""

import gc
import os
import socket
from typing import Any

import pyarrow as pa
from celery import shared_task
from celery.signals import task_postrun
from django.conf import settings
from django.utils import timezone

from campaigns.services.prices import hand_cuts_down
from customers.services import refill_buyers
from desk.services import run_round
from dispatch.services import forget_addresses
from imports import dispatching, folder, forgetting, services, sweeping
from imports.receivers import read_receivers
from inventory.services import refill_levels, refill_paid, refresh_tiers, retier, score_products
from live.services import recount_tiers, refresh_stock
from metrics.services import refill, refill_skus
from orders.models import Shop


def worker_name() -> str:
    """Name this worker, as it stands in the leases it takes: given by who started it, else the machine and the process."""
    return os.environ.get("PROMO_WORKER") or f"{socket.gethostname()}-{os.getppid()}"


@shared_task
def look_import(*, job_id: int) -> None:
    """Recognise one file and show what would be loaded."""
    services.look_at(job_id=job_id, worker=worker_name())


@shared_task
def run_import(*, job_id: int) -> None:
    """Bring one import from its file to fresh boards."""
    services.run_road(job_id=job_id, worker=worker_name())


@shared_task
def undo_import(*, job_id: int) -> None:
    """Take back what one import loaded."""
    services.run_undo(job_id=job_id, worker=worker_name())


@shared_task
def fill_numbers(*, shop_id: int) -> None:
    """Count what imports left to be counted apart (stock, SKUs, prices paid, run-outs, tiers, buyers, dispatch), or left undone.

    Doubled rings do no harm.
    """
    shop = Shop.objects.get(pk=shop_id)
    refill(shop=shop)
    refill_levels(shop=shop)
    refill_skus(shop=shop)
    refill_paid(shop=shop)
    refresh_stock(shop=shop, at=timezone.now())
    hand_cuts_down(shop=shop, at=timezone.now())
    if refresh_tiers(shop=shop, at=timezone.now()):
        score_products(shop=shop)
    recount_tiers(shop=shop, at=timezone.now())
    read_receivers(shop=shop)
    refill_buyers(shop=shop, at=timezone.now())
    run_round(shop=shop, at=timezone.now())
    dispatching.refresh(shop=shop, at=timezone.now())


@shared_task
def refresh_dispatch() -> None:
    """Look at held and abnormal orders again and count what is due, in every shop (beat, every few minutes)."""
    for shop in Shop.objects.all():
        dispatching.refresh(shop=shop, at=timezone.now())


@shared_task
def forget_addresses_of_shipped() -> None:
    """Forget the digests of addresses that nobody needs any more (beat, every night)."""
    for shop in Shop.objects.all():
        forget_addresses(shop=shop, at=timezone.now())


@shared_task
def judge_tiers() -> None:
    """Judge the products of every shop anew: the days they are judged by move on, and so do sales (beat, every day)."""
    for shop in Shop.objects.all():
        hand_cuts_down(shop=shop, at=timezone.now())
        retier(shop=shop, at=timezone.now())


@shared_task
def sweep_imports() -> None:
    """Ring again for every import that waits longer than it should."""
    sweeping.sweep(at=timezone.now())


@shared_task
def clean_claims(*, shop_id: int) -> None:
    """Bring buyers who were forgotten under their pseudonym in the claims of their shop's imports."""
    forgetting.clean_claims(shop=Shop.objects.get(pk=shop_id), at=timezone.now())


@shared_task
def drop_files() -> None:
    """Drop the bytes that are kept no longer (beat, every night)."""
    forgetting.drop_files(at=timezone.now())


@shared_task
def watch_folder() -> None:
    """Take the files that lie ready in the watched folder."""
    folder.watch(root=settings.WATCHED_DIR, at=timezone.now())


LARGE = frozenset({look_import.name, run_import.name, undo_import.name, fill_numbers.name, clean_claims.name})
"""The tasks that hold whole files in memory."""


@task_postrun.connect
def give_memory_back(sender: Any = None, **_signal: Any) -> None:
    """Return what Arrow and the interpreter keep for later: a worker that has loaded a large file must not stay large.

    After the tasks that load one alone: the others come many a minute, and a round of the collector after each was most of
    what a worker did on a day without large files.
    """
    if getattr(sender, "name", "") not in LARGE:
        return
    gc.collect()
    pa.default_memory_pool().release_unused()
