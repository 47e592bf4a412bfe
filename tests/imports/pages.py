"""Walk a file through the pages and the worker's functions, as a person and a worker do."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from imports import services
from imports.models import ImportJob, State


def upload(client: Client, *files: tuple[str, bytes]) -> list[ImportJob]:
    """Send files by the plain form and return the imports it made, in order."""
    before = set(ImportJob.objects.values_list("pk", flat=True))
    given = [SimpleUploadedFile(name, content) for name, content in files]
    response = client.post(reverse("imports:upload"), {"files": given})
    assert response.status_code == 302, response.content
    return list(ImportJob.objects.exclude(pk__in=before).order_by("pk"))


def work(worker: str = "test") -> None:
    """Do what a worker does until nothing is left to do."""
    steps = {State.LOOKING: services.look_at, State.QUEUED: services.run_road, State.UNDOING: services.run_undo}
    for _ in range(50):
        job = ImportJob.objects.filter(state__in=steps).order_by("pk").first()
        if job is None:
            return
        steps[State(job.state)](job_id=job.pk, worker=worker)
    raise AssertionError("The work does not end.")


def imported(client: Client, name: str, content: bytes) -> ImportJob:
    """Bring one file all the way in, through the pages."""
    (job,) = upload(client, (name, content))
    work()
    response = client.post(reverse("imports:confirm", args=[job.pk]), answers(job))
    assert response.status_code == 302, response.content
    work()
    job.refresh_from_db()
    return job


def answers(job: ImportJob) -> dict[str, str]:
    """Answer what the card of a file asks as it is preselected there."""
    job.refresh_from_db()
    return {"shop": str(job.shop_id or ""), "exported_at": ""}
