"""What is written about people: the audit trail, staff, tokens, demo logins."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, AuditEntry, User
from accounts.roles import Role
from common.requests import current_request_id

DEMO_PEOPLE = (
    ("lin", "Lin Yue", Role.OPERATIONS),
    ("chen", "Chen Jie", Role.SERVICE),
    ("wu", "Wu Gang", Role.WAREHOUSE),
    ("zhao", "Zhao Min", Role.BOSS),
    ("admin", "Admin", Role.ADMIN),
)


def record(
    *,
    actor: Any,
    action: str,
    target: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one line of the audit trail, inside the caller's transaction, so that it stands or falls with the change.

    `actor` is the person, or None for the program itself (and for an anonymous user). `action` is `noun.verb`
    ("campaign.edit"), `target` names the thing ("campaign 7"). `before` and `after` hold only what changed.
    """
    person = actor if isinstance(actor, User) else None
    return AuditEntry.objects.create(
        at=timezone.now(),
        actor=person,
        action=action,
        target=target[:200],
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
        request_id=current_request_id(),
    )


def digest_of(token: str) -> str:
    """Return what is kept of a token. It has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class FreshToken:
    """A new token with its only readable copy."""

    row: ApiToken
    token: str


@transaction.atomic
def create_token(*, actor: User | None, user: User, name: str, at: datetime) -> FreshToken:
    """Make a token for a person; its text is in the answer and nowhere else."""
    token = f"pp_{secrets.token_urlsafe(32)}"
    row = ApiToken.objects.create(user=user, digest=digest_of(token), name=name, created_at=at)
    record(actor=actor, action="token.create", target=f"token {row.pk} of {user.username}", after={"name": name})
    return FreshToken(row, token)


@transaction.atomic
def revoke_token(*, actor: User, token_id: int) -> bool:
    """Take one of the actor's own tokens away; False when there is no such token."""
    row = ApiToken.objects.filter(user=actor, pk=token_id).first()
    if row is None:
        return False
    record(actor=actor, action="token.revoke", target=f"token {row.pk} of {actor.username}", before={"name": row.name})
    row.delete()
    return True


def touch_token(*, token_id: int, at: datetime) -> None:
    """Note that a token was used."""
    ApiToken.objects.filter(pk=token_id).update(last_used_at=at)


@transaction.atomic
def create_staff(*, actor: User | None, username: str, full_name: str, role: Role, password: str, department: str = "") -> User:
    """Take a person on, with a role, a first password and, where the role does not say it, a department."""
    first, _, last = full_name.partition(" ")
    user = User.objects.create_user(
        username=username, password=password, first_name=first, last_name=last, role=role, department=department
    )
    after = {"name": full_name, "role": str(role)} | ({"department": department} if department else {})
    record(actor=actor, action="staff.create", target=f"user {username}", after=after)
    return user


class LastAdministratorError(Exception):
    """Refusal: without this person nobody could manage staff any more."""


@transaction.atomic
def change_staff(*, actor: User, user_id: int, role: Role, is_active: bool, department: str | None = None) -> User:
    """Give a person another role or department, or shut or open their account; None leaves the department.

    Raises LastAdministratorError for the last active administrator.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    before = {"role": user.role, "is_active": user.is_active, "department": user.department}
    after = {
        "role": str(role),
        "is_active": is_active,
        "department": user.department if department is None else str(department),
    }
    if before == after:
        return user
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    stays_admin = role == Role.ADMIN and is_active
    if user.role == Role.ADMIN and user.is_active and not stays_admin and not others.exists():
        raise LastAdministratorError
    user.role, user.is_active, user.department = role, is_active, str(after["department"])
    user.save(update_fields=["role", "is_active", "department"])
    changed = {name for name in after if before[name] != after[name]}
    record(
        actor=actor,
        action="staff.change",
        target=f"user {user.username}",
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return user


@transaction.atomic
def set_language(*, user: User, language: str) -> None:
    """Remember the language a person reads."""
    before = user.language
    if before == language:
        return
    user.language = language
    user.save(update_fields=["language"])
    record(
        actor=user,
        action="language.choose",
        target=f"user {user.username}",
        before={"language": before},
        after={"language": language},
    )


@transaction.atomic
def change_password(*, actor: User, user: User, password: str) -> None:
    """Give a person a new password; every other session of theirs ends by it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(actor=actor, action="password.change", target=f"user {user.username}")


def create_demo_people() -> list[tuple[str, str, str]]:
    """Make one login for each role, or find those made before. Returns (username, password, role) in a fixed order.

    Passwords are random for each installation and kept, readable by its owner alone, in DATA_DIR/demo-logins.json, so
    that they can be printed again. A person whose password was changed since keeps the new one and is left out.
    """
    kept = Path(settings.DATA_DIR) / "demo-logins.json"
    passwords: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    fresh = {name: passwords.get(name) or secrets.token_urlsafe(9) for name, _, _ in DEMO_PEOPLE}
    if fresh != passwords:
        kept.touch(mode=0o600)
        kept.write_text(json.dumps(fresh, indent=1))
    logins: list[tuple[str, str, str]] = []
    with transaction.atomic():
        for username, full_name, role in DEMO_PEOPLE:
            user = User.objects.filter(username=username).first()
            if user is None:
                create_staff(actor=None, username=username, full_name=full_name, role=role, password=fresh[username])
            elif not user.is_active or not user.check_password(fresh[username]):
                continue
            logins.append((username, fresh[username], str(role)))
    return logins
