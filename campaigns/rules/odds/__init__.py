"""Profit as odds: what a sale may earn when nothing is certain yet (playbook C6, P7). Pure; numpy does the draws."""

from campaigns.rules.odds.breakeven import BreakEven, break_even
from campaigns.rules.odds.chances import MODEL, Odds, Outcomes, answer
from campaigns.rules.odds.draws import DRAWS, SEED
from campaigns.rules.odds.histogram import Bar, bars
from campaigns.rules.odds.inputs import NAMES, NEEDED, UNITS, Case, Estimate, Unit, problems_of, unknown
from campaigns.rules.odds.swings import Swing, tornado

__all__ = [
    "DRAWS",
    "MODEL",
    "NAMES",
    "NEEDED",
    "SEED",
    "UNITS",
    "Bar",
    "BreakEven",
    "Case",
    "Estimate",
    "Odds",
    "Outcomes",
    "Swing",
    "Unit",
    "answer",
    "bars",
    "break_even",
    "problems_of",
    "tornado",
    "unknown",
]
