"""The money of a sale, line by line: pure arithmetic on columns, exact to the minor unit, what is not known kept apart."""

from review.rules.money.bridge import Step, bridge
from review.rules.money.ledger import COSTS, Ledger, Rates, reckon
from review.rules.money.splitting import split_groups
from review.rules.money.totals import Totals

__all__ = ["COSTS", "Ledger", "Rates", "Step", "Totals", "bridge", "reckon", "split_groups"]
