"""What is bought together: counted exactly, held against chance, measured (playbook P4)."""

from inventory.rules.pairs.chance import beyond_chance
from inventory.rules.pairs.counting import MOST_GOODS, Ints, PairCounts, count_pairs
from inventory.rules.pairs.expected import Floats
from inventory.rules.pairs.keeping import best_rows
from inventory.rules.pairs.measures import Measures, measure
from inventory.rules.pairs.roles import HOT_SHARE, Side, complements, hot_side, margin_minor, profit_from

__all__ = [
    "HOT_SHARE",
    "MOST_GOODS",
    "Floats",
    "Ints",
    "Measures",
    "PairCounts",
    "Side",
    "best_rows",
    "beyond_chance",
    "complements",
    "count_pairs",
    "hot_side",
    "margin_minor",
    "measure",
    "profit_from",
]
