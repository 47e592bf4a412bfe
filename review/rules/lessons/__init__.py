"""What the data of a sale found and proposes as lessons (playbook C5): each with the figures that say so. Pure."""

from review.rules.lessons.finding import Finding
from review.rules.lessons.sale import Estimated, Phase, estimates_off, phases_missed, prices_watched
from review.rules.lessons.service import Chased, chases, parcels
from review.rules.lessons.stock import Held, stock_off
from review.rules.lessons.watched import Played, Watched, cards_told, noisy_watches
from review.rules.lessons.work import Worked, tasks_late

__all__ = [
    "Chased",
    "Estimated",
    "Finding",
    "Held",
    "Phase",
    "Played",
    "Watched",
    "Worked",
    "cards_told",
    "chases",
    "estimates_off",
    "noisy_watches",
    "parcels",
    "phases_missed",
    "prices_watched",
    "stock_off",
    "tasks_late",
]
