"""Staff and their roles."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person comes for."""

    OPERATIONS = "operations", _("Operations manager")
    SERVICE = "service", _("Customer service agent")
    WAREHOUSE = "warehouse", _("Warehouse")
    BOSS = "boss", _("Boss")
    ADMIN = "admin", _("Administrator")


class User(AbstractUser):
    """One member of staff."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.SERVICE)
    language = models.CharField(max_length=10, default="en")
