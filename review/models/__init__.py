"""What review keeps, one noun a file."""

from review.models.reviews import Disagreement, Review, ReviewDay, SkuMoney, ToldCost
from review.models.settlement import Settlement, SettlementEntry

__all__ = ["Disagreement", "Review", "ReviewDay", "Settlement", "SettlementEntry", "SkuMoney", "ToldCost"]
