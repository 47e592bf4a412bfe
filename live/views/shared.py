"""Parts of the board that are the same for everybody who looks: drawn once a process, 304 for who has them already."""

import hashlib
from collections.abc import Callable
from threading import Lock

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from live.page.drawing import KEEP_SECONDS, release

_DRAWING = Lock()


def shared_part(request: HttpRequest, *, key: str, draw: Callable[[], str]) -> HttpResponseBase:
    """Answer with a part of a page that depends on `key` and the language alone; `draw` writes it where nobody has yet.

    The ETag is the digest of what was drawn: a key that changes oftener than the part costs a drawing a process, and no body.
    """
    place = f"live.part.{key}.{get_language()}.{release()}"
    part: tuple[str, str] | None = cache.get(place)
    if part is None:
        with _DRAWING:  # of hundreds who ask at once one draws
            part = cache.get(place)
            if part is None:
                html = draw()
                part = html, f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"'
                cache.set(place, part, KEEP_SECONDS)
    html, etag = part
    is_known = request.headers.get("If-None-Match") == etag
    return private(HttpResponseNotModified() if is_known else HttpResponse(html), etag)


def private(response: HttpResponseBase, etag: str | None) -> HttpResponseBase:
    """Keep a board out of shared caches and out of the browser's own; the page itself remembers the ETag."""
    if etag:
        response["ETag"] = etag
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["HX-Request", "Cookie", "Accept-Language"])
    return response
