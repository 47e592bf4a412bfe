"""Which role may do what: one table, read by `User.may`."""

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


_READ = frozenset({Permission.VIEW_BOARD, Permission.VIEW_PLAN, Permission.VIEW_NUMBERS})
_FILES = frozenset({Permission.VIEW_IMPORTS, Permission.IMPORT_FILES})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OPERATIONS: _READ | _FILES | {Permission.EDIT_PLAN, Permission.MANAGE_SHOPS, Permission.USE_API},
    Role.SERVICE: frozenset({Permission.VIEW_BOARD, Permission.VIEW_PLAN}),
    Role.WAREHOUSE: frozenset({Permission.VIEW_BOARD, Permission.VIEW_PLAN}),
    Role.BOSS: _READ | {Permission.VIEW_IMPORTS, Permission.VIEW_AUDIT, Permission.USE_API},
    Role.ADMIN: frozenset(Permission),
}


def may(role: str, permission: Permission) -> bool:
    """Tell whether a role holds a permission; an unknown role holds none.

    >>> may("operations", Permission.EDIT_PLAN), may("warehouse", Permission.EDIT_PLAN), may("nobody", Permission.VIEW_BOARD)
    (True, False, False)
    """
    return role in PERMISSIONS and permission in PERMISSIONS[Role(role)]
