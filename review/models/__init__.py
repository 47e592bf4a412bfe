"""What review keeps, one noun a file."""

from review.models.after import AfterSale, FunnelMonth
from review.models.calibration import SaleScore
from review.models.effect import SaleEffect
from review.models.lessons import FindingDecision
from review.models.reports import Report
from review.models.reviews import Disagreement, Review, ReviewDay, SkuMoney, ToldCost
from review.models.settlement import Settlement, SettlementEntry

__all__ = [
    "AfterSale",
    "Disagreement",
    "FindingDecision",
    "FunnelMonth",
    "Report",
    "Review",
    "ReviewDay",
    "SaleEffect",
    "SaleScore",
    "Settlement",
    "SettlementEntry",
    "SkuMoney",
    "ToldCost",
]
