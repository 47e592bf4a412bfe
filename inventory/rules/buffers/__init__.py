"""How many pieces to hold for a sale: what costs the least in expectation, beside what others would hold (playbook P8).

A piece too few loses its margin, a piece too many what it cost less what the clearance brings. The amount at which the chance of
selling one more piece just pays for the risk of keeping it costs the least: the newsvendor's.
"""

from inventory.rules.buffers.costing import Costs, expected_costs, first_sold, realised_costs
from inventory.rules.buffers.newsvendor import cheapest_units, critical_ratio, in_packs
from inventory.rules.buffers.rivals import best_flat, flat_units, safety_units
from inventory.rules.buffers.terms import Losses, Terms, losses_of

__all__ = [
    "Costs",
    "Losses",
    "Terms",
    "best_flat",
    "cheapest_units",
    "critical_ratio",
    "expected_costs",
    "first_sold",
    "flat_units",
    "in_packs",
    "losses_of",
    "realised_costs",
    "safety_units",
]
