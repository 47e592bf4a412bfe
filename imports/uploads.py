"""The size limit of an upload, held while the bytes come in.

Django's own limits do not count file bytes, and a limit checked after the upload has already filled the disk. This
handler stands before the one that writes the temporary file: it counts, and at the limit it lets the rest of that one
file run into the void, so that the browser still gets an answer instead of a broken connection.
"""

from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class LimitedUploadHandler(FileUploadHandler):
    """Count the bytes of each file; skip a file that passes the limit and remember its name in `too_large`."""

    def __init__(self, request: HttpRequest, *, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.too_large: list[str] = []
        self._received = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin to count anew."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on to the next handler, or skip the rest of the file once it is over the limit."""
        self._received += len(raw_data)
        if self._received > self.limit:
            self.too_large.append(self.file_name or "")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the next handler."""
        return None


def limit_upload(request: HttpRequest, *, limit: int) -> LimitedUploadHandler:
    """Make this request write its files to disk and hold each to `limit` bytes.

    Must be called before anything reads `request.POST`. Returns the handler; after the form is read its `too_large`
    names the files that were left out.
    """
    handler = LimitedUploadHandler(request, limit=limit)
    request.upload_handlers = [handler, TemporaryFileUploadHandler(request)]
    return handler
