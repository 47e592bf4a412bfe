"""One thing the data found, before a person has said whether it is a lesson."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """What was found: its code, what it is about, whose it is, the figures of its sentence, and the default it would change.

    `kind` is that of the lesson it would become, `rule` the rule of the playbook it touches. `change` and `value` are as in
    `campaigns.rules.lesson_changes`; "" where the data asks for no other default.
    """

    code: str
    subject: str
    department: str
    kind: str = "shortcoming"
    rule: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    change: str = ""
    value: float | None = None

    @property
    def key(self) -> str:
        """What it is known by, so that a decision about it holds when the data is looked at again.

        >>> Finding("phase_missed", "2", "operations").key
        'phase_missed:2'
        """
        return f"{self.code}:{self.subject}"
