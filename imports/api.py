"""Imports for programs: send a file, ask how far it is, take it back."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotAuthenticated, NotFound, ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from common.permissions import Permission
from imports import queries, services, storage
from imports.answering import find_shop, read_moment
from imports.errors import NotPossible, TooLarge
from imports.models import ImportJob, Source, State
from imports.serializers import ImportListSerializer, ImportSerializer, SendSerializer, WhyNotSerializer
from imports.uploads import limit_upload

PAGE = 50
REFUSED = {400: WhyNotSerializer, 401: WhyNotSerializer, 403: WhyNotSerializer}
MISSING = REFUSED | {404: WhyNotSerializer}


class RawParser(BaseParser):
    """The body is the file itself: leave it in the stream, it is read piece by piece."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Parse nothing."""
        return {}


class ImportsView(APIView):
    """Send a file; list what was sent."""

    permission_by_method = {"GET": Permission.VIEW_IMPORTS, "POST": Permission.IMPORT_FILES}
    parser_classes = [MultiPartParser, RawParser]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Set the size limit before anything reads the form."""
        self.limited = limit_upload(request, limit=settings.UPLOAD_LIMIT_BYTES) if request.method == "POST" else None
        return super().dispatch(request, *args, **kwargs)

    @extend_schema(
        operation_id="imports_list",
        parameters=[
            OpenApiParameter("before", OpenApiTypes.INT64, description="Only imports with a smaller number."),
            OpenApiParameter("state", OpenApiTypes.STR, enum=State.values, description="Only imports in this state."),
        ],
        responses={200: ImportListSerializer, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """List imports, newest first, 50 a page."""
        before, state = request.query_params.get("before", ""), request.query_params.get("state", "")
        if state and state not in State.values:
            raise ValidationError({"detail": _("There is no such state: %(state)s.") % {"state": state}})
        if before and not (before.isdecimal() and len(before) < 19):
            raise ValidationError({"detail": _("before must be the number of an import.")})
        jobs = queries.history(user=_person(request), state=state).prefetch_related("further")
        page = list((jobs.filter(pk__lt=int(before)) if before else jobs)[: PAGE + 1])
        following = page[PAGE - 1].pk if len(page) > PAGE else None
        return Response(ImportListSerializer({"imports": page[:PAGE], "next_before": following}).data)

    @extend_schema(
        operation_id="imports_send",
        parameters=[
            OpenApiParameter("filename", OpenApiTypes.STR, description="For a raw body: the name of the file."),
            OpenApiParameter("shop", OpenApiTypes.STR, description="For a raw body: the name of the shop."),
            OpenApiParameter("as_of", OpenApiTypes.STR, description="For a raw body: when the export was made, ISO 8601."),
            OpenApiParameter(
                "load",
                OpenApiTypes.BOOL,
                default=True,
                description="For a raw body: import at once when nothing has to be asked.",
            ),
        ],
        request={"multipart/form-data": SendSerializer, "application/octet-stream": OpenApiTypes.BINARY},
        responses={202: ImportSerializer, **REFUSED, 413: WhyNotSerializer},
    )
    def post(self, request: Request) -> Response:
        """Send one file: a form with `file`, or the bytes as the body and the rest in the query. Answers at once."""
        try:
            return self._receive(request)
        except TooLarge as refused:
            return Response({"detail": str(refused.sentence)}, status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
        except NotPossible as refused:
            raise ValidationError({"detail": str(refused.sentence)}) from refused

    def _receive(self, request: Request) -> Response:
        file, filename, told = self._file_of(request)
        try:
            shop = find_shop(told["shop"]) if told.get("shop") else None
            as_of = read_moment(told.get("as_of", ""), zone=shop.time_zone if shop else "UTC")
        except ValueError as wrong:
            raise ValidationError({"detail": str(wrong)}) from wrong
        load = str(told.get("load", "true")).lower() not in {"false", "0", "no"}
        job = services.receive(
            file=file, filename=filename, actor=_person(request), source=Source.API, shop=shop, as_of=as_of, load_when_ready=load
        )
        return Response(ImportSerializer(job).data, status=status.HTTP_202_ACCEPTED)

    def _file_of(self, request: Request) -> tuple[Iterator[bytes], str, dict[str, Any]]:
        """Find the bytes, their name, and what was told beside them."""
        if (request.content_type or "").startswith("multipart/"):
            form: Any = request.data
            sent = form.get("file")
            if self.limited is not None and self.limited.too_large:
                raise storage.too_large()  # the form was read to its end, so that the sender gets this answer
            if sent is None or not hasattr(sent, "chunks"):
                raise ValidationError({"detail": _("Send the file as the part named file.")})
            return sent.chunks(), sent.name, form.dict()
        disposition = parse_header_parameters(request.headers.get("Content-Disposition", ""))[1]
        filename = request.query_params.get("filename") or disposition.get("filename", "")
        if not filename:
            raise ValidationError(
                {"detail": _("Say the file's name: ?filename=orders.csv, or in the header Content-Disposition.")}
            )
        stream = request._request  # noqa: SLF001 - the unread body; request.stream would be parsed
        return iter(lambda: stream.read(storage.PIECE), b""), filename, request.query_params.dict()


class ImportView(APIView):
    """One import."""

    permission = Permission.VIEW_IMPORTS

    @extend_schema(operation_id="imports_read", responses={200: ImportSerializer, **MISSING})
    def get(self, request: Request, pk: int) -> Response:
        """Tell where an import stands, with its counts and problems."""
        return Response(ImportSerializer(_job(pk)).data)


class ConfirmView(APIView):
    """Start an import that waits for a word."""

    permission = Permission.IMPORT_FILES

    @extend_schema(
        operation_id="imports_confirm", request=None, responses={202: ImportSerializer, **MISSING, 409: WhyNotSerializer}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Import what was sent with load=false, or what was undone."""
        return _done_or_conflict(services.confirm, request, pk)


class UndoView(APIView):
    """Take an import back."""

    permission = Permission.IMPORT_FILES

    @extend_schema(operation_id="imports_undo", request=None, responses={202: ImportSerializer, **MISSING, 409: WhyNotSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Undo an import: the facts become what the other imports claim."""
        return _done_or_conflict(services.undo, request, pk)


def _person(request: Request) -> User:
    """Give who asks; the gate let nobody in without a name."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def _job(pk: int) -> ImportJob:
    job = queries.job_card(pk) if pk < 2**63 else None
    if job is None:
        raise NotFound
    return job


def _done_or_conflict(act: Any, request: Request, pk: int) -> Response:
    try:
        job = act(job=_job(pk), actor=_person(request))
    except NotPossible as refused:
        return Response({"detail": str(refused.sentence)}, status=status.HTTP_409_CONFLICT)
    return Response(ImportSerializer(job).data, status=status.HTTP_202_ACCEPTED)
