"""Tiers: ways to reach one, the ladder of a shop, what is missing for the next step, the set a shop begins with."""

from customers.rules.tiers.defaults import default_ladder
from customers.rules.tiers.ladder import Step, Verdict, decide
from customers.rules.tiers.missing import Missing, missing_for, next_step
from customers.rules.tiers.way import Facts, Sums, Way, check_way

__all__ = [
    "Facts",
    "Missing",
    "Step",
    "Sums",
    "Verdict",
    "Way",
    "check_way",
    "decide",
    "default_ladder",
    "missing_for",
    "next_step",
]
