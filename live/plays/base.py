"""What a card of the playbook is."""

from dataclasses import dataclass
from typing import Any

from live.rules.plays.trigger import Trigger


@dataclass(frozen=True)
class Step:
    """One thing to do, by one department."""

    department: str
    text: Any


@dataclass(frozen=True)
class Card:
    """What to do when something is so: trigger, steps with their departments, what to say, what it costs, how to take it back.

    `rule` is the playbook's, `page` the name of an address where the work is done ("" for none). `is_own`: written or
    changed here.
    """

    code: str
    title: Any
    when: Trigger
    department: str
    steps: tuple[Step, ...]
    script: Any = ""
    cost: Any = ""
    undo: Any = ""
    rule: str = ""
    page: str = ""
    is_own: bool = False
    is_active: bool = True
