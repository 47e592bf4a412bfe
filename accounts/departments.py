"""The departments of a shop, in the order in which they hand over to each other (playbook P14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


class Department(models.TextChoices):
    """Operations begins, production ends the chain."""

    OPERATIONS = "operations", _("Operations")
    DESIGN = "design", _("Design")
    SERVICE = "service", _("Customer service")
    WAREHOUSE = "warehouse", _("Warehouse")
    PRODUCTION = "production", _("Production")


OF_ROLE: dict[str, Department] = {
    Role.OPERATIONS: Department.OPERATIONS,
    Role.SERVICE: Department.SERVICE,
    Role.WAREHOUSE: Department.WAREHOUSE,
}


def department_of(role: str, chosen: str) -> str:
    """Return the department somebody works in: the one chosen for them, else that of their role, else "".

    >>> department_of("service", ""), department_of("service", "design"), department_of("boss", "")
    ('service', 'design', '')
    """
    return chosen or str(OF_ROLE.get(role, ""))
