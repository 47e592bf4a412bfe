"""Staff, their tokens, and the trail of what they did."""

from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts import roles
from accounts.departments import Department, department_of
from accounts.roles import Role
from common.permissions import Permission


class People(UserManager["User"]):
    """Makes people. Whoever is made by `createsuperuser` manages the others: in a new installation nobody else can."""

    use_in_migrations = False

    def create_superuser(self, username: str, email: str | None = None, password: str | None = None, **more: Any) -> "User":
        """Make a person who is an administrator, unless another role is named."""
        return super().create_superuser(username, email, password, **{"role": Role.ADMIN, **more})


class User(AbstractUser):
    """A person of the staff: one role, one department (or that of the role), the language they read."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.SERVICE)
    language = models.CharField(max_length=10, blank=True, default="")
    department = models.CharField(max_length=20, choices=Department.choices, blank=True, default="")

    objects: ClassVar[People] = People()

    def may(self, permission: Permission) -> bool:
        """Tell whether this person's role holds the permission."""
        return roles.may(self.role, permission)

    @property
    def works_in(self) -> str:
        """The department: the one an administrator chose, else that of the role, else ""."""
        return department_of(self.role, self.department)

    @property
    def shown_name(self) -> str:
        """The name others read: the full name, else the sign-in name."""
        return self.get_full_name() or self.username


class ApiToken(models.Model):
    """A key for programs that act as a person. Only its digest is kept: a lost token is replaced, never shown again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Entries can be read and added, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: an entry is never changed."""
        raise TypeError("An audit entry is written once and never changed.")

    def delete(self) -> NoReturn:
        """Refuse: an entry is never taken away."""
        raise TypeError("An audit entry is never taken away.")


class AuditEntry(models.Model):
    """One thing a person changed: who, when, what, and how it was before and after. Written once, never changed."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=200)
    before = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    request_id = models.CharField(max_length=36, blank=True, default="")

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["target", "-id"], name="audit_of_target"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry; an entry that stands cannot be changed."""
        if not self._state.adding:
            raise TypeError("An audit entry is written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: an entry is never taken away."""
        raise TypeError("An audit entry is never taken away.")
