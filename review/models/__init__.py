"""What review keeps, one noun a file."""

from review.models.reports import Report
from review.models.reviews import Disagreement, Review, ReviewDay, SkuMoney, ToldCost
from review.models.settlement import Settlement, SettlementEntry

__all__ = ["Disagreement", "Report", "Review", "ReviewDay", "Settlement", "SettlementEntry", "SkuMoney", "ToldCost"]
