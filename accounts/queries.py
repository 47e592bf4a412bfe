"""What is read about people: who works here, and the trail of what they did."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts import trail, trail_words
from accounts.models import AuditEntry, User
from accounts.roles import Role

PAGE_SIZE = 50


@dataclass(frozen=True)
class StaffList:
    """Everybody, those who may sign in first, with the two numbers of the page's sentence."""

    people: Sequence[User]
    active: int
    administrators: int


def staff_list() -> StaffList:
    """Return everybody: active before shut accounts, then by sign-in name."""
    people = list(User.objects.order_by("-is_active", "username"))
    active = [person for person in people if person.is_active]
    return StaffList(people, len(active), sum(person.role == Role.ADMIN for person in active))


@dataclass(frozen=True)
class TrailLine:
    """An entry with what it changed: the first few values, and the others behind a fold."""

    entry: AuditEntry
    first: Sequence[trail.Change]
    rest: Sequence[trail.Change]

    @property
    def action(self) -> str:
        """What was done, in words."""
        return trail_words.action_label(self.entry.action)

    @property
    def target(self) -> str:
        """To what, in words."""
        return trail_words.target_label(self.entry.target)


@dataclass(frozen=True)
class TrailPage:
    """One page of the trail, newest first; `older_than` is the mark of the next page, None on the last."""

    lines: Sequence[TrailLine]
    older_than: int | None


def audit_trail(*, actor: User | None = None, about: str = "", before: int | None = None, size: int = PAGE_SIZE) -> TrailPage:
    """Return up to `size` entries with a number below `before`, newest first.

    `about` is looked for in the target, and in the action as it is written and as this reader sees it. Pages are found
    by the entry's number, so the thousandth page costs what the first does.
    """
    entries = AuditEntry.objects.select_related("actor").order_by("-pk")
    if actor is not None:
        entries = entries.filter(actor=actor)
    if about:
        named = Q(action__in=trail_words.actions_about(about))
        entries = entries.filter(named | Q(action__icontains=about) | Q(target__icontains=about))
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries[: size + 1])
    lines = [_line(entry) for entry in found[:size]]
    return TrailPage(lines, found[size - 1].pk if len(found) > size else None)


def _line(entry: AuditEntry) -> TrailLine:
    changed = trail.changes(entry.before, entry.after)
    return TrailLine(entry, changed[: trail.SHOWN], changed[trail.SHOWN :])
