"""The left navigation, by the person's work. A link shows only to those who may follow it, and only once its page exists."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.pages.tabs import tabs_of
from campaigns.queries.in_hand import sale_in_hand
from campaigns.queries.tasks import open_count
from common.permissions import Permission, is_allowed
from dispatch.queries.abnormal import standing_count
from live.queries.alerts.incidents import unanswered


@dataclass(frozen=True)
class Link:
    """One entry: its words, the name of its address, the permission it needs (None: everybody signed in).

    `count` says for a person how much waits there; it is asked on every page, so it is one query on an index.
    """

    label: Any
    url_name: str
    permission: Permission | None
    count: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class Group:
    """One heading with its links; the Chinese trade word stands beside the English one."""

    title: Any
    chinese: str
    links: tuple[Link, ...]


PLAN = _("Plan")
SALE_PAGES = ("detail", "target", "traffic", "offers", "prices", "odds", "buffers", "tasks")
KEPT = 256  # drawn navigations: roles x pages x what waits, some 15 kB each
_SALE = re.compile(r"/(?:campaigns|board)/(\d{1,9})/")

GROUPS: tuple[Group, ...] = (
    Group(
        _("Run"),
        "进行",
        (
            Link(_("Live board"), "live:current", Permission.VIEW_BOARD),
            Link(_("Alerts"), "live:alerts", Permission.VIEW_BOARD, lambda _user: unanswered()),
            Link(_("Today"), "live:today", Permission.VIEW_BOARD),
            Link(_("Playbook"), "live:playbook", Permission.VIEW_BOARD),
            Link(_("Wall screens"), "live:wall-screens", Permission.MANAGE_ALERTS),
        ),
    ),
    Group(
        PLAN,
        "筹备",
        (
            Link(_("Sales and targets"), "campaigns:list", Permission.VIEW_PLAN),
            Link(_("My tasks"), "campaigns:my-tasks", Permission.VIEW_PLAN, lambda user: open_count(user=user)),
            Link(_("Year calendar"), "campaigns:calendar", Permission.VIEW_PLAN),
            Link(_("Product tiers"), "inventory:tiers", Permission.VIEW_COSTS),
            Link(_("Selection"), "inventory:selection", Permission.VIEW_COSTS),
        ),
    ),
    Group(
        _("Buyers"),
        "客户",
        (
            Link(_("All buyers"), "customers:list", Permission.VIEW_BUYERS),
            Link(_("Buyer tiers"), "customers:tiers", Permission.VIEW_BUYERS),
            Link(_("Benefits"), "customers:benefits", Permission.VIEW_BUYERS),
            Link(_("Persons"), "customers:persons", Permission.VIEW_BUYERS),
            Link(_("Won and come back"), "customers:returning", Permission.VIEW_BUYERS),
        ),
    ),
    Group(
        _("Desk"),
        "客服",
        (
            Link(_("Look up a buyer"), "desk:home", Permission.VIEW_BUYERS),
            Link(_("Unpaid orders"), "desk:chase", Permission.ASK_BUYERS),
            Link(_("Quiet hour"), "desk:work", Permission.ASK_BUYERS),
            Link(_("Audiences"), "desk:audiences", Permission.MANAGE_DESK),
            Link(_("Scripts"), "desk:scripts", Permission.VIEW_BUYERS),
            Link(_("Look-ups"), "desk:lookups", Permission.VIEW_AUDIT),
        ),
    ),
    Group(
        _("Warehouse"),
        "仓库",
        (
            Link(_("Scan parcels"), "dispatch:scan", Permission.SCAN_PARCELS),
            Link(_("Refund guard"), "dispatch:guard", Permission.VIEW_DISPATCH),
            Link(_("Due"), "dispatch:due", Permission.VIEW_DISPATCH),
            Link(_("Abnormal orders"), "dispatch:abnormal", Permission.VIEW_DISPATCH, lambda user: standing_count(user=user)),
            Link(_("Stock today"), "live:stock", Permission.VIEW_STOCK),
            Link(_("Oversold"), "live:oversold", Permission.VIEW_STOCK),
            Link(_("Stock"), "inventory:stock", Permission.VIEW_STOCK),
            Link(_("Differences"), "inventory:differences", Permission.VIEW_STOCK),
            Link(_("Stocktakes"), "inventory:stocktakes", Permission.COUNT_STOCK),
            Link(_("Replenishment list"), "inventory:replenishment", Permission.VIEW_STOCK),
            Link(_("Suppliers"), "inventory:suppliers", Permission.VIEW_STOCK),
        ),
    ),
    Group(
        _("Learn"),
        "复盘",
        (
            Link(_("Review"), "review:current", Permission.VIEW_COSTS),
            Link(_("Lessons"), "review:lessons-now", Permission.WORK_TASKS),
            Link(_("The year's funnel"), "review:funnel-now", Permission.VIEW_NUMBERS),
            Link(_("Sale against sale"), "review:compare", Permission.VIEW_COSTS),
            Link(_("How right we were"), "review:calibration", Permission.VIEW_COSTS),
        ),
    ),
    Group(
        _("Data"),
        "数据",
        (
            Link(_("Imports"), "imports:list", Permission.VIEW_IMPORTS),
            Link(_("Products"), "inventory:products", Permission.VIEW_PLAN),
            Link(_("Bought together"), "inventory:pairs", Permission.VIEW_PLAN),
            Link(_("Substitutes"), "inventory:substitutes", Permission.VIEW_STOCK),
            Link(_("Numbers"), "metrics:numbers", Permission.VIEW_NUMBERS),
            Link(_("Shops"), "orders:shops", Permission.MANAGE_SHOPS),
        ),
    ),
    Group(
        _("Staff"),
        "人员",
        (
            Link(_("People and roles"), "accounts:staff", Permission.MANAGE_STAFF),
            Link(_("Audit trail"), "accounts:audit", Permission.VIEW_AUDIT),
            Link(_("Look-ups"), "customers:reveals", Permission.VIEW_AUDIT),
        ),
    ),
)


@dataclass(frozen=True)
class ShownLink:
    """A link this person may follow: where it leads, whether the page in hand lies below it, how much waits there.

    Two are equal where they lead to the same; the words follow from that and from the language.
    """

    label: Any = field(compare=False)
    href: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True)
class ShownGroup:
    """A group with at least one link this person may follow."""

    title: Any = field(compare=False)
    chinese: str = field(compare=False)
    links: tuple[ShownLink, ...]

    @property
    def is_current(self) -> bool:
        """Whether the page in hand belongs to this group."""
        return any(link.is_current for link in self.links)


def shown_groups(user: Any, path: str, sale: int | None = None) -> tuple[ShownGroup, ...]:
    """Return the groups and links this person may follow, in order, with the deepest match of the path marked.

    `sale` is the sale in hand: its pages stand at the top of the plan.
    """
    found = [
        (
            group,
            [
                (link, href)
                for link in group.links
                if _is_open(user, link) and (href := _address(link.url_name, settings.ROOT_URLCONF))
            ],
        )
        for group in GROUPS
    ]
    if sale is not None:
        pages = [(Link(tab.label, "", None), tab.href) for tab in tabs_of(sale, "", user=user, only=SALE_PAGES)]
        found = [(group, pages + links if group.title == PLAN else links) for group, links in found]
    below = [href for _group, links in found for _link, href in links if path.startswith(href)]
    current = max(below, key=len, default="")
    return tuple(
        ShownGroup(
            group.title,
            group.chinese,
            tuple(
                ShownLink(link.label, href, bool(current) and href == current, link.count(user) if link.count else 0)
                for link, href in links
            ),
        )
        for group, links in found
        if links
    )


def _is_open(user: Any, link: Link) -> bool:
    return link.permission is None or is_allowed(user, link.permission)


@cache
def _address(url_name: str, _urlconf: str) -> str:
    """Return where a link leads, worked out once a process; "" where nothing stands there."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every template the groups this person may see, and their links as HTML; none to a stranger.

    Worked out only where a template asks.
    """

    def groups() -> tuple[ShownGroup, ...]:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return ()
        return shown_groups(user, request.path, _sale_of(request))

    shown = SimpleLazyObject(groups)
    return {"nav_groups": shown, "nav_links": SimpleLazyObject(lambda: _drawn(tuple(shown), get_language()))}


@lru_cache(maxsize=KEPT)
def _drawn(groups: tuple[ShownGroup, ...], _language: str) -> SafeString:
    """Return the links as HTML, drawn once a process for all whose pages show the same links."""
    return render_to_string("components/nav_groups.html", {"nav_groups": groups})


def _sale_of(request: HttpRequest) -> int | None:
    """Return the sale of the page in hand, else the one last looked at in this session, else the running or next one.

    The page in hand is taken at its word, for its view has looked: that spares the board a question.
    """
    seen = request.session.get("sale")
    if page := _SALE.match(request.path):
        if (sale := int(page[1])) != seen and request.path.startswith("/campaigns/"):
            request.session["sale"] = sale
        return sale
    return sale_in_hand(looked_at=seen, at=timezone.now())
