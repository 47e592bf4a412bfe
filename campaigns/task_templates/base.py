"""One task of a template."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class TaskTemplate:
    """What a department does for every sale: a code that never changes, its words, when, after what, by which rule.

    `day` counts from the first day of the sale, or from its last with `from_end`; negative days lie before it. `waits_for`
    names the codes of tasks that come first. `rule` is a number of the playbook. `check` binds the task to a check of the plan.
    """

    code: str
    day: int
    title: str | Promise
    what: str | Promise
    rule: str
    waits_for: tuple[str, ...] = ()
    check: str = ""
    from_end: bool = False
