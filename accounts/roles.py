"""Which role may do what: one table, read by `User.may`."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.permissions import Permission


class Role(models.TextChoices):
    """What a person does during a sale."""

    OPERATIONS = "operations", _("Operations")
    SERVICE = "service", _("Customer service")
    WAREHOUSE = "warehouse", _("Warehouse")
    BOSS = "boss", _("Boss")
    ADMIN = "admin", _("Administrator")


_WORK = frozenset({Permission.VIEW_BOARD, Permission.VIEW_PLAN, Permission.WORK_TASKS})
_READ = _WORK | {
    Permission.VIEW_NUMBERS,
    Permission.VIEW_COSTS,
    Permission.VIEW_STOCK,
    Permission.VIEW_BUYERS,
    Permission.VIEW_DISPATCH,
}
_FILES = frozenset({Permission.VIEW_IMPORTS, Permission.IMPORT_FILES})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OPERATIONS: _READ
    | _FILES
    | {
        Permission.EDIT_PLAN,
        Permission.COUNT_STOCK,
        Permission.MANAGE_STOCK,
        Permission.EDIT_BUYERS,
        Permission.MANAGE_TIERS,
        Permission.REVEAL_CONTACTS,
        Permission.ASK_BUYERS,
        Permission.MANAGE_DESK,
        Permission.SCAN_PARCELS,
        Permission.RELEASE_HOLDS,
        Permission.MANAGE_ALERTS,
        Permission.MANAGE_SHOPS,
        Permission.USE_API,
        Permission.VIEW_STATUS,
    },
    Role.SERVICE: _WORK
    | {
        Permission.VIEW_STOCK,
        Permission.VIEW_BUYERS,
        Permission.EDIT_BUYERS,
        Permission.REVEAL_CONTACTS,
        Permission.ASK_BUYERS,
        Permission.VIEW_DISPATCH,
        Permission.RELEASE_HOLDS,
    },
    Role.WAREHOUSE: _WORK | {Permission.VIEW_STOCK, Permission.COUNT_STOCK, Permission.VIEW_DISPATCH, Permission.SCAN_PARCELS},
    Role.BOSS: _READ | {Permission.VIEW_IMPORTS, Permission.VIEW_AUDIT, Permission.USE_API},
    Role.ADMIN: frozenset(Permission),
}

LABELS: dict[Permission, Any] = {
    Permission.VIEW_BOARD: _("See the live board"),
    Permission.VIEW_PLAN: _("See plans and targets"),
    Permission.EDIT_PLAN: _("Make and change plans"),
    Permission.WORK_TASKS: _("Work on the tasks of one's department"),
    Permission.VIEW_COSTS: _("See costs, margins and profit"),
    Permission.VIEW_STOCK: _("See what is in stock"),
    Permission.COUNT_STOCK: _("Count stock"),
    Permission.MANAGE_STOCK: _("Set buffers, release reserves, order from suppliers"),
    Permission.VIEW_BUYERS: _("See buyers, their orders and tiers"),
    Permission.EDIT_BUYERS: _("Label buyers, write notes, say who is one person"),
    Permission.MANAGE_TIERS: _("Set the rules of tiers and benefits, forget buyers"),
    Permission.REVEAL_CONTACTS: _("Search by phone, reveal names, phones and addresses (each time logged)"),
    Permission.ASK_BUYERS: _("Ask buyers to pay, work the list of calls"),
    Permission.MANAGE_DESK: _("Change scripts, chase rules and audiences"),
    Permission.VIEW_DISPATCH: _("See what is due, held or abnormal in dispatch"),
    Permission.SCAN_PARCELS: _("Scan parcels"),
    Permission.RELEASE_HOLDS: _("Hold orders and release them"),
    Permission.MANAGE_ALERTS: _("Set alerts and channels, acknowledge incidents"),
    Permission.VIEW_IMPORTS: _("See imports"),
    Permission.IMPORT_FILES: _("Import files and undo it"),
    Permission.VIEW_NUMBERS: _("See all numbers"),
    Permission.MANAGE_SHOPS: _("Add and change shops"),
    Permission.MANAGE_STAFF: _("Manage people and roles"),
    Permission.VIEW_AUDIT: _("Read the audit trail"),
    Permission.USE_API: _("Use the programming interface"),
    Permission.VIEW_STATUS: _("See how the program is doing"),
}

# Where a person begins: the first of these pages they may open.
FIRST_PAGES: tuple[tuple[Permission, str], ...] = (
    (Permission.VIEW_BOARD, "live:current"),
    (Permission.VIEW_PLAN, "campaigns:list"),
    (Permission.VIEW_IMPORTS, "imports:list"),
    (Permission.MANAGE_STAFF, "accounts:staff"),
)

# Roles that begin elsewhere: an agent has a buyer on the line, a packer a parcel in hand.
FIRST_OF_ROLE: dict[str, tuple[Permission, str]] = {
    Role.SERVICE: (Permission.VIEW_BUYERS, "desk:home"),
    Role.WAREHOUSE: (Permission.SCAN_PARCELS, "dispatch:scan"),
}


def first_pages(role: str) -> tuple[tuple[Permission, str], ...]:
    """Return the pages a role may begin with, the first it may open counts."""
    own = FIRST_OF_ROLE.get(role)
    return FIRST_PAGES if own is None else (own, *FIRST_PAGES)


def rights() -> list[tuple[Any, list[bool]]]:
    """Return for each permission its words and a yes or no for every role, both in the order they are written here."""
    return [(label, [permission in PERMISSIONS[role] for role in Role]) for permission, label in LABELS.items()]


def may(role: str, permission: Permission) -> bool:
    """Tell whether a role holds a permission; an unknown role holds none.

    >>> may("operations", Permission.EDIT_PLAN), may("warehouse", Permission.EDIT_PLAN), may("nobody", Permission.VIEW_BOARD)
    (True, False, False)
    """
    return role in PERMISSIONS and permission in PERMISSIONS[Role(role)]
