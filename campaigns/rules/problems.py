"""What is wrong with a plan, as data: a code and the values of its sentence.

The sentences stand in `campaigns.words.problems`, where they are translated; a rule only says which one and with what.
"""

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing to mend: its code, the field it belongs to ("" for the plan as a whole), the values of its sentence.

    >>> str(Problem("value_below_zero", "revenue")), str(Problem("scenarios_full", "name", {"count": 8}))
    ('value_below_zero', "scenarios_full {'count': 8}")
    """

    code: str
    field: str = ""
    values: dict[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} {self.values}" if self.values else self.code


class PlanError(ValueError):
    """A plan that cannot stand. `problems` holds at least one.

    >>> str(PlanError(Problem("scenario_unknown"), Problem("scenarios_full", "name", {"count": 8})))
    "scenario_unknown; scenarios_full {'count': 8}"
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems
