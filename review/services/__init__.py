"""What is written in review."""

from review.services.costs import tell_cost
from review.services.preparing import ask_review, ask_reviews_due, ask_touched, prepare_review, waiting_reviews
from review.services.reports import NothingPreparedError, make_report, report_stages, send_report
from review.services.settlement import forget_settlement, take_settlement

__all__ = [
    "NothingPreparedError",
    "ask_review",
    "ask_reviews_due",
    "ask_touched",
    "forget_settlement",
    "make_report",
    "prepare_review",
    "report_stages",
    "send_report",
    "take_settlement",
    "tell_cost",
    "waiting_reviews",
]
