"""What imports still hold of people who were forgotten, or whom their shop keeps no longer: claims, files, rejected rows.

Claims are rewritten with the pseudonym, so that an undo folds it as if the file had named nobody else. The bytes as they were
sent cannot be rewritten for sure (workbooks, archives, any encoding), so they go as a whole.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import Q

from customers.models import PrivacySetting
from customers.models.privacy import FORGOTTEN_DAYS
from customers.queries.forgotten import Renaming, last_forgettings, renaming_of
from customers.queries.kept import longest_kept
from imports import services, storage
from imports.checks.columns import one_array
from imports.errors import NotPossible
from imports.models import ImportJob, ImportJobQuerySet, State
from imports.prepare.buyers import renamed
from imports.prepare.chunks import COMPRESSION
from imports.prepare.rejects import FILENAME
from orders.models import Shop

_WAITING = (State.READY, State.FAILED)
_ENDED = (State.DONE, State.UNDONE, State.REFUSED, State.DISCARDED)


def shops_to_clean() -> list[int]:
    """Return the numbers of the shops with claims written before the shop's last forgetting."""
    return [shop for shop, last in last_forgettings().items() if _behind(shop, last).exists()]


def clean_claims(*, shop: Shop, at: datetime) -> int:
    """Bring forgotten accounts under their pseudonym in the claims of the shop's imports; return how many imports named one.

    Each file is replaced whole, so that whoever reads meanwhile sees the old one or the new one. Begun again after a crash it
    ends the same. What an import holds besides (bytes, rejected rows) is dropped by `drop_files` within FORGOTTEN_DAYS.
    """
    last, pseudonym = renaming_of(shop)
    named = 0
    if pseudonym is None:
        return named
    for job in _behind(shop.pk, last).order_by("pk"):
        folder = job.claims_path
        found = [_clean(path, pseudonym) for path in sorted(folder.glob("claims-*.orders.parquet"))] if folder else []
        told = {"names_forgotten_since": at} if any(found) and job.names_forgotten_since is None else {}
        ImportJob.objects.filter(pk=job.pk, claims=job.claims).update(forgotten_upto=last, **told)
        named += any(found)
    return named


def discard_waiting(*, at: datetime) -> int:
    """Throw away the imports that wait for a person's word for longer than their shop keeps files; return how many.

    Nothing of them stands in the facts. One that somebody touched since stays. A file whose shop nobody has told goes when the
    shop that keeps files longest would drop it.
    """
    late = Q(pk__in=[])
    for setting in PrivacySetting.objects.exclude(upload_days=None):
        since = at - timedelta(days=setting.upload_days or 0)
        late |= Q(shop=setting.shop_id, created_at__lte=since, touched_at__lte=since)
    if (longest := longest_kept("upload_days")) is not None:
        since = at - timedelta(days=longest)
        late |= Q(shop=None, created_at__lte=since, touched_at__lte=since)
    gone = 0
    for job in ImportJob.objects.filter(late, state__in=_WAITING, next_chunk=0).order_by("pk"):
        try:
            services.discard(job=job, actor=None)
        except NotPossible:
            continue  # somebody gave their word meanwhile
        gone += 1
    return gone


def drop_files(*, at: datetime) -> int:
    """Drop the bytes and the rejected rows that are kept no longer; return how many files.

    Those older than their shop's setting, and those that named somebody who was forgotten FORGOTTEN_DAYS ago. Claims stay, so
    that an import can still be undone; it cannot be read again. A file that another import still needs stays. Imports that wait
    too long for a person's word are thrown away first.
    """
    discard_waiting(at=at)
    late = Q(names_forgotten_since__lte=at - timedelta(days=FORGOTTEN_DAYS))
    for setting in PrivacySetting.objects.exclude(upload_days=None):
        days = timedelta(days=setting.upload_days or 0)
        late |= Q(shop=setting.shop_id, created_at__lte=at - days) & (Q(finished_at=None) | Q(finished_at__lte=at - days))
        late |= Q(shop=setting.shop_id, names_forgotten_since__lte=at - days)
    gone = 0
    paths = ImportJob.objects.filter(late, state__in=_ENDED).exclude(path="").order_by().values_list("path", flat=True)
    for path in sorted(set(paths)):
        jobs = ImportJob.objects.filter(path=path)
        must_go = jobs.filter(names_forgotten_since__lte=at - timedelta(days=FORGOTTEN_DAYS)).exists()
        if jobs.exclude(state__in=_ENDED).exists() or (not must_go and jobs.exclude(late).exists()):
            continue
        folders = [job.claims_path for job in jobs if job.claims_path]
        jobs.update(path="")
        storage.drop_upload(path)
        for folder in folders:
            (folder / FILENAME).unlink(missing_ok=True)
        gone += 1
    return gone


def _behind(shop_id: int, last: int) -> ImportJobQuerySet:
    jobs = ImportJob.objects.filter(shop=shop_id, forgotten_upto__lt=last).exclude(claims="")
    return jobs.defer("look", "prepared", "preview", "problems")


def _clean(path: Path, pseudonym: Renaming) -> bool:
    """Rewrite one file of claims where it names a forgotten account; tell whether it did."""
    if "buyer_key" not in pq.ParquetFile(path).schema_arrow.names:
        return False
    before = one_array(pq.read_table(path, columns=["buyer_key"])["buyer_key"])
    after = renamed(before, pseudonym)
    if after is before:
        return False
    table = pq.read_table(path)
    place = table.column_names.index("buyer_key")
    fresh = path.with_suffix(".fresh")
    pq.write_table(
        table.set_column(place, "buyer_key", pa.chunked_array([after])),
        fresh,
        compression=COMPRESSION,
        compression_level=1,
        write_statistics=False,
    )
    fresh.chmod(path.stat().st_mode & 0o777)
    fresh.replace(path)
    return True
