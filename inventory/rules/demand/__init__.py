"""How many pieces of each product a sale may need, as a distribution: what was planned times the errors of past forecasts.

    past sales -> daily rates -> forecasts of past windows -> errors (actual / forecast) by size -> demand of the sale

A plan gives each product its expected pieces; the shop's own history tells how far such expectations have been off, product by
product, small ones more than large ones. Both together are the demand (playbook P8). Everything works on columns: one row a
product, so that ten thousand of them take a second.
"""

from inventory.rules.demand.atoms import LEVELS, SHARES, at_share, demand_atoms, mean_of
from inventory.rules.demand.errors import Errors, assumed_errors
from inventory.rules.demand.learning import CLASSES, learn_errors, sale_errors
from inventory.rules.demand.planned import PlannedDemand
from inventory.rules.demand.sales import HALF_LIFE, Sales, daily_deviation, daily_rates, sales_of

__all__ = [
    "CLASSES",
    "HALF_LIFE",
    "LEVELS",
    "SHARES",
    "Errors",
    "PlannedDemand",
    "Sales",
    "assumed_errors",
    "at_share",
    "daily_deviation",
    "daily_rates",
    "demand_atoms",
    "learn_errors",
    "mean_of",
    "sale_errors",
    "sales_of",
]
