"""Every address of the program, found by walking the resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from common.permissions import GatePermission, Permission, permission_of


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, its view, whether it can be asked for without arguments."""

    name: str
    route: str
    view: Any
    arguments: tuple[str, ...]

    @property
    def api(self) -> Any:
        """The REST class behind the view; None for a page."""
        return getattr(self.view, "cls", None) or getattr(self.view, "view_class", None)

    @property
    def permission(self) -> Permission | None:
        """What a GET needs."""
        return permission_of(self.api, "GET") if self.api else getattr(self.view, "permission", None)

    @property
    def is_declared(self) -> bool:
        """Whether somebody has decided who may come in."""
        marks = ("permission", "permission_by_method", "public_reason", "signed_in_reason")
        if self.api and GatePermission not in self.api.permission_classes:
            return False
        return any(getattr(self.api or self.view, mark, None) for mark in marks)

    def url(self) -> str:
        """Return its path, for an address without arguments."""
        return reverse(self.name)


def addresses() -> list[Address]:
    """Return every pattern of the program in order, named `namespace:name`."""
    return list(_walk(get_resolver().url_patterns, "", "", ()))


def _walk(patterns: list[Any], namespace: str, route: str, arguments: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        found = (*arguments, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, here, found)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}", here, pattern.callback, found)
