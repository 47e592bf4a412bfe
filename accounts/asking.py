"""Who asks: the person of a request."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def person(request: HttpRequest) -> User:
    """Return who asks; only behind the gate, which lets nobody else in."""
    return cast("User", request.user)
