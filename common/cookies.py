"""Cookies that a browser sends into a frame of another site, apart for each site that frames us (CHIPS)."""

from http.cookies import Morsel, SimpleCookie
from typing import Any

from django.http import HttpResponseBase


class _Partitioned(Morsel[str]):
    """A cookie with the attribute that neither Python 3.11 nor Django 5.2 knows yet."""

    def OutputString(self, attrs: Any = None) -> str:  # noqa: N802 - the name is that of the standard library
        """Return the cookie as a header writes it."""
        return f"{super().OutputString(attrs)}; Partitioned"


def set_framed_cookie(response: HttpResponseBase, name: str, value: str, *, path: str, seconds: int) -> None:
    """Set a cookie that lives `seconds` (0: it goes) and travels below `path` in frames of other sites, over TLS or localhost.

    Each site that frames us has a copy of its own: a page elsewhere can neither send it nor follow a person by it.
    """
    cookie = _Partitioned()
    cookie.set(name, *SimpleCookie().value_encode(value))
    told: dict[str, Any] = {"path": path, "max-age": seconds, "samesite": "None", "secure": True, "httponly": True}
    cookie.update(told)
    response.cookies[name] = cookie
