"""Files over the wire: uploads in, rejected rows and empty templates out."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from accounts.asking import person
from common.permissions import Permission, requires
from imports import services
from imports.errors import NotPossible
from imports.formats import template as templates
from imports.formats.base import Kind
from imports.models import ImportJob, Source
from imports.sheets import sent_name
from imports.uploads import limit_upload
from imports.views.words import clock_of, size

TOO_LARGE, BAD_REQUEST, CREATED = 413, 400, 201
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@csrf_exempt  # only so that the size limit stands before the check reads the form; `_receive` is protected
@require_POST
@requires(Permission.IMPORT_FILES)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take one or several files and hand them to the worker; each becomes an import that waits to be looked at.

    The script of the page sends one file a request and wants JSON; the plain form sends all and comes back to the page.
    """
    request.too_large = limit_upload(request, limit=settings.UPLOAD_LIMIT_BYTES).too_large  # type: ignore[attr-defined]
    return _receive(request)


@csrf_protect
def _receive(request: HttpRequest) -> HttpResponse:
    errors: list[str] = []
    jobs: list[ImportJob] = []
    for file in request.FILES.getlist("files"):
        try:
            jobs.append(_keep(request, file))
        except NotPossible as problem:
            errors.append(f"{file.name}: {problem.sentence}")
    limit = size(settings.UPLOAD_LIMIT_BYTES)
    too_large = _(
        "%(name)s is larger than the %(limit)s this installation takes. Export a shorter time range and send the parts."
    )
    names: list[str] = request.too_large  # type: ignore[attr-defined]
    errors += [too_large % {"name": name, "limit": limit} for name in names]
    if not jobs and not errors:
        errors.append(_("No file was chosen. Choose one or several and send them again."))
    if "application/json" in request.headers.get("Accept", ""):
        return _as_json(jobs, errors, status=TOO_LARGE if names else BAD_REQUEST)
    for error in errors:
        messages.error(request, error)
    return redirect("imports:list")


def _keep(request: HttpRequest, file: "UploadedFile[Any]") -> ImportJob:
    return services.receive(file=file.chunks(), filename=file.name or "file", actor=person(request), source=Source.UPLOAD)


def _as_json(jobs: list[ImportJob], errors: list[str], *, status: int) -> HttpResponse:
    made = [{"id": job.pk, "card": f"job-{job.pk}", "url": reverse("imports:card", args=[job.pk])} for job in jobs]
    body = {"jobs": made, "error": " ".join(errors)}
    return JsonResponse(body, status=status if errors and not jobs else CREATED)


@require_GET
@requires(Permission.IMPORT_FILES)  # the rows stand there as the platform wrote them, with names and addresses
def rejected(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the rows that were left out, each with its problem, to be mended and sent again.

    The name carries the moment of the export, so that the mended rows are as old as the file they come from.
    """
    job = get_object_or_404(ImportJob, pk=pk)
    folder = job.claims_path
    path = folder / "rejected.csv" if folder else None
    if path is None or not job.rejected or not path.exists():
        raise Http404(_("This import has no rejected rows."))
    return FileResponse(path.open("rb"), as_attachment=True, filename=rejected_name(job), content_type=CSV)


def rejected_name(job: ImportJob) -> str:
    """Name the file of rejected rows: `<name>-rejected-asof<YYYYMMDDHHMMSS>.csv`, the moment on the shop's clock."""
    sent = sent_name(job.filename, job.sheet)
    part = job.filename.removeprefix(sent).replace("/", "-")
    stem = re.sub(r"-rejected(-asof\d{14})?( ?\(\d+\))?$", "", Path(sent).stem) + part
    at = f"-asof{job.as_of.astimezone(clock_of(job.zone)):%Y%m%d%H%M%S}" if job.as_of else ""
    return f"{stem}-rejected{at}.csv"


@require_GET
@requires(Permission.VIEW_IMPORTS)
def template(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """Send our own table, empty but for its header and the row that explains it."""
    if kind not in set(templates.COLUMNS) or ending not in {"xlsx", "csv"}:
        raise Http404(_("There is no such table."))
    language = get_language() or "en"
    if ending == "xlsx":
        body, content_type = templates.write_xlsx(Kind(kind), language), XLSX
    else:
        body, content_type = templates.write_csv(Kind(kind), language), CSV
    name = f"promo-planner-{kind}.{ending}"
    return HttpResponse(body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
