"""The number of the request that is being answered, so that an audit row can be found again in the log."""

import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the number of the request in hand; empty outside of one (a command, a worker)."""
    return _current.get()


def whole_number(text: str, otherwise: int = 0) -> int:
    """Return a whole number of at most nine figures that a form or an address carries; `otherwise` for anything else.

    >>> whole_number("14"), whole_number(""), whole_number("-1"), whole_number("x", -1), whole_number("1" * 10)
    (14, 0, 0, -1, 0)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


class RequestIdMiddleware:
    """Give every request a number, for the audit trail, the log and the answer's `X-Request-ID` header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request under a number of its own."""
        number = uuid.uuid4().hex
        mark = _current.set(number)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(mark)
        response.headers["X-Request-ID"] = number
        return response
