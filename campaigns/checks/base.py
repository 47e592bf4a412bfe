"""One check of a plan."""

from dataclasses import dataclass
from typing import Literal

from campaigns.costly import COST_CODES

CheckState = Literal["done", "watch", "failed"]


@dataclass(frozen=True)
class PlanCheck:
    """One thing a plan should show: a code that never changes, its name, its state, what was found and what to do, where.

    `said_by` is the code of another check that says the same: gates and tasks ask for both, lists show that one alone.
    """

    code: str
    state: CheckState
    name: str
    found: str
    url: str = ""
    said_by: str = ""

    @property
    def tells_costs(self) -> bool:
        """Whether what it found is for those who may see costs only."""
        return self.code in COST_CODES
