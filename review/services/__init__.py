"""What is written in review."""

from review.services.calibration import ask_score, prepare_score, waiting_scores
from review.services.costs import tell_cost
from review.services.effect import ask_effect, prepare_effect, waiting_effects
from review.services.preparing import ask_review, ask_reviews_due, ask_touched, prepare_review, waiting_reviews
from review.services.settlement import forget_settlement, take_settlement

__all__ = [
    "ask_effect",
    "ask_review",
    "ask_reviews_due",
    "ask_score",
    "ask_touched",
    "forget_settlement",
    "prepare_effect",
    "prepare_review",
    "prepare_score",
    "take_settlement",
    "tell_cost",
    "waiting_effects",
    "waiting_reviews",
    "waiting_scores",
]
