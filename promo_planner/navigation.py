"""The left navigation, by the person's work. A link shows only to those who may follow it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Link:
    """One entry: its words, the name of its address, the permission it needs."""

    label: Any
    url_name: str
    permission: str


@dataclass(frozen=True)
class Group:
    """One heading with its links."""

    title: Any
    key: str
    links: tuple[Link, ...]


GROUPS: tuple[Group, ...] = ()


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every template the groups this person may see."""
    return {"nav_groups": GROUPS}
