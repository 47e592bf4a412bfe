"""What is written in review."""

from review.services.costs import tell_cost
from review.services.preparing import ask_review, ask_reviews_due, ask_touched, prepare_review, waiting_reviews
from review.services.settlement import forget_settlement, take_settlement

__all__ = [
    "ask_review",
    "ask_reviews_due",
    "ask_touched",
    "forget_settlement",
    "prepare_review",
    "take_settlement",
    "tell_cost",
    "waiting_reviews",
]
